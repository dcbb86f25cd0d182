import type { Verdict } from "../api/types";

const VERDICTS: Record<Verdict, { symbol: string; text: string }> = {
  correct: { symbol: "✓", text: "Correct" },
  wrong: { symbol: "✗", text: "Wrong" },
  unknown: { symbol: "?", text: "Unknown" },
};

/** Whether an answer is right: a symbol and a word, so that colour is never needed. */
export function VerdictMark({ verdict, short = false }: { verdict: Verdict; short?: boolean }) {
  const { symbol, text } = VERDICTS[verdict];
  return (
    <span className={`verdict verdict-${verdict}`} title={text}>
      <span aria-hidden="true">{symbol}</span> <span className={short ? "visually-hidden" : undefined}>{text}</span>
    </span>
  );
}
