import { expect, it } from "vitest";
import { pageNumber, pageNumbers, paging } from "./paging";

it("tells what a page shows of the whole", () => {
  expect(paging({ page: 3, page_size: 10, total: 25 })).toEqual({ page: 3, pages: 3, first: 21, last: 25 });
  expect(paging({ page: 1, page_size: 10, total: 0 })).toEqual({ page: 1, pages: 1, first: 0, last: 0 });
  expect(paging({ page: 9, page_size: 10, total: 25 })).toEqual({ page: 9, pages: 3, first: 0, last: 0 });
});

it.each([
  ["", 1],
  ["0", 1],
  ["-4", 1],
  ["x", 1],
  ["1e99", 1],
  ["7", 7],
])("page %j becomes %s", (text, page) => {
  expect(pageNumber(text)).toBe(page);
});

it("offers the ends and the neighbours", () => {
  expect(pageNumbers(1, 1)).toEqual([1]);
  expect(pageNumbers(1, 3)).toEqual([1, 2, 3]);
  expect(pageNumbers(5, 9)).toEqual([1, null, 4, 5, 6, null, 9]);
  expect(pageNumbers(4, 9)).toEqual([1, 2, 3, 4, 5, null, 9]);
});
