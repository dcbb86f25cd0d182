import type { Comparison, Pair } from "../../api/types";
import { subjectLetter } from "../../lib/compare";
import { formatCount, formatInterval, formatP, formatSigned } from "../../lib/format";
import { useUrlState } from "../../lib/url-state";
import { Link } from "react-router";

/** Contingency counts of each pair, McNemar's test, and the paired difference with its interval. */
export function PairTable({ comparison }: { comparison: Comparison }) {
  const { pairs, subjects, metric_display_name: metric, is_decided_by_metric: isDecidedByMetric } = comparison;
  return (
    <>
      <div className="table-box" role="region" aria-label="Pair by pair" tabIndex={0}>
        <table className="pairs">
          <caption className="visually-hidden">Pair by pair</caption>
          <thead>
            <tr>
              <th scope="col">Pair</th>
              <th scope="col" className="numeric">Both right</th>
              <th scope="col" className="numeric">Only first</th>
              <th scope="col" className="numeric">Only second</th>
              <th scope="col" className="numeric">Both wrong</th>
              <th scope="col" className="numeric">McNemar, exact</th>
              <th scope="col" className="numeric">Difference</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <PairRow key={`${pair.a} ${pair.b}`} pair={pair} isOnly={subjects.length === 2} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot-note">
        {isDecidedByMetric
          ? `Right is who scores 1 in ${metric ?? "the metric"}. `
          : "Right and wrong are what each run's own matching metric says, not the metric chosen above. "}
        Difference: first minus second in {metric ?? "the metric"}, with the 95 % interval and p-value of a paired bootstrap over the instances.
        McNemar&apos;s test is left out where instances were asked several times. p-values are two-sided and not
        corrected for the number of pairs.
      </p>
    </>
  );
}

function PairRow({ pair, isOnly }: { pair: Pair; isOnly: boolean }) {
  const { both_correct: bothRight, only_a: onlyA, only_b: onlyB, both_wrong: bothWrong, mcnemar_p: p, difference } = pair;
  return (
    <tr>
      <th scope="row" className="nowrap">
        {subjectLetter(pair.a)} and {subjectLetter(pair.b)}
        <span className="sub-line">{formatCount(pair.n)} with a verdict</span>
      </th>
      <Count value={bothRight} category={isOnly ? "all_correct" : null} />
      <Count value={onlyA} category={isOnly ? "only_1" : null} />
      <Count value={onlyB} category={isOnly ? "only_2" : null} />
      <Count value={bothWrong} category={isOnly ? "all_wrong" : null} />
      <td className="numeric">{p === null ? <span className="muted">–</span> : formatP(p)}</td>
      <td className="numeric">
        {difference === null ? (
          <span className="muted">–</span>
        ) : (
          <span className="measured">
            {formatSigned(difference.mean)}
            <span className="interval">
              {formatInterval(difference.interval.low, difference.interval.high)}, {formatP(difference.p_value)}
            </span>
          </span>
        )}
      </td>
    </tr>
  );
}

/** A count that leads to its instances, where these are the categories of the list below. */
function Count({ value, category }: { value: number; category: string | null }) {
  const { href } = useUrlState();
  return (
    <td className="numeric">
      {category === null ? (
        formatCount(value)
      ) : (
        <Link to={{ search: href({ category, page: null }) }} preventScrollReset>
          {formatCount(value)}
        </Link>
      )}
    </td>
  );
}
