import type { Comparison, Subject } from "../api/types";

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
  const only = subjects.map((_subject, index) => category(`only_${index + 1}`, `Only ${subjectLetter(index)} right`));
  const not = subjects.map((_subject, index) => category(`not_${index + 1}`, `Only ${subjectLetter(index)} wrong`));
  return [
    { value: "all", label: "All instances", count: counts.all ?? n },
    category("all_correct", `${all} right`),
    category("all_wrong", `${all} wrong`),
    ...(subjects.length === 2 ? [] : [category("disagree", "They disagree")]),
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

/** What tells subjects apart in short: the whole name, where display names are the same. */
export function subjectNames(subjects: readonly Pick<Subject, "name" | "display_name">[]): string[] {
  const distinct = new Set(subjects.map((subject) => subject.display_name)).size === subjects.length;
  return subjects.map((subject) => (distinct ? subject.display_name : subject.name));
}
