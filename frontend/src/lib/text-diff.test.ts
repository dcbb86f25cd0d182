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

it("does not strike through white space that grew", () => {
  expect(diffTexts("a b", "a  b")).toEqual([
    { kind: "same", text: "a" },
    { kind: "respaced", text: "  " },
    { kind: "same", text: "b" },
  ]);
});

it("gives the second text back to the letter", () => {
  const [before, after] = ["a  b\nc d", "a b\n\nc  e d"];
  const pieces = diffTexts(before, after) ?? [];
  expect(pieces.flatMap(({ kind, text }) => (kind === "removed" ? [] : [text])).join("")).toBe(after);
});

it("does not try texts that are too long", () => {
  expect(diffTexts("a".repeat(LONGEST_DIFFED), "b")).toBeNull();
});
