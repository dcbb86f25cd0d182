import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { modelQuery } from "../api/queries";
import { LinkedText } from "../components/linked-text";
import { CompareWith } from "../components/model/compare-with";
import { ModelFacts } from "../components/model/model-facts";
import { ModelScores } from "../components/model/model-scores";
import { ProblemList } from "../components/problem-list";
import { RunTable } from "../components/runs/run-table";
import { plural } from "../lib/format";
import { predictionsPath } from "../lib/links";

/** More runs than these are behind a link to the list, which pages. */
const MOST_RUNS = 50;

export function ModelPage() {
  const { model: name = "" } = useParams();
  const { model, scores, runs, problems } = useSuspenseQuery(modelQuery(name)).data;
  return (
    <article>
      <title>{`${model.display_name} · Models · helm-rs`}</title>
      <p className="crumbs">
        <Link to="/models">Models</Link>
      </p>
      <div className="page-head">
        <h1>{model.display_name}</h1>
        <CompareWith model={model} />
      </div>
      <p className="sub-title">
        <code>{model.name}</code>
      </p>
      <ProblemList problems={problems} />
      {model.description !== null && (
        <p className="lead">
          <LinkedText text={model.description} />
        </p>
      )}
      <ModelFacts model={model} full />
      <h2>Scores</h2>
      <ModelScores scores={scores} model={model} />
      <h2>
        <Link to={predictionsPath({ model: model.name })}>{plural(runs.length, "run")}</Link>
      </h2>
      <RunTable runs={runs.slice(0, MOST_RUNS)} ofOneModel empty="This model has no runs." />
      {runs.length > MOST_RUNS && (
        <p className="foot-note">
          The first {MOST_RUNS} of {runs.length}. <Link to={predictionsPath({ model: model.name })}>All of them</Link>
        </p>
      )}
    </article>
  );
}
