import type { Comparison, Subject } from "../api/types";
import { parseRunName } from "./run-name";

/** How many runs or models can stand side by side. */
export const LEAST_COMPARED = 2;
export const MOST_COMPARED = 5;

export interface Category {
  value: string;
  label: string;
  count: number;
}

/** The categories of instances, in words, with what each holds; empty ones are kept, for a zero says something. */
export function categories({ subjects, counts, n }: Pick<Comparison, "subjects" | "counts" | "n">): Category[] {
  const all = subjects.length === 2 ? "Both" : `All ${subjects.length}`;
  const category = (value: string, label: string) => ({ value, label, count: counts[value] ?? 0 });
  const agreed = ["all_correct", "all_wrong", "unknown"].reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  const disagreeing = n - agreed;
  const only = subjects.map((_subject, index) => category(`only_${index + 1}`, `Only ${subjectLetter(index)} right`));
  const not = subjects.map((_subject, index) => category(`not_${index + 1}`, `Only ${subjectLetter(index)} wrong`));
  return [
    { value: "all", label: "All instances", count: counts.all ?? n },
    category("all_correct", `${all} right`),
    category("all_wrong", `${all} wrong`),
    ...(subjects.length === 2 ? [] : [{ value: "disagree", label: "They disagree", count: disagreeing }]),
    ...only,
    // Of two, "only A wrong" is "only B right".
    ...(subjects.length === 2 ? [] : not),
    ...(counts.unknown ? [category("unknown", "Without a verdict")] : []),
  ];
}

/** A, B, C …: what subjects are called in tables. */
export function subjectLetter(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

/** What tells subjects apart, in short: of runs, the arguments that not all have. */
export function subjectNames(subjects: readonly Pick<Subject, "kind" | "name" | "display_name">[]): string[] {
  const parts = subjects.map(({ name }) => parseRunName(name).args.map((arg) => `${arg.name}=${arg.value}`));
  const common = (parts[0] ?? []).filter((part) => parts.every((others) => others.includes(part)));
  return subjects.map(({ kind, display_name: displayName }, index) => {
    const own = (parts[index] ?? []).filter((part) => !common.includes(part)).join(", ");
    if (kind === "model") return displayName;
    return own === "" ? "as by default" : own;
  });
}
