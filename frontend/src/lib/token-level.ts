/** The least probabilities of the levels, from the surest: a token below all of them has the last level. */
const LEAST = [0.9, 0.5, 0.2, 0.05];

export const TOKEN_LEVELS = ["≥ 0.9", "≥ 0.5", "≥ 0.2", "≥ 0.05", "< 0.05"] as const;

/** How sure the model was of a token, from 0 (sure) to 4, by its log-probability (natural logarithm). */
export function tokenLevel(logprob: number): number {
  const probability = Math.exp(logprob);
  const level = LEAST.findIndex((least) => probability >= least);
  return level < 0 ? LEAST.length : level;
}
