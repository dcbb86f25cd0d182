import { expect, it } from "vitest";
import type { Subject } from "../api/types";
import { categories, subjectNames } from "./compare";

function subject(name: string, display_name = name): Subject {
  return { kind: "run", name, display_name, path: "", runs: [], correct: 0, mean: null, interval: null };
}

it("names the four categories of two", () => {
  const counts = { all_correct: 3, all_wrong: 2, only_1: 4, only_2: 1 };
  expect(categories({ subjects: [subject("a"), subject("b")], counts, n: 10 })).toEqual([
    { value: "all", label: "All instances", count: 10 },
    { value: "all_correct", label: "Both right", count: 3 },
    { value: "all_wrong", label: "Both wrong", count: 2 },
    { value: "only_1", label: "Only A right", count: 4 },
    { value: "only_2", label: "Only B right", count: 1 },
  ]);
});

it("has more of them for three", () => {
  const found = categories({ subjects: ["a", "b", "c"].map((name) => subject(name)), counts: { not_3: 2, unknown: 1 }, n: 3 });
  expect(found.map(({ value }) => value)).toEqual(
    ["all", "all_correct", "all_wrong", "disagree", "only_1", "only_2", "only_3", "not_1", "not_2", "not_3", "unknown"],
  );
  expect(found.find(({ value }) => value === "disagree")?.count).toBe(2);
  expect(found.at(-2)).toEqual({ value: "not_3", label: "Only C wrong", count: 2 });
});

it("tells runs apart by the arguments that not all have", () => {
  const runs = ["mmlu:subject=law,method=joint,model=a", "mmlu:subject=law,model=a"].map((name) => subject(name));
  expect(subjectNames(runs)).toEqual(["method=joint", "as by default"]);
  expect(subjectNames([{ kind: "model", name: "openai/gpt2", display_name: "GPT-2" }])).toEqual(["GPT-2"]);
});
