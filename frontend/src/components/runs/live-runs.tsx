import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { liveQuery } from "../../api/queries";
import { plural } from "../../lib/format";
import { LiveRun } from "./live-run";

/** More runs than these are counted. */
const MOST_SHOWN = 6;

/** What helm-run is working on, updating by itself; nothing while it rests. */
export function LiveRuns() {
  const { data } = useQuery(liveQuery());
  const client = useQueryClient();
  const runs = data?.runs ?? [];
  const names = data && runs.map(({ run, progress }) => `${run.name} ${progress.state}`).join("\n");
  const before = useRef(names);

  // A run that began or ended changes the list of runs below.
  useEffect(() => {
    if (before.current !== undefined && names !== before.current) {
      void client.invalidateQueries({ queryKey: ["runs"] });
      void client.invalidateQueries({ queryKey: ["site"] });
    }
    before.current = names;
  }, [client, names]);

  if (runs.length === 0) return null;
  const running = runs.filter(({ progress }) => progress.state === "running").length;
  return (
    <section className="live" aria-label="Runs in progress">
      <h2>
        {running > 0 ? `${plural(running, "run")} in progress` : "Unfinished runs"}
        {running > 0 && <span className="live-dot" aria-hidden="true" />}
      </h2>
      <ul>
        {runs.slice(0, MOST_SHOWN).map(({ run, progress }) => (
          <LiveRun key={`${run.suite}/${run.name}`} run={run} progress={progress} />
        ))}
      </ul>
      {runs.length > MOST_SHOWN && <p className="muted small">and {plural(runs.length - MOST_SHOWN, "other")}</p>}
    </section>
  );
}
