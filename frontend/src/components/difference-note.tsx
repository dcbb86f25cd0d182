import type { ReactNode } from "react";
import type { Difference } from "../api/types";
import { TESTS } from "../lib/difference";
import { formatInterval, formatP, formatSigned } from "../lib/format";

interface Props {
  difference: Difference;
  against: string;
  children?: ReactNode;
}

/** A paired difference with its interval, and whether it may be chance. */
export function DifferenceNote({ difference, against, children }: Props) {
  const { mean, interval, p_value: p, test, n, is_significant: significant } = difference;
  return (
    <span className="difference" title={`Against ${against} on ${n} shared instances, ${TESTS[test]}`}>
      <span className="measured">
        {formatSigned(mean)}
        <span className="interval">{formatInterval(interval.low, interval.high)}</span>
      </span>
      <span className={significant ? "outcome outcome-significant" : "outcome"}>
        {significant ? "significant" : "may be chance"}
        <span className="sub-line">{formatP(p)}</span>
      </span>
      {children}
    </span>
  );
}
