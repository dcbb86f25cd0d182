export type Verdict = "correct" | "wrong" | "unknown";

export interface Correctness {
  verdict: Verdict;
  /** The stat that decided, if any. */
  stat?: string;
}

/** The first of these that a prediction has decides whether it is correct. */
export const DECIDING_STATS = [
  "quasi_exact_match",
  "exact_match",
  "prefix_exact_match",
  "chain_of_thought_correctness",
  "math_equiv",
] as const;

export function correctness(stats: Partial<Record<string, number | null>> | null | undefined): Correctness {
  for (const stat of DECIDING_STATS) {
    const value = stats?.[stat];
    if (typeof value === "number") return { verdict: value >= 0.5 ? "correct" : "wrong", stat };
  }
  return { verdict: "unknown" };
}
