import { afterEach, expect, it, vi } from "vitest";
import { ApiError, fetchJson } from "./fetch-json";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answer(body: string, status = 200) {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status })));
}

async function failure(): Promise<ApiError> {
  const error: unknown = await fetchJson("/api/site").catch((reason: unknown) => reason);
  if (error instanceof ApiError) return error;
  throw new Error("This should have failed with an ApiError.");
}

it("gives the answer", async () => {
  answer('{"date": "2026-01-01"}');
  expect(await fetchJson("/api/site")).toEqual({ date: "2026-01-01" });
});

it("passes on what the server says is wrong, and the cure", async () => {
  answer('{"error": "no run `x`", "hint": "did you mean `y`?"}', 404);
  expect(await failure()).toMatchObject({ status: 404, message: "no run `x`", hint: "did you mean `y`?" });
});

it("does with answers that say nothing", async () => {
  answer("<h1>Bad gateway</h1>", 502);
  expect(await failure()).toMatchObject({ status: 502, hint: null });
  answer("<!doctype html>");
  expect((await failure()).message).toContain("/api/site");
});

it("tells an absent server", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
  expect((await failure()).status).toBe(0);
});
