import { describe, expect, it } from "vitest";
import { parseSearch, readSearch } from "./search";

describe("parseSearch", () => {
  it("wants every word, in any order and case", () => {
    const { matches } = parseSearch("  GPT2 anatomy ");
    expect(matches("mmlu:subject=anatomy,model=openai_gpt2")).toBe(true);
    expect(matches("mmlu:subject=anatomy,model=other")).toBe(false);
  });

  it("matches everything when empty", () => {
    expect(parseSearch(" ").matches("anything")).toBe(true);
  });

  it("takes a regular expression between slashes", () => {
    const { matches, invalidPattern } = parseSearch("/subject=(anatomy|astronomy),/");
    expect(invalidPattern).toBe(false);
    expect(matches("mmlu:subject=Astronomy,model=x")).toBe(true);
    expect(matches("mmlu:subject=philosophy,model=x")).toBe(false);
  });

  it("searches an invalid expression as words, and says so", () => {
    const { matches, invalidPattern } = parseSearch("/(a/");
    expect(invalidPattern).toBe(true);
    expect(matches("x /(a/ y")).toBe(true);
    expect(matches("a")).toBe(false);
  });

  it("does not take special characters of words as patterns", () => {
    expect(parseSearch("a.b (c").matches("a.b (c")).toBe(true);
    expect(parseSearch("a.b").matches("axb")).toBe(false);
  });
});

it("asks the server for the pattern without its slashes", () => {
  expect(readSearch(" /a.b/ ")).toEqual({ search: "a.b", regex: true, invalidPattern: false });
  expect(readSearch("a b")).toEqual({ search: "a b", regex: false, invalidPattern: false });
  expect(readSearch("//")).toEqual({ search: "//", regex: false, invalidPattern: false });
});
