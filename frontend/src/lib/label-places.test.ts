import { expect, it } from "vitest";
import { labelPlaces } from "./label-places";

const size = { width: 900, height: 400 };

it("labels a lone point at its upper right", () => {
  expect(labelPlaces([{ x: 50, y: 50, label: "gpt2" }], size)).toEqual([{ anchor: "start", dx: 10, dy: -7 }]);
});

it("stays inside at the right and at the top", () => {
  expect(labelPlaces([{ x: 99, y: 50, label: "a long name" }], size)[0]?.anchor).toBe("end");
  expect(labelPlaces([{ x: 50, y: 0, label: "gpt2" }], size)[0]?.dy).toBe(15);
});

it("puts the labels of close points apart", () => {
  const close = [
    { x: 50, y: 50, label: "one" },
    { x: 50, y: 50.5, label: "two" },
  ];
  const [first, second] = labelPlaces(close, size);
  expect(first).not.toEqual(second);
});
