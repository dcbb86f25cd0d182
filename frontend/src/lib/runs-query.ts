import type { Query } from "../api/source";
import { FACETS } from "../api/types";
import { pageNumber } from "./paging";
import { readSearch } from "./search";

/** What the server is asked for an address of the Predictions page. */
export function runsQueryOf(params: URLSearchParams): Query {
  const { search, regex } = readSearch(params.get("q") ?? "");
  return {
    search,
    regex: regex ? "true" : "",
    ...Object.fromEntries(FACETS.map((name) => [name, params.getAll(name)])),
    sort: params.get("sort") ?? "",
    order: params.get("order") ?? "",
    page: String(pageNumber(params.get("page") ?? "")),
  };
}
