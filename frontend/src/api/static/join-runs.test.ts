import { expect, it } from "vitest";
import type { Verdict } from "../types";
import type { RunInstances } from "./files";
import { joinRuns } from "./join-runs";

const typos = { name: "typos", computed_on: "perturbed" };

function run(lines: [string, number | null, Verdict][]): RunInstances {
  const rows = lines.map(([instance_id, perturbation, verdict]) => ({
    instance_id,
    perturbation,
    verdict,
    split: null,
    train_trial_index: 0,
    is_truncated: false,
    has_failed: false,
  }));
  return { total: rows.length, page_size: 10, pages: [], perturbations: [typos], rows, problems: [] };
}

it("joins what both were asked unperturbed", () => {
  const a = run([["1", null, "correct"], ["1", 0, "wrong"], ["2", null, "wrong"]]);
  const b = run([["2", null, "correct"], ["1", 0, "wrong"], ["3", null, "wrong"]]);
  expect(joinRuns([a, b])).toEqual([{ rows: [2, 0], verdicts: ["wrong", "correct"], categories: ["disagree", "only_2"] }]);
});

it("says who alone is right or wrong among three", () => {
  const of = (...verdicts: Verdict[]) => joinRuns(verdicts.map((verdict) => run([["1", null, verdict]])))[0]?.categories;
  expect(of("correct", "correct", "correct")).toEqual(["all_correct"]);
  expect(of("correct", "wrong", "correct")).toEqual(["disagree", "not_2"]);
  expect(of("wrong", "wrong", "correct")).toEqual(["disagree", "only_3"]);
  expect(of("correct", "unknown", "wrong")).toEqual(["unknown"]);
});
