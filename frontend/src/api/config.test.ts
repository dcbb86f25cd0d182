import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { apiUrl, runFileUrl } from "./config";

beforeEach(() => {
  vi.stubGlobal("window", { BENCHMARK_OUTPUT_BASE_URL: "benchmark_output" });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it("asks the server's API at its root", () => {
  expect(apiUrl("runs/a%3Ab")).toBe("/api/runs/a%3Ab");
});

it("finds an export's files beside its page, in whatever folder", () => {
  vi.stubGlobal("window", { HELM_STATIC: true });
  vi.stubGlobal("document", { baseURI: "https://example.org/some/where/index.html#/models" });
  expect(apiUrl("models/0.json")).toBe("https://example.org/some/where/api/models/0.json");
  expect(runFileUrl("v1", "a", "stats.json")).toBeNull();
});

it("encodes the names of run folders", () => {
  expect(runFileUrl("v1", "mmlu:subject=a,model=b", "stats.json")).toBe(
    "/benchmark_output/runs/v1/mmlu%3Asubject%3Da%2Cmodel%3Db/stats.json",
  );
});

it("takes other places for the output", () => {
  vi.stubGlobal("window", { BENCHMARK_OUTPUT_BASE_URL: "/data/" });
  expect(runFileUrl("v1", "a", "b")).toBe("/data/runs/v1/a/b");
});
