import type { Query } from "../api/source";
import { pageNumber } from "./paging";
import { readSearch } from "./search";

/** What the server is asked for an address of a run's instances; `page` is left out for a single instance. */
export function instanceFilterOf(params: URLSearchParams): Query {
  const { search, regex } = readSearch(params.get("q") ?? "");
  return {
    search,
    regex: regex ? "true" : "",
    // Where to look means nothing without something to look for.
    in: search === "" ? [] : params.getAll("in"),
    verdict: params.getAll("verdict"),
    truncated: params.get("truncated") ?? "",
    failed: params.get("failed") ?? "",
    perturbation: params.getAll("perturbation"),
    split: params.getAll("split"),
    trial: params.getAll("trial"),
  };
}

export function instancesQueryOf(params: URLSearchParams): Query {
  return { ...instanceFilterOf(params), page: String(pageNumber(params.get("page") ?? "")) };
}

/** The row in an address, or null. */
export function rowOf(params: URLSearchParams): number | null {
  const text = params.get("row") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
