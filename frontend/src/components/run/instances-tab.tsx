import { useQuery } from "@tanstack/react-query";
import { instancesQuery } from "../../api/queries";
import type { RunDetail } from "../../api/types";
import { instanceFilterOf, instancesQueryOf, rowOf } from "../../lib/instances-query";
import { useUrlState } from "../../lib/url-state";
import { Empty } from "../empty";
import { InlineError } from "../inline-error";
import { InstanceView } from "../instance/instance-view";
import { Loading } from "../loading";
import { PageCount } from "../page-count";
import { Pagination } from "../pagination";
import { ProblemList } from "../problem-list";
import { InstanceFilters } from "./instance-filters";
import { InstanceList } from "./instance-list";

/** A list of instances, filtered by the server, and beside it one of them in full. */
export function InstancesTab({ run }: { run: RunDetail }) {
  const { params } = useUrlState();
  const { data, error, isPlaceholderData } = useQuery(instancesQuery(run.name, instancesQueryOf(params)));
  const asked = rowOf(params);
  const shown = asked ?? data?.rows[0]?.row ?? null;
  if (run.counts === null && data?.total === 0) {
    return (
      <Empty title="No instances yet">
        <p>
          {run.status === "running"
            ? "helm-run writes what was asked and answered when the run is done."
            : "This run has no scenario_state.json that could be read, so what was asked and answered is not known."}
        </p>
      </Empty>
    );
  }
  return (
    <>
      <InstanceFilters run={run} />
      {error && <InlineError error={error} />}
      {data && <ProblemList problems={data.problems} />}
      {!data && !error && <Loading lines={10} />}
      {data && (
        <div className={asked === null ? "instances" : "instances has-chosen"} aria-busy={isPlaceholderData}>
          <section className="instance-side" aria-label="Instances">
            <PageCount page={data} one="instance" />
            {data.rows.length === 0 ? (
              <p className="empty">No instance matches.</p>
            ) : (
              <InstanceList rows={data.rows} chosen={shown} />
            )}
            <Pagination page={data} label="Pages of instances" clears={["row"]} />
          </section>
          {shown !== null && (
            <InstanceView run={run} row={shown} filter={instanceFilterOf(params)} list={data} />
          )}
        </div>
      )}
    </>
  );
}
