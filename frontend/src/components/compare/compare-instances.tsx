import { Link } from "react-router";
import type { Comparison } from "../../api/types";
import { categories } from "../../lib/compare";
import { formatCount } from "../../lib/format";
import { useUrlState } from "../../lib/url-state";
import { PageCount } from "../page-count";
import { Pagination } from "../pagination";
import { SearchField } from "../search-field";
import { CompareCard } from "./compare-card";

/** The shared instances by who was right, with what each answered. */
export function CompareInstances({ comparison }: { comparison: Comparison }) {
  const { get, href, update } = useUrlState();
  const chosen = get("category") || "all";
  return (
    <>
      <nav className="choices" aria-label="Category">
        {categories(comparison).map(({ value, label, count }) => (
          <Link
            key={value}
            to={{ search: href({ category: value === "all" ? null : value, page: null }) }}
            replace
            preventScrollReset
            aria-current={value === chosen ? "true" : undefined}
          >
            {label}&nbsp;<span className="tab-count">{formatCount(count)}</span>
          </Link>
        ))}
      </nav>
      <div className="toolbar compare-toolbar">
        <SearchField
          label="Search inputs and answers"
          value={get("q")}
          placeholder="words, or /pattern/"
          onChange={(q) => {
            update({ q, page: null });
          }}
        />
        <PageCount page={comparison} one="instance" />
      </div>
      {comparison.rows.length === 0 && <p className="empty">No instance matches.</p>}
      <ol className="compare-list">
        {comparison.rows.map((row) => (
          <CompareCard
            key={`${row.scenario_label} ${row.instance_id} ${JSON.stringify(row.perturbation)} ${row.train_trial_index}`}
            row={row}
          />
        ))}
      </ol>
      <Pagination page={comparison} label="Pages of instances" />
    </>
  );
}
