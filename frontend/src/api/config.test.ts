import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { outputUrl, publication, runFileUrl, summaryUrl, tableLinkUrl } from "./config";

beforeEach(() => {
  vi.stubGlobal("window", { BENCHMARK_OUTPUT_BASE_URL: "benchmark_output", SUITE: "v1" });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it("prefers a release over a suite", () => {
  expect(publication()).toEqual({ kind: "suite", name: "v1" });
  vi.stubGlobal("window", { RELEASE: "r", SUITE: null });
  expect(publication()).toEqual({ kind: "release", name: "r" });
  expect(summaryUrl("schema.json")).toBe("/benchmark_output/releases/r/schema.json");
  vi.stubGlobal("window", {});
  expect(publication()).toBeNull();
});

it("encodes the names of run folders", () => {
  expect(runFileUrl("v1", "mmlu:subject=a,model=b", "stats.json")).toBe(
    "/benchmark_output/runs/v1/mmlu%3Asubject%3Da%2Cmodel%3Db/stats.json",
  );
});

it("takes other places for the output", () => {
  vi.stubGlobal("window", { BENCHMARK_OUTPUT_BASE_URL: "/data/" });
  expect(outputUrl("runs")).toBe("/data/runs");
});

it("finds the files that tables link to, and refuses other schemes", () => {
  expect(tableLinkUrl("benchmark_output/runs/v1/groups/latex/mmlu_mmlu_subject:anatomy.tex")).toBe(
    "/benchmark_output/runs/v1/groups/latex/mmlu_mmlu_subject%3Aanatomy.tex",
  );
  expect(tableLinkUrl("javascript:alert(1)")).toBeNull();
});
