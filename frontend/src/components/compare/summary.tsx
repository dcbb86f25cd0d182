import type { Comparison } from "../../api/types";
import { subjectLetter } from "../../lib/compare";
import { formatInterval, formatNumber, formatP, plural } from "../../lib/format";

/** The finding in a sentence, for two; how many instances it rests on, for more. */
export function Summary({ comparison }: { comparison: Comparison }) {
  const { subjects, pairs, n, lower_is_better: lowerIsBetter } = comparison;
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
  const higher = mean > 0 ? 0 : 1;
  // McNemar's test is about right and wrong, which another metric may say nothing of.
  const p = (comparison.is_decided_by_metric ? pair.mcnemar_p : null) ?? difference.p_value;
  const isSignificant = p < 0.05;
  return (
    <p className="finding">
      {mean === 0 ? (
        <strong>Both score the same</strong>
      ) : (
        <strong>
          {subjectLetter(higher)} has {formatNumber(Math.abs(mean))} more in {comparison.metric_display_name ?? "accuracy"}
          {lowerIsBetter === true && " (lower is better)"}
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
