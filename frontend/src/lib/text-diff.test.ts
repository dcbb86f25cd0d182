import { expect, it } from "vitest";
import { diffTexts, LONGEST_DIFFED } from "./text-diff";

it("tells what was taken away and what was added", () => {
  expect(diffTexts("The quick fox", "The quikc fox")).toEqual([
    { kind: "same", text: "The " },
    { kind: "removed", text: "quick" },
    { kind: "added", text: "quikc" },
    { kind: "same", text: " fox" },
  ]);
});

it("keeps equal texts whole, and empty ones empty", () => {
  expect(diffTexts("one two", "one two")).toEqual([{ kind: "same", text: "one two" }]);
  expect(diffTexts("", "")).toEqual([]);
  expect(diffTexts("", "new")).toEqual([{ kind: "added", text: "new" }]);
});

it("gives both texts back", () => {
  const [before, after] = ["a  b\nc d", "a b\n\nc  e d"];
  const pieces = diffTexts(before, after) ?? [];
  const without = (kind: string) =>
    pieces
      .filter((piece) => piece.kind !== kind)
      .map((piece) => piece.text)
      .join("");
  expect(without("added")).toBe(before);
  expect(without("removed")).toBe(after);
});

it("does not try texts that are too long", () => {
  expect(diffTexts("a".repeat(LONGEST_DIFFED), "b")).toBeNull();
});
