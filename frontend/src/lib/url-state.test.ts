import { expect, it } from "vitest";
import { changedSearch } from "./url-state";

it("changes, repeats and removes parameters, and keeps the others", () => {
  const params = new URLSearchParams("q=a&model=x&model=y&page=3");
  expect(changedSearch(params, { page: null, q: "b c" })).toBe("?model=x&model=y&q=b+c");
  expect(changedSearch(params, { model: ["z", "x"], page: "" })).toBe("?q=a&model=z&model=x");
  expect(changedSearch(params, { q: null, model: [], page: null })).toBe("");
});
