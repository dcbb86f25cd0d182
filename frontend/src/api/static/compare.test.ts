import { expect, it } from "vitest";
import { withoutModel } from "./compare";

it("pairs run names that differ in the model alone", () => {
  expect(withoutModel("mmlu:subject=law,model=openai_gpt2")).toBe(withoutModel("mmlu:subject=law,model=demo_tiny"));
  expect(withoutModel("mmlu:model=a,eval_split=test")).not.toBe(withoutModel("mmlu:model=a"));
});
