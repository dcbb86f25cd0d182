import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { publication } from "../api/config";
import { runQueries, schemaQuery, suiteOfRunQuery } from "../api/queries";
import { InstancesTab } from "../components/instances-tab";
import { MetricsTab } from "../components/metrics-tab";
import { NoPublication, Problem } from "../components/problems";
import { RunNameText } from "../components/run-name-text";
import { RunSummary } from "../components/run-summary";
import { useUrlState } from "../lib/url-state";

export function RunPage() {
  const { runName = "" } = useParams();
  return publication() === null ? <NoPublication /> : <RunOfPublication key={runName} runName={runName} />;
}

function RunOfPublication({ runName }: { runName: string }) {
  const { data: suite } = useSuspenseQuery(suiteOfRunQuery(runName));
  if (suite === null) {
    return (
      <Problem title="Unknown run">
        <p>
          The release <strong>{publication()?.name}</strong> has no run named <code>{runName}</code>.
        </p>
        <p>
          <Link to="/predictions">All runs</Link>
        </p>
      </Problem>
    );
  }
  return <RunOfSuite suite={suite} runName={runName} />;
}

function RunOfSuite({ suite, runName }: { suite: string; runName: string }) {
  const { data: runSpec } = useSuspenseQuery(runQueries(suite, runName).runSpec());
  // The schema only adds names and explanations; a run can be looked at before it is summarised.
  const { data: schema } = useQuery(schemaQuery());
  const { get } = useUrlState();
  const tab = get("tab") === "metrics" ? "metrics" : "instances";
  return (
    <article>
      <title>{`${runName} · helm-rs`}</title>
      <p className="crumbs">
        <Link to="/predictions">Predictions</Link>
      </p>
      <h1 className="run-title">
        <RunNameText name={runName} />
      </h1>
      <RunSummary suite={suite} runSpec={runSpec} schema={schema} />
      <nav className="tabs" aria-label="Parts of this run">
        <Link to={{ search: "" }} preventScrollReset aria-current={tab === "instances" ? "page" : undefined}>
          Instances
        </Link>
        <Link to={{ search: "?tab=metrics" }} preventScrollReset aria-current={tab === "metrics" ? "page" : undefined}>
          Metrics
        </Link>
      </nav>
      {tab === "instances" ? (
        <InstancesTab suite={suite} runSpec={runSpec} schema={schema} />
      ) : (
        <MetricsTab suite={suite} runName={runName} schema={schema} />
      )}
    </article>
  );
}
