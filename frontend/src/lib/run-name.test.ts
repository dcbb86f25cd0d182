import { expect, it } from "vitest";
import { parseRunName } from "./run-name";

it("takes a name apart", () => {
  expect(parseRunName("mmlu:subject=anatomy,model=openai_gpt2")).toEqual({
    scenario: "mmlu",
    args: [
      { name: "subject", value: "anatomy" },
      { name: "model", value: "openai_gpt2" },
    ],
  });
});

it("takes names without arguments, and arguments of odd forms", () => {
  expect(parseRunName("simple1")).toEqual({ scenario: "simple1", args: [] });
  expect(parseRunName("dyck_language_np=3:model=openai_gpt2")).toEqual({
    scenario: "dyck_language_np=3",
    args: [{ name: "model", value: "openai_gpt2" }],
  });
  expect(parseRunName("a:b=1,2,c=x=y").args).toEqual([
    { name: "b", value: "1,2" },
    { name: "c", value: "x=y" },
  ]);
  expect(parseRunName("a:bare").args).toEqual([{ name: "bare", value: "" }]);
});
