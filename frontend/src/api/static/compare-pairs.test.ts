import { expect, it } from "vitest";
import { pairsOf } from "./compare-pairs";

it("turns a pair around when the subjects stand the other way", () => {
  const interval = { low: -0.1, high: 0.3, level: 0.95, method: "bootstrap" as const };
  const known = {
    a: "x",
    b: "y",
    n: 10,
    both_correct: 1,
    only_a: 2,
    only_b: 3,
    both_wrong: 4,
    mcnemar_p: 1,
    difference: { mean: -0.1, interval, p_value: 0.5 },
    metric: "exact_match",
    mean_a: 0.3,
    mean_b: 0.4,
    interval_a: null,
    interval_b: null,
  };
  expect(pairsOf(["x", "y"], [known])).toMatchObject([{ a: 0, b: 1, only_a: 2, difference: { mean: -0.1 } }]);
  expect(pairsOf(["y", "x"], [known])).toMatchObject([
    { a: 0, b: 1, only_a: 3, only_b: 2, difference: { mean: 0.1, interval: { low: -0.3, high: 0.1 } } },
  ]);
  expect(pairsOf(["y", "z"], [known])).toEqual([]);
});
