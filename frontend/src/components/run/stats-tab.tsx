import { useQuery } from "@tanstack/react-query";
import { statsQuery } from "../../api/queries";
import type { RunDetail } from "../../api/types";
import { statsQueryOf } from "../../lib/stats-query";
import { useUrlState } from "../../lib/url-state";
import { DataTable } from "../data-table";
import { Empty } from "../empty";
import { InlineError } from "../inline-error";
import { Loading } from "../loading";
import { PageCount } from "../page-count";
import { Pagination } from "../pagination";
import { ProblemList } from "../problem-list";
import { SearchField } from "../search-field";
import { SelectField } from "../select-field";
import { STAT_COLUMNS } from "./stat-columns";

/** All statistics of a run, by split and perturbation. */
export function StatsTab({ run }: { run: RunDetail }) {
  const { params, get, update } = useUrlState();
  const query = statsQueryOf(params);
  const { data, error, isPlaceholderData } = useQuery(statsQuery(run.name, query));
  const choose = (parameter: string) => (value: string) => {
    update({ [parameter]: value, page: null });
  };
  if (error) return <InlineError error={error} />;
  if (!data) return <Loading lines={12} />;
  const isFiltered = query.search !== "" || query.split !== "" || query.perturbation !== "";
  if (data.total === 0 && !isFiltered) {
    return (
      <>
        <ProblemList problems={data.problems} />
        <Empty title="No statistics yet">
          <p>helm-run writes them when all answers of the run are measured.</p>
        </Empty>
      </>
    );
  }
  return (
    <section aria-label="Statistics" aria-busy={isPlaceholderData}>
      <ProblemList problems={data.problems} />
      <div className="toolbar">
        <SearchField label="Search metrics" value={get("q")} placeholder="words" onChange={choose("q")} />
        <SelectField label="Split" value={get("split")} onChange={choose("split")}>
          <option value="">All</option>
          {data.splits.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        {data.perturbations.length > 0 && (
          <SelectField label="Perturbation" value={get("perturbation")} onChange={choose("perturbation")}>
            <option value="">All</option>
            <option value="none">none</option>
            {data.perturbations.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </SelectField>
        )}
        <PageCount page={data} one="statistic" />
      </div>
      <DataTable caption="Statistics of this run" columns={STAT_COLUMNS} rows={data.stats} className="metrics" empty="No statistic matches." />
      <Pagination page={data} label="Pages of statistics" />
    </section>
  );
}
