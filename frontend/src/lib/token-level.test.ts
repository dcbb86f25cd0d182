import { expect, it } from "vitest";
import { tokenLevel } from "./token-level";

it.each([
  [0, 0],
  [Math.log(0.91), 0],
  [Math.log(0.89), 1],
  [Math.log(0.21), 2],
  [Math.log(0.06), 3],
  [Math.log(0.04), 4],
  [-Infinity, 4],
])("a log-probability of %s has level %s", (logprob, level) => {
  expect(tokenLevel(logprob)).toBe(level);
});
