import type { ModelScore } from "../api/types";

export interface ScoresOfMetric {
  metric: string;
  name: string;
  lowerIsBetter: boolean | null;
  scores: ModelScore[];
}

/** The scores that have values, by metric: different metrics do not share an axis. */
export function scoresByMetric(scores: ModelScore[]): ScoresOfMetric[] {
  const found = new Map<string, ScoresOfMetric>();
  for (const score of scores) {
    const { metric, metric_display_name: name, lower_is_better: lowerIsBetter, value } = score.score;
    if (value === null) continue;
    const group = found.get(metric) ?? { metric, name, lowerIsBetter, scores: [] };
    group.scores.push(score);
    found.set(metric, group);
  }
  return [...found.values()];
}
