import { expect, it } from "vitest";
import type { ModelScore } from "../api/types";
import { scoresByMetric } from "./model-scores";

function score(group: string, metric: string, value: number | null): ModelScore {
  return {
    group,
    group_display_name: group,
    leaderboard_path: "",
    rank: 1,
    of: 1,
    runs: [],
    score: { metric, metric_display_name: metric, lower_is_better: false, split: "test", value, n: 1, interval: null },
  };
}

it("puts scores of one metric together, without those that are unknown", () => {
  const grouped = scoresByMetric([score("a", "em", 0.5), score("b", "f1", 0.1), score("c", "em", 0.2), score("d", "em", null)]);
  expect(grouped.map(({ metric, scores }) => [metric, scores.map(({ group }) => group)])).toEqual([
    ["em", ["a", "c"]],
    ["f1", ["b"]],
  ]);
});
