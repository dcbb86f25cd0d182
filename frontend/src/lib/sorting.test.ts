import { expect, it } from "vitest";
import { compareValues } from "./sorting";

it("orders numbers as numbers and text as people do", () => {
  expect([10, 9, 0.5].sort(compareValues)).toEqual([0.5, 9, 10]);
  expect(["b10", "B2", "a"].sort(compareValues)).toEqual(["a", "B2", "b10"]);
  expect(["x", 1].sort(compareValues)).toEqual([1, "x"]);
});
