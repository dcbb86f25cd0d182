import { Link } from "react-router";
import type { Cell } from "../../api/types";
import { describeDifference } from "../../lib/difference";
import { MeasuredValue } from "../measured-value";

interface Props {
  cell: Cell | undefined;
  /** Where its runs are. */
  href: string | null;
  bestName: string | undefined;
  format: (value: number) => string;
}

/** A value with its interval, marked only when it is significantly the best. */
export function LeaderboardCell({ cell, href, bestName, format }: Props) {
  if (!cell || (cell.value === null && (cell.text ?? "") === "")) {
    return (
      <span className="muted" title={cell?.description ?? undefined}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">no value</span>
      </span>
    );
  }
  const { value, text, interval, standing, difference, n } = cell;
  const title = [n === null ? null : `${n} instances`, describeDifference(difference, bestName), cell.description]
    .filter(Boolean)
    .join("\n");
  const shown =
    value === null ? text : <MeasuredValue value={value} low={interval?.low} high={interval?.high} format={format} />;
  const marked =
    standing === "best" ? (
      <strong className="best">
        {shown}
        <span className="visually-hidden">, best</span>
      </strong>
    ) : (
      shown
    );
  return href === null ? (
    <span title={title}>{marked}</span>
  ) : (
    <Link to={href} className="value-link" title={title}>
      {marked}
    </Link>
  );
}
