import type { Difference } from "../api/types";
import { formatInterval, formatP, formatSigned } from "./format";

export const TESTS: Record<Difference["test"], string> = {
  mcnemar_exact: "exact McNemar test",
  paired_bootstrap: "paired bootstrap",
};

/** A difference to the best value, in words. */
export function describeDifference(difference: Difference | null, bestName: string | undefined): string | null {
  if (difference === null) return null;
  const { mean, interval, p_value: p, test, n, is_significant: significant } = difference;
  return (
    `${formatSigned(mean)} against ${bestName ?? "the best"} on ${n} shared instances ` +
    `(95 % interval ${formatInterval(interval.low, interval.high)}, ${formatP(p)}, ${TESTS[test]}): ` +
    (significant ? "a significant difference" : "may be chance")
  );
}
