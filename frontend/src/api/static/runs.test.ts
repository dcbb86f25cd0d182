import { expect, it } from "vitest";
import type { RunRow, Runs } from "../types";
import { runsOf } from "./runs";

function run(name: string, model: string, value: number | null): RunRow {
  return {
    name,
    model,
    model_display_name: model.toUpperCase(),
    model_deployment: model,
    suite: "v1",
    path: "",
    status: "complete",
    scenario: "mmlu",
    scenario_args: {},
    groups: ["mmlu", `mmlu_${name}`],
    method: "joint",
    instances: 2,
    failed_requests: 0,
  progress: null,
    score: { metric: "em", metric_display_name: "EM", lower_is_better: false, split: null, value, n: 2, interval: null },
  };
}

const all: Runs = {
  page: 1,
  page_size: 3,
  total: 3,
  problems: [],
  runs: [run("law", "a", 0.2), run("art", "b", null), run("logic", "a", 0.9)],
  facets: {
    model: [
      { value: "a", label: "A", count: 2 },
      { value: "b", label: "B", count: 1 },
    ],
    scenario: [],
    group: [],
    method: [],
    status: [],
  },
};

const names = (runs: Runs) => runs.runs.map(({ name }) => name);

it("sorts by name at first, and keeps runs without a score last", () => {
  expect(names(runsOf(all, {}))).toEqual(["art", "law", "logic"]);
  expect(names(runsOf(all, { sort: "score", order: "asc" }))).toEqual(["law", "logic", "art"]);
  expect(names(runsOf(all, { sort: "score", order: "desc" }))).toEqual(["logic", "law", "art"]);
});

it("counts in a facet what all other filters leave", () => {
  const found = runsOf(all, { model: ["b"], search: "mmlu" });
  expect(names(found)).toEqual(["art"]);
  expect(found.facets.model.map(({ value, count }) => [value, count])).toEqual([["a", 2], ["b", 1]]);
  expect(runsOf(all, { search: "^l", regex: "true" }).total).toBe(2);
  expect(names(runsOf(all, { search: "mmlu_l(aw|ogic)$", regex: "true" }))).toEqual([]);
  expect(names(runsOf(all, { search: "mmlu_l(aw|ogic)", regex: "true" }))).toEqual(["law", "logic"]);
});

it("cuts pages", () => {
  expect(names(runsOf(all, { page: "2", page_size: "2" }))).toEqual(["logic"]);
});
