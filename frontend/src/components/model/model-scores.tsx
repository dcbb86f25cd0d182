import { Link } from "react-router";
import type { Model, ModelScore } from "../../api/types";
import { chartScale } from "../../lib/chart-scale";
import { plural } from "../../lib/format";
import { leaderboardPath, runsBehindPath } from "../../lib/links";
import { scoresByMetric } from "../../lib/model-scores";
import { IntervalChart } from "../charts/interval-chart";

/** All scores of a model over scenarios, one chart a metric. */
export function ModelScores({ scores, model }: { scores: ModelScore[]; model: Model }) {
  const groups = scoresByMetric(scores);
  if (groups.length === 0) return <p className="empty">No run of this model has a score yet.</p>;
  return groups.map(({ metric, name, lowerIsBetter, scores: ofMetric }) => {
    const rows = ofMetric.map(({ group, group_display_name: label, score, rank, of, runs }) => ({
      key: group,
      label: <Link to={leaderboardPath(group)}>{label}</Link>,
      value: score.value ?? 0,
      low: score.interval?.low,
      high: score.interval?.high,
      note: <RankAndRuns rank={rank} of={of} href={runsBehindPath(runs, { model: model.name, group })} runs={runs.length} />,
    }));
    const values = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
    return (
      <section key={metric} className="model-scores">
        <h3>
          {name}
          {lowerIsBetter !== null && (
            <span className="muted small"> {lowerIsBetter ? "lower" : "higher"} is better</span>
          )}
        </h3>
        <IntervalChart
          caption={`${name} of ${model.display_name}`}
          labelHeader="Scenario"
          valueHeader={name}
          noteHeader="Rank"
          rows={rows}
          scale={chartScale(values, lowerIsBetter === false)}
          bars
        />
      </section>
    );
  });
}

function RankAndRuns({ rank, of, href, runs }: { rank: number | null; of: number; href: string | null; runs: number }) {
  return (
    <span className="rank-and-runs">
      {rank !== null && of > 1 && (
        <span>
          {rank} of {of}
        </span>
      )}
      {href !== null && <Link to={href}>{plural(runs, "run")}</Link>}
    </span>
  );
}
