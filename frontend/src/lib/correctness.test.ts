import { describe, expect, it } from "vitest";
import { correctness } from "./correctness";

describe("correctness", () => {
  it("goes by the first deciding stat that is present", () => {
    expect(correctness({ exact_match: 1, quasi_exact_match: 0 })).toEqual({ verdict: "wrong", stat: "quasi_exact_match" });
    expect(correctness({ math_equiv: 0, chain_of_thought_correctness: 1 })).toEqual({
      verdict: "correct",
      stat: "chain_of_thought_correctness",
    });
  });

  it("draws the line at 0.5", () => {
    expect(correctness({ exact_match: 0.5 }).verdict).toBe("correct");
    expect(correctness({ exact_match: 0.49 }).verdict).toBe("wrong");
  });

  it("does not guess", () => {
    expect(correctness({ num_output_tokens: 1 }).verdict).toBe("unknown");
    expect(correctness({}).verdict).toBe("unknown");
    expect(correctness(undefined).verdict).toBe("unknown");
    expect(correctness({ exact_match: null }).verdict).toBe("unknown");
  });
});
