import { describe, expect, it } from "vitest";
import { pageNumbers, paginate } from "./paging";

const items = Array.from({ length: 25 }, (_, index) => index);

describe("paginate", () => {
  it("cuts a page out", () => {
    expect(paginate(items, "3", 10)).toEqual({
      items: [20, 21, 22, 23, 24],
      page: 3,
      pages: 3,
      first: 21,
      last: 25,
      total: 25,
    });
  });

  it.each([
    [null, 1],
    ["0", 1],
    ["-4", 1],
    ["x", 1],
    ["99", 3],
  ])("page %s becomes %s", (wanted, page) => {
    expect(paginate(items, wanted, 10).page).toBe(page);
  });

  it("has one empty page for nothing", () => {
    expect(paginate([], null, 10)).toMatchObject({ page: 1, pages: 1, first: 0, last: 0 });
  });
});

it("offers the ends and the neighbours", () => {
  expect(pageNumbers(1, 1)).toEqual([1]);
  expect(pageNumbers(1, 3)).toEqual([1, 2, 3]);
  expect(pageNumbers(5, 9)).toEqual([1, null, 4, 5, 6, null, 9]);
  expect(pageNumbers(4, 9)).toEqual([1, 2, 3, 4, 5, null, 9]);
});
