import { expect, it } from "vitest";
import { heatScale } from "./heat-scale";

it("goes from the worst to the best", () => {
  const higher = heatScale([0.2, 0.6, 0.3], false);
  expect([higher(0.2), higher(0.6)]).toEqual([0, 1]);
  expect(higher(0.3)).toBeCloseTo(0.25, 12);
  expect(heatScale([1, 5], true)(1)).toBe(1);
});

it("makes nothing of equal values", () => {
  expect(heatScale([0.4, 0.4], false)(0.4)).toBe(0.5);
  expect(heatScale([], false)(0.4)).toBe(0.5);
});
