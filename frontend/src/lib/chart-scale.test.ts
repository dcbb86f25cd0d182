import { expect, it } from "vitest";
import { chartScale } from "./chart-scale";

it("shows shares on the whole of 0 to 1", () => {
  const scale = chartScale([0.31, 0.4], true);
  expect(scale.place(0)).toBe(0);
  expect(scale.place(0.25)).toBe(25);
  expect(scale.place(1)).toBe(100);
  expect(scale.ticks.map(scale.format)).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
});

it("rounds the ends of other axes, which start at zero", () => {
  expect(chartScale([3, 187], false).ticks).toEqual([0, 50, 100, 150, 200]);
  expect(chartScale([0.031, 0.018], false).ticks.at(-1)).toBe(0.035);
  expect(chartScale([-4, 2], false).place(0)).toBeCloseTo((100 * 4) / 6, 6);
  expect(chartScale([2, 3], true).ticks.at(-1)).toBe(3);
});

it("does with nothing, and with what is no number", () => {
  expect(chartScale([], false).place(1)).toBe(100);
  expect(chartScale([0], false).place(1)).toBe(100);
  expect(chartScale([Number.NaN, 0.5], true).place(0.5)).toBe(50);
});
