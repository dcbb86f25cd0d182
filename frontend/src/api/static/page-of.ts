import type { Query } from "../source";

/** One page of a list, as the server would cut it. */
export function pageOf<T>(all: readonly T[], query: Query, byDefault: number) {
  const number = (name: string, otherwise: number) => Number(query[name] ?? "") || otherwise;
  const [page, page_size] = [number("page", 1), number("page_size", byDefault)];
  const start = (page - 1) * page_size;
  return { items: all.slice(start, start + page_size), page: { page, page_size, total: all.length } };
}

export function one(query: Query, name: string): string {
  const value = query[name] ?? "";
  return typeof value === "string" ? value : (value[0] ?? "");
}

export function many(query: Query, name: string): string[] {
  return [query[name] ?? []].flat().filter((value) => value !== "");
}
