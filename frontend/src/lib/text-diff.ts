import { diffWordsWithSpace } from "diff";

export interface DiffPiece {
  /** `respaced`: white space that became other white space, which `text` is. */
  kind: "same" | "removed" | "added" | "respaced";
  text: string;
}

/** From longer texts than this, only that they differ is said: the time grows with the product of the lengths. */
export const LONGEST_DIFFED = 20_000;

/** What turns `before` into `after`, word by word; white space counts. Null when the texts are too long to compare. */
export function diffTexts(before: string, after: string): DiffPiece[] | null {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  if (before.length + after.length > LONGEST_DIFFED) return null;
  const pieces: DiffPiece[] = [];
  for (const { added, removed, value } of diffWordsWithSpace(before, after)) {
    const last = pieces.at(-1);
    const isRespaced = added && last?.kind === "removed" && isSpace(last.text) && isSpace(value);
    if (isRespaced) pieces[pieces.length - 1] = { kind: "respaced", text: value };
    else pieces.push({ kind: added ? "added" : removed ? "removed" : "same", text: value });
  }
  return pieces;
}

function isSpace(text: string): boolean {
  return text.trim() === "";
}
