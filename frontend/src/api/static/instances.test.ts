import { expect, it } from "vitest";
import type { InstanceDetail } from "../types";
import type { InstanceLine } from "./files";
import { passes, searchedText } from "./instances";

const line: InstanceLine = {
  instance_id: "id1",
  perturbation: 0,
  split: "test",
  train_trial_index: 2,
  verdict: "wrong",
  is_truncated: false,
  has_failed: false,
};
const typos = [{ name: "typos", computed_on: "perturbed" }];

it.each([
  [{}, true],
  [{ verdict: ["wrong", "unknown"], trial: "2" }, true],
  [{ verdict: "correct" }, false],
  [{ perturbation: ["typos"] }, true],
  [{ perturbation: ["none"] }, false],
  [{ truncated: "true" }, false],
  [{ failed: "false" }, true],
  [{ split: "valid" }, false],
])("%j passes: %s", (query, expected) => {
  expect(passes(line, typos, query)).toBe(expected);
});

it("takes an instance without a perturbation as `none`", () => {
  expect(passes({ ...line, perturbation: null }, typos, { perturbation: "none" })).toBe(true);
});

it("looks where it is told to", () => {
  const detail = {
    instance_id: "id1",
    input: "question",
    references: [{ text: "yes", is_correct: true, tags: [] }],
    prediction: " A",
    mapped_output: "yes",
    requests: [{ prompt: "few shots question" }],
  } as unknown as InstanceDetail;
  expect(searchedText(detail, ["prompt"])).toBe("few shots question");
  expect(searchedText(detail, [])).toContain("id1");
  expect(searchedText(detail, ["prediction"])).not.toContain("question");
});
