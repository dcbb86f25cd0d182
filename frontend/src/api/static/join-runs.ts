import type { Verdict } from "../types";
import type { RunInstances } from "./files";

/** An instance that all runs of a comparison were asked: its row in each, and who was right. */
export interface JoinedInstance {
  rows: number[];
  verdicts: Verdict[];
  categories: string[];
}

/** Joins runs by instance and train trial, in the order of the first; perturbed instances are left out. */
export function joinRuns(runs: RunInstances[]): JoinedInstance[] {
  const [first, ...others] = runs.map(byKey);
  if (first === undefined) return [];
  return [...first].flatMap(([key, row]) => {
    const rows = [row, ...others.flatMap((other) => other.get(key) ?? [])];
    if (rows.length < runs.length) return [];
    const verdicts = rows.map((at, index) => runs[index]?.rows[at]?.verdict ?? "unknown");
    return [{ rows, verdicts, categories: categoriesOf(verdicts) }];
  });
}

function byKey({ rows }: RunInstances): Map<string, number> {
  return new Map(
    rows.flatMap((line, row) =>
      line.perturbation === null ? [[JSON.stringify([line.instance_id, line.train_trial_index]), row]] : [],
    ),
  );
}

/** Who alone is right or wrong. Of two, "only the second wrong" is "only the first right". */
function categoriesOf(verdicts: Verdict[]): string[] {
  if (verdicts.includes("unknown")) return ["unknown"];
  const right = verdicts.flatMap((verdict, index) => (verdict === "correct" ? [index + 1] : []));
  const wrong = verdicts.flatMap((verdict, index) => (verdict === "wrong" ? [index + 1] : []));
  if (wrong.length === 0) return ["all_correct"];
  if (right.length === 0) return ["all_wrong"];
  return [
    "disagree",
    ...(wrong.length === 1 && verdicts.length > 2 ? [`not_${wrong[0]}`] : []),
    ...(right.length === 1 ? [`only_${right[0]}`] : []),
  ];
}
