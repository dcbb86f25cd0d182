import { useMemo } from "react";
import { diffTexts } from "../lib/text-diff";

interface Props {
  before: string;
  after: string;
}

/** What became of a text: removed words struck through, added ones underlined. */
export function TextDifference({ before, after }: Props) {
  const pieces = useMemo(() => diffTexts(before, after), [before, after]);
  if (pieces === null) {
    return (
      <>
        <p className="muted small">These texts are too long for a comparison word by word; the second is shown.</p>
        <p className="data-text">{after}</p>
      </>
    );
  }
  return (
    <p className="data-text">
      {pieces.map(({ kind, text }, index) => {
        if (kind === "same") return <span key={index}>{text}</span>;
        const Mark = kind === "removed" ? "del" : "ins";
        return (
          <Mark key={index} className={kind === "respaced" ? "diff diff-space" : "diff"}>
            {text}
          </Mark>
        );
      })}
    </p>
  );
}
