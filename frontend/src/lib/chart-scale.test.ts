import { expect, it } from "vitest";
import { chartScale } from "./chart-scale";

it("shows scores on the whole of 0 to 1", () => {
  const scale = chartScale([0.31, 0.4]);
  expect(scale.place(0)).toBe(0);
  expect(scale.place(0.25)).toBe(25);
  expect(scale.place(1)).toBe(100);
  expect(scale.ticks.map(scale.format)).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
});

it("rounds the ends of other axes, from zero where asked", () => {
  expect(chartScale([3, 187]).ticks).toEqual([0, 50, 100, 150, 200]);
  expect(chartScale([120, 187], false).ticks[0]).toBe(120);
  expect(chartScale([-4, 2]).place(0)).toBeCloseTo((100 * 4) / 6, 6);
});

it("does with one value, with none, and with what is no number", () => {
  expect(chartScale([7], false).place(7)).toBe(50);
  expect(chartScale([]).place(1)).toBe(100);
  expect(chartScale([Number.NaN, 0.5]).place(0.5)).toBe(50);
});
