import type { Comparison } from "../../api/types";
import { subjectLetter } from "../../lib/compare";
import { formatInterval, formatNumber, formatP, plural } from "../../lib/format";

/** The finding in a sentence, for two; how many instances it rests on, for more. */
export function Summary({ comparison: { subjects, pairs, n, metric } }: { comparison: Comparison }) {
  const [pair] = pairs;
  const difference = pair?.difference;
  if (subjects.length !== 2 || !pair || !difference) {
    return (
      <p className="finding">
        {plural(n, "instance")} were asked of all {subjects.length}.
      </p>
    );
  }
  const { mean, interval } = difference;
  const better = mean > 0 ? 0 : 1;
  const p = pair.mcnemar_p ?? difference.p_value;
  const isSignificant = p < 0.05;
  return (
    <p className="finding">
      {mean === 0 ? (
        <strong>Both score the same</strong>
      ) : (
        <strong>
          {subjectLetter(better)} scores {formatNumber(Math.abs(mean))} more in {metric ?? "accuracy"}
        </strong>
      )}{" "}
      on {plural(n, "shared instance")}
      {mean !== 0 && (
        <>
          , and the difference {isSignificant ? "is significant" : "may be chance"} ({formatP(p)}; A − B lies between{" "}
          {formatInterval(interval.low, interval.high, " and ")} with 95 % confidence)
        </>
      )}
      .
    </p>
  );
}
