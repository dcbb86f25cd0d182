import { afterEach, expect, it, vi } from "vitest";
import { DataFileError, fetchJson } from "./fetch-json";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answer(body: string, status = 200, type = "application/json") {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status, headers: { "content-type": type } })));
}

async function fault(url: string): Promise<DataFileError> {
  const error: unknown = await fetchJson(url).catch((reason: unknown) => reason);
  if (error instanceof DataFileError) return error;
  throw new Error("This should have failed with a DataFileError.");
}

it("gives the file's content", async () => {
  answer('{"date": "2026-01-01"}');
  expect(await fetchJson("/runs/v1/summary.json")).toEqual({ date: "2026-01-01" });
});

it("names a missing file", async () => {
  answer("", 404);
  expect(await fault("/runs/v1/mmlu%3Amodel%3Da/stats.json")).toMatchObject({ fault: "missing", file: "stats.json" });
});

it("takes the app's own page as a missing file", async () => {
  answer("<!doctype html>", 200, "text/html; charset=utf-8");
  expect(await fault("/runs/v1/schema.json")).toMatchObject({ fault: "missing", file: "schema.json" });
});

it("tells broken files from absent servers", async () => {
  answer('{"date": ');
  expect((await fault("/a.json")).fault).toBe("invalid");
  answer("", 500);
  expect((await fault("/a.json")).fault).toBe("unreachable");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
  expect((await fault("/a.json")).fault).toBe("unreachable");
});
