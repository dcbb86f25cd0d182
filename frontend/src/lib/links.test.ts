import { expect, it } from "vitest";
import { compareRunsPath, modelPath, runPath, runsBehindPath } from "./links";

it("encodes names", () => {
  expect(modelPath("openai/gpt2")).toBe("/models/openai%2Fgpt2");
  expect(runPath("a:b=c/d?e", "stats")).toBe("/runs/a%3Ab%3Dc%2Fd%3Fe/stats");
  expect(compareRunsPath(["a b", "c&d"])).toBe("/compare?run=a+b&run=c%26d");
});

it("leads to a single run at once, and to a list of several", () => {
  expect(runsBehindPath(["a"], { model: "m" })).toBe("/runs/a");
  expect(runsBehindPath(["a", "b"], { model: "m", group: "" })).toBe("/predictions?model=m");
  expect(runsBehindPath([], { model: "m" })).toBeNull();
});
