import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { scenarioQuery } from "../api/queries";
import { HeatMapTable } from "../components/charts/heat-map-table";
import { LinkedText } from "../components/linked-text";
import { ProblemList } from "../components/problem-list";
import { ExampleInstance } from "../components/scenario/example-instance";
import { ScenarioFacts } from "../components/scenario/scenario-facts";
import { ScenarioLeaderboard } from "../components/scenario/scenario-leaderboard";
import { VariantTable } from "../components/scenario/variant-table";
import { plural } from "../lib/format";
import { predictionsPath } from "../lib/links";

export function ScenarioPage() {
  const { group = "" } = useParams();
  const { scenario, info, variants, examples, heat_map: heatMap, problems } = useSuspenseQuery(scenarioQuery(group)).data;
  return (
    <article>
      <title>{`${scenario.display_name} · Scenarios · helm-rs`}</title>
      <p className="crumbs">
        <Link to="/scenarios">Scenarios</Link>
      </p>
      <h1>{scenario.display_name}</h1>
      <p className="sub-title">
        <code>{scenario.name}</code> ·{" "}
        <Link to={predictionsPath({ group: scenario.name })}>{plural(scenario.run_count, "run")}</Link> of{" "}
        {plural(scenario.model_count, "model")}
      </p>
      <ProblemList problems={problems} />
      <p className="lead">
        <LinkedText text={scenario.description ?? info?.description} />
      </p>
      <ScenarioFacts scenario={scenario} info={info} />
      {scenario.leaderboard_path !== null && <ScenarioLeaderboard group={scenario.name} />}
      {heatMap !== null && heatMap.models.length > 0 && heatMap.variants.length > 0 && (
        <>
          <h2>By variant: {heatMap.metric_display_name}</h2>
          <HeatMapTable heatMap={heatMap} group={scenario.name} />
        </>
      )}
      {examples.length > 0 && (
        <>
          <h2>Examples</h2>
          <ul className="examples">
            {examples.map((example) => (
              <ExampleInstance key={`${example.run} ${example.row}`} example={example} />
            ))}
          </ul>
        </>
      )}
      <h2>Splits and sizes</h2>
      <VariantTable variants={variants} group={scenario.name} />
    </article>
  );
}
