import { Fragment } from "react";
import { Link } from "react-router";
import type { RunDetail } from "../../api/types";
import { modelPath, scenarioPath } from "../../lib/links";
import { Details } from "../details";
import { MeasuredValue } from "../measured-value";
import { CompareRun } from "./compare-run";

/** The scenario, the model, how they were put together, and what came of it. */
export function RunFacts({ run }: { run: RunDetail }) {
  const { score } = run;
  return (
    <div className="run-facts">
      <Details
        items={[
          [
            score?.metric_display_name ?? "Score",
            typeof score?.value === "number" && (
              <strong key="score" title={[score.metric, score.split].filter(Boolean).join(", ")}>
                <MeasuredValue value={score.value} low={score.interval?.low} high={score.interval?.high} inline />
              </strong>
            ),
          ],
          [
            "Model",
            <Fragment key="model">
              <Link to={modelPath(run.model)}>{run.model_display_name}</Link>
              {run.model_deployment !== run.model && (
                <>
                  {" "}
                  <code>{run.model_deployment}</code>
                </>
              )}
            </Fragment>,
          ],
          [
            "Scenario",
            run.groups.length === 0
              ? run.scenario
              : run.groups.map((group, index) => (
                  <Fragment key={group}>
                    {index > 0 && ", "}
                    <Link to={scenarioPath(group)}>{group}</Link>
                  </Fragment>
                )),
          ],
          ["Method", <code key="method">{run.method}</code>],
          ["Suite", run.suite],
        ]}
      />
      <CompareRun run={run} />
    </div>
  );
}
