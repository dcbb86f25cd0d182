import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { runsQuery, siteQuery } from "../api/queries";
import { Empty } from "../components/empty";
import { InlineError } from "../components/inline-error";
import { Loading } from "../components/loading";
import { PageCount } from "../components/page-count";
import { Pagination } from "../components/pagination";
import { ProblemList } from "../components/problem-list";
import { Command } from "../components/problems";
import { ChosenRuns } from "../components/runs/chosen-runs";
import { Facets } from "../components/runs/facets";
import { LiveRuns } from "../components/runs/live-runs";
import { RunTable } from "../components/runs/run-table";
import { useRunChoice } from "../components/runs/use-run-choice";
import { SearchField } from "../components/search-field";
import { runsQueryOf } from "../lib/runs-query";
import { useUrlState } from "../lib/url-state";

export function PredictionsPage() {
  const { data: site } = useSuspenseQuery(siteQuery());
  const { params, get, update } = useUrlState();
  const { data, error, isPlaceholderData } = useQuery(runsQuery(runsQueryOf(params)));
  const choice = useRunChoice();
  return (
    <>
      <title>Predictions · helm-rs</title>
      <div className="page-head">
        <h1>Predictions</h1>
        {data && <PageCount page={data} one="run" />}
      </div>
      {data && <ProblemList problems={data.problems} />}
      {!site.is_static && <LiveRuns />}
      {site.counts.runs === 0 ? (
        <Empty title={`No runs in ${site.version.name} yet`}>
          <p>A run appears here as soon as helm-run starts it; this page updates by itself.</p>
          <Command>{`helm-run --suite ${site.version.name} --run-entries ENTRY`}</Command>
        </Empty>
      ) : (
        <div className="with-side">
          <aside aria-label="Filters">
            {data && <Facets facets={data.facets} />}
          </aside>
          <section aria-label="Runs" aria-busy={isPlaceholderData}>
            <div className="toolbar">
              <SearchField
                label="Search runs"
                value={get("q")}
                placeholder="words, or /pattern/"
                onChange={(q) => {
                  update({ q, page: null });
                }}
              />
            </div>
            <ChosenRuns />
            {error && <InlineError error={error} />}
            {data ? (
              <>
                <RunTable runs={data.runs} sortedByServer choice={choice} empty="No run matches." />
                <Pagination page={data} label="Pages of runs" />
              </>
            ) : (
              !error && <Loading lines={12} />
            )}
          </section>
        </div>
      )}
    </>
  );
}
