import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { runQuery } from "../api/queries";
import { NotFound } from "../components/problems";
import { ProblemList } from "../components/problem-list";
import { InstancesTab } from "../components/run/instances-tab";
import { RunFacts } from "../components/run/run-facts";
import { SpecTab } from "../components/run/spec-tab";
import { StatsTab } from "../components/run/stats-tab";
import { ProgressLine } from "../components/runs/progress-line";
import { FailedMark } from "../components/runs/failed-mark";
import { StatusMark } from "../components/runs/status-mark";
import { RunNameText } from "../components/run-name-text";
import { failedPath, runPath } from "../lib/links";

export function RunPage() {
  const { run: name = "", tab } = useParams();
  if (tab !== undefined && tab !== "stats" && tab !== "spec") return <NotFound />;
  return <Run key={name} name={name} tab={tab} />;
}

function Run({ name, tab }: { name: string; tab: "stats" | "spec" | undefined }) {
  const { data: run } = useSuspenseQuery(runQuery(name));
  return (
    <article>
      <title>{`${name} · helm-rs`}</title>
      <p className="crumbs">
        <Link to="/predictions">Predictions</Link>
      </p>
      <h1 className="run-title">
        <RunNameText name={name} />
        <StatusMark status={run.status} />
        <FailedMark count={run.failed_requests} to={failedPath(name)} />
      </h1>
      <RunFacts run={run} />
      {run.progress && <ProgressLine name={name} progress={run.progress} />}
      <ProblemList problems={run.problems} />
      <nav className="tabs" aria-label="Parts of this run">
        <Link to={runPath(name)} preventScrollReset aria-current={tab === undefined ? "page" : undefined}>
          Instances {run.counts && <span className="tab-count">{run.counts.instances.toLocaleString("en")}</span>}
        </Link>
        <Link to={runPath(name, "stats")} preventScrollReset aria-current={tab === "stats" ? "page" : undefined}>
          Statistics
        </Link>
        <Link to={runPath(name, "spec")} preventScrollReset aria-current={tab === "spec" ? "page" : undefined}>
          Specification
        </Link>
      </nav>
      {tab === undefined && <InstancesTab run={run} />}
      {tab === "stats" && <StatsTab run={run} />}
      {tab === "spec" && <SpecTab run={run} />}
    </article>
  );
}
