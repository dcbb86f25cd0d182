import type { DisplayPrediction, DisplayRequest, Instance, Perturbation } from "../api/types";
import { correctness, type Correctness, type Verdict } from "./correctness";
import { canonicalJson } from "./json";

export interface PredictionView {
  prediction: DisplayPrediction;
  request: DisplayRequest["request"] | null;
  correctness: Correctness;
}

export interface InstanceView {
  id: string;
  perturbation: Perturbation | null;
  /** Null when a prediction names an instance that the file lacks. */
  instance: Instance | null;
  predictions: PredictionView[];
}

function key(id: string, perturbation: Perturbation | null | undefined): string {
  return `${id}\n${perturbation ? canonicalJson(perturbation) : ""}`;
}

/** Puts together what three files say of each instance (and perturbation of it), in the order of the instances. */
export function joinInstances(
  instances: Instance[],
  predictions: DisplayPrediction[],
  requests: DisplayRequest[],
): InstanceView[] {
  const views = new Map<string, InstanceView>();
  for (const instance of instances) {
    const id = instance.id ?? "";
    const perturbation = instance.perturbation ?? null;
    views.set(key(id, perturbation), { id, perturbation, instance, predictions: [] });
  }
  // Several outputs of one trial have several requests, in the same order.
  const waiting = new Map<string, DisplayRequest[]>();
  for (const request of requests) {
    const at = `${key(request.instance_id, request.perturbation)}\n${request.train_trial_index}`;
    const list = waiting.get(at);
    if (list) list.push(request);
    else waiting.set(at, [request]);
  }
  for (const prediction of predictions) {
    const at = key(prediction.instance_id, prediction.perturbation);
    const list = waiting.get(`${at}\n${prediction.train_trial_index}`);
    const request = (list && list.length > 1 ? list.shift() : list?.[0])?.request ?? null;
    let view = views.get(at);
    if (!view) {
      view = {
        id: prediction.instance_id,
        perturbation: prediction.perturbation ?? null,
        instance: null,
        predictions: [],
      };
      views.set(at, view);
    }
    view.predictions.push({ prediction, request, correctness: correctness(prediction.stats) });
  }
  return [...views.values()];
}

export function countVerdicts(views: InstanceView[]): Record<Verdict, number> {
  const counts = { correct: 0, wrong: 0, unknown: 0 };
  for (const view of views) for (const { correctness } of view.predictions) counts[correctness.verdict] += 1;
  return counts;
}

/** What a search looks at. */
export function instanceText(view: InstanceView): string {
  return [
    view.id,
    view.perturbation?.name,
    view.instance?.input.text,
    ...(view.instance?.references ?? []).map((reference) => reference.output.text),
    ...view.predictions.map(({ prediction }) => `${prediction.predicted_text} ${prediction.mapped_output ?? ""}`),
  ].join("\n");
}

/** The letter that stands before a reference in a joint multiple-choice prompt ("A. " counts up), or null. */
export function referenceLetter(method: string | undefined, prefix: string | undefined, index: number): string | null {
  if (!method?.startsWith("multiple_choice_joint")) return null;
  const letter = prefix?.match(/[A-Za-z0-9]/)?.[0];
  return letter ? String.fromCharCode(letter.charCodeAt(0) + index) : null;
}
