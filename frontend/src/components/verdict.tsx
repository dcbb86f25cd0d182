import type { Correctness, Verdict } from "../lib/correctness";

const SHOWN: Record<Verdict, { symbol: string; text: string }> = {
  correct: { symbol: "✓", text: "Correct" },
  wrong: { symbol: "✗", text: "Wrong" },
  unknown: { symbol: "?", text: "Unknown" },
};

/** Whether a prediction is correct: a symbol and a word, so that colour is never needed. */
export function VerdictMark({ correctness }: { correctness: Correctness }) {
  const { symbol, text } = SHOWN[correctness.verdict];
  const why = correctness.stat ? `by ${correctness.stat}` : "no stat of this prediction tells";
  return (
    <span className={`verdict verdict-${correctness.verdict}`} title={why}>
      <span aria-hidden="true">{symbol}</span> {text}
    </span>
  );
}
