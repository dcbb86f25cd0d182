import type { InstanceDetail, Reference, RequestState } from "../api/types";

export interface Option extends Reference {
  /** The letter that stands for it in the prompt, if any. */
  letter: string | null;
  isChosen: boolean;
  /** Of a method that scores each option by itself: the request that did, and the log-probability of the answer. */
  request: RequestState | null;
  logprob: number | null;
}

/** The references of an instance as options: what stands for each, which was chosen, and what each scored. */
export function options(instance: InstanceDetail): Option[] {
  const { requests, chosen_reference: chosen } = instance;
  const mapping = Object.entries(requests[0]?.output_mapping ?? {});
  return instance.references.map((reference, index) => {
    const own = requests.find((request) => request.reference_index === index && request.request_mode !== "calibration");
    const [letter, text] = mapping[index] ?? [];
    return {
      ...reference,
      letter: letter !== undefined && text === reference.text ? letter : null,
      isChosen: chosen === index,
      request: own ?? null,
      logprob: own?.completions[0]?.logprob ?? null,
    };
  });
}
