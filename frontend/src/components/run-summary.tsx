import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { runFileUrl } from "../api/config";
import { runQueries } from "../api/queries";
import type { ObjectSpec, RunSpec, Schema } from "../api/types";
import { shortClassName } from "../lib/format";
import { predictionsPath, scenarioPath } from "../lib/links";
import { stripLinks } from "../lib/markdown";
import { Details, JsonValue } from "./details";

const FILES = [
  "run_spec.json",
  "scenario.json",
  "scenario_state.json",
  "stats.json",
  "per_instance_stats.json",
  "instances.json",
  "display_predictions.json",
  "display_requests.json",
];

interface Props {
  suite: string;
  runSpec: RunSpec;
  schema: Schema | undefined;
}

/** What was run: the scenario, the model, and how they were put together. */
export function RunSummary({ suite, runSpec, schema }: Props) {
  const { data: scenario } = useQuery(runQueries(suite, runSpec.name).scenario());
  const adapter = runSpec.adapter_spec ?? {};
  const model = schema?.models?.find((candidate) => candidate.name === adapter.model);
  const explained = new Map(schema?.adapter?.map((field) => [field.name, field.description ?? ""]));
  const source = scenario?.definition_path;
  const perturbations = runSpec.data_augmenter_spec?.perturbation_specs ?? [];
  return (
    <section className="run-summary" aria-label="Run spec">
      <Details
        items={[
          [
            "Scenario",
            <span key="scenario">
              {scenario?.name ?? shortClassName(runSpec.scenario_spec?.class_name ?? "")}
              {scenario?.description && <span className="muted"> · {stripLinks(scenario.description)}</span>}
              {source && /^https?:/.test(source) && (
                <>
                  {" "}
                  <a href={source} rel="noreferrer">
                    source
                  </a>
                </>
              )}
            </span>,
          ],
          ["Tags", scenario?.tags?.join(", ")],
          [
            "Model",
            adapter.model && (
              <>
                <Link to={predictionsPath({ model: adapter.model })}>{model?.display_name ?? adapter.model}</Link>{" "}
                {model?.display_name && <code>{adapter.model}</code>}
              </>
            ),
          ],
          ["Deployment", adapter.model_deployment && <code>{adapter.model_deployment}</code>],
          ["Method", adapter.method && <code>{adapter.method}</code>],
          [
            "Groups",
            runSpec.groups?.map((group, index) => (
              <span key={group}>
                {index > 0 && ", "}
                <Link to={scenarioPath(group)}>{group}</Link>
              </span>
            )),
          ],
          ["Suite", suite],
        ]}
      />
      <details className="disclosure">
        <summary>Scenario, adapter and metrics in full</summary>
        <h3>Scenario</h3>
        {runSpec.scenario_spec && <Specs specs={[runSpec.scenario_spec]} />}
        <h3>Adapter</h3>
        <Details
          className="fields"
          items={Object.entries(adapter).map(([name, value]) => [
            <code key={name} title={explained.get(name)}>
              {name}
            </code>,
            <JsonValue key={name} value={value} />,
          ])}
        />
        <h3>Metrics</h3>
        <Specs specs={runSpec.metric_specs ?? []} />
        {perturbations.length > 0 && (
          <>
            <h3>Perturbations</h3>
            <Specs specs={perturbations} />
          </>
        )}
        {runSpec.annotators && runSpec.annotators.length > 0 && (
          <>
            <h3>Annotators</h3>
            <Specs specs={runSpec.annotators} />
          </>
        )}
      </details>
      <p className="files">
        <span className="muted">Files:</span>{" "}
        {FILES.map((name) => (
          <a key={name} href={runFileUrl(suite, runSpec.name, name)}>
            {name}
          </a>
        ))}
      </p>
    </section>
  );
}

function Specs({ specs }: { specs: ObjectSpec[] }) {
  return (
    <Details
      className="fields"
      items={specs.map((spec, index) => [
        <code key={index} title={spec.class_name}>
          {shortClassName(spec.class_name)}
        </code>,
        <JsonValue key={index} value={spec.args ?? {}} />,
      ])}
    />
  );
}
