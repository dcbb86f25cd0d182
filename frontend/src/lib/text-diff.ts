import { diffWordsWithSpace } from "diff";

export interface DiffPiece {
  kind: "same" | "removed" | "added";
  text: string;
}

/** From longer texts than this, only that they differ is said: the time grows with the product of the lengths. */
export const LONGEST_DIFFED = 20_000;

/** What turns `before` into `after`, word by word; white space counts. Null when the texts are too long to compare. */
export function diffTexts(before: string, after: string): DiffPiece[] | null {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  if (before.length + after.length > LONGEST_DIFFED) return null;
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}
