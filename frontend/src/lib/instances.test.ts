import { expect, it } from "vitest";
import type { DisplayPrediction, DisplayRequest, Instance } from "../api/types";
import { countVerdicts, instanceText, joinInstances, referenceLetter } from "./instances";

const typos = { name: "typos", computed_on: "perturbed" };

const instances: Instance[] = [
  { id: "id1", input: { text: "one" }, references: [{ output: { text: "yes" }, tags: ["correct"] }], split: "test" },
  { id: "id1", input: { text: "oen" }, perturbation: typos },
  { id: "id2", input: { text: "two" } },
];

function prediction(id: string, trial: number, text: string, extra: Partial<DisplayPrediction> = {}): DisplayPrediction {
  return { instance_id: id, train_trial_index: trial, predicted_text: text, stats: {}, ...extra };
}

function request(id: string, trial: number, prompt: string, extra: Partial<DisplayRequest> = {}): DisplayRequest {
  return { instance_id: id, train_trial_index: trial, request: { prompt }, ...extra };
}

it("joins by instance, perturbation and train trial", () => {
  const views = joinInstances(
    instances,
    [
      prediction("id1", 0, "a", { stats: { exact_match: 1 } }),
      // The same perturbation with its keys in another order.
      prediction("id1", 0, "b", { perturbation: { computed_on: "perturbed", name: "typos" }, stats: { exact_match: 0 } }),
      prediction("id1", 1, "c"),
    ],
    [request("id1", 1, "third"), request("id1", 0, "first"), request("id1", 0, "second", { perturbation: typos })],
  );
  expect(views.map((view) => view.predictions.map((entry) => [entry.prediction.predicted_text, entry.request?.prompt]))).toEqual([
    [["a", "first"], ["c", "third"]],
    [["b", "second"]],
    [],
  ]);
  expect(countVerdicts(views)).toEqual({ correct: 1, wrong: 1, unknown: 1 });
});

it("pairs several outputs of one trial in order", () => {
  const [view] = joinInstances(
    [],
    [prediction("id9", 0, "a"), prediction("id9", 0, "b")],
    [request("id9", 0, "first"), request("id9", 0, "second")],
  );
  expect(view?.instance).toBeNull();
  expect(view?.predictions.map((entry) => entry.request?.prompt)).toEqual(["first", "second"]);
});

it("does without a request", () => {
  const [view] = joinInstances([], [prediction("id9", 0, "a")], []);
  expect(view?.predictions[0]?.request).toBeNull();
});

it("searches inputs, references and predictions", () => {
  const [view] = joinInstances(instances, [prediction("id1", 0, "answer", { mapped_output: "mapped" })], []);
  const text = view ? instanceText(view) : "";
  for (const part of ["id1", "one", "yes", "answer", "mapped"]) expect(text).toContain(part);
});

it("letters references of joint multiple choice only", () => {
  expect(referenceLetter("multiple_choice_joint", "A. ", 2)).toBe("C");
  expect(referenceLetter("multiple_choice_joint", "(1) ", 1)).toBe("2");
  expect(referenceLetter("multiple_choice_separate_original", "A. ", 2)).toBeNull();
  expect(referenceLetter(undefined, undefined, 0)).toBeNull();
});
