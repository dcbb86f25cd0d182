export interface Paging {
  page: number;
  pages: number;
  /** The first and last shown, counted from 1; both 0 when there is nothing. */
  first: number;
  last: number;
}

/** What a page of an answer shows of the whole. */
export function paging({ page, page_size, total }: { page: number; page_size: number; total: number }): Paging {
  const pages = Math.max(1, Math.ceil(total / page_size));
  const start = (page - 1) * page_size;
  const last = Math.min(start + page_size, total);
  return { page, pages, first: start < last ? start + 1 : 0, last: start < last ? last : 0 };
}

/** The page number in an address: a whole number from 1, however it was mistyped. */
export function pageNumber(text: string): number {
  const number = Number.parseInt(text, 10);
  return Number.isSafeInteger(number) && number > 0 ? number : 1;
}

/** The page numbers to offer: the ends, and those around the current one; null marks a gap. */
export function pageNumbers(page: number, pages: number): (number | null)[] {
  const shown = new Set([1, pages, page - 1, page, page + 1].filter((n) => n >= 1 && n <= pages));
  const result: (number | null)[] = [];
  let previous = 0;
  for (const n of [...shown].sort((a, b) => a - b)) {
    if (n - previous === 2) result.push(n - 1);
    else if (n - previous > 2) result.push(null);
    result.push(n);
    previous = n;
  }
  return result;
}
