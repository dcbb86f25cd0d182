export type SortValue = string | number | undefined;

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Ascending order: numbers before text, text as people sort it. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return collator.compare(a ?? "", b ?? "");
}
