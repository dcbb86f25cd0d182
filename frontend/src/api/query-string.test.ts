import { expect, it } from "vitest";
import { queryString } from "./query-string";

it("repeats several values and leaves out empty ones", () => {
  expect(queryString({ search: "a b", model: ["x", "y"], page: "", status: [] })).toBe("?search=a+b&model=x&model=y");
  expect(queryString({})).toBe("");
});
