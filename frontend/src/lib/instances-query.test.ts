import { expect, it } from "vitest";
import { instancesQueryOf, rowOf } from "./instances-query";

it("asks what the address says", () => {
  const params = new URLSearchParams("q=/a.b/&in=prompt&verdict=wrong&verdict=unknown&perturbation=none&page=3&row=7");
  expect(instancesQueryOf(params)).toEqual({
    search: "a.b",
    regex: "true",
    in: ["prompt"],
    verdict: ["wrong", "unknown"],
    truncated: "",
    failed: "",
    perturbation: ["none"],
    split: [],
    trial: [],
    page: "3",
  });
  expect(instancesQueryOf(new URLSearchParams("in=prompt"))).toMatchObject({ search: "", in: [], page: "1" });
});

it("reads rows, and nothing else", () => {
  expect(rowOf(new URLSearchParams("row=0"))).toBe(0);
  for (const text of ["", "row=-1", "row=1e3", "row=x", "row=99999999999"]) {
    expect(rowOf(new URLSearchParams(text))).toBeNull();
  }
});
