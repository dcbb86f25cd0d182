export interface Page<T> {
  items: T[];
  page: number;
  pages: number;
  /** The first and last shown, counted from 1; both 0 when there is nothing. */
  first: number;
  last: number;
  total: number;
}

/** The page that the address asks for, kept within what exists. */
export function paginate<T>(all: T[], wanted: string | null, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const parsed = Number.parseInt(wanted ?? "1", 10);
  const page = Math.min(Math.max(Number.isNaN(parsed) ? 1 : parsed, 1), pages);
  const start = (page - 1) * size;
  const items = all.slice(start, start + size);
  return { items, page, pages, first: items.length ? start + 1 : 0, last: start + items.length, total: all.length };
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
