import type { Query } from "../api/source";
import { pageNumber } from "./paging";
import { readSearch } from "./search";

/** What the server is asked for an address of the Compare page. Runs win over models. */
export function compareQueryOf(params: URLSearchParams): Query {
  const { search, regex } = readSearch(params.get("q") ?? "");
  const runs = params.getAll("run");
  return {
    run: runs,
    model: runs.length > 0 ? [] : params.getAll("model"),
    group: runs.length > 0 ? "" : (params.get("group") ?? ""),
    metric: params.get("metric") ?? "",
    perturbation: params.get("perturbation") ?? "",
    category: params.get("category") ?? "",
    search,
    regex: regex ? "true" : "",
    page: String(pageNumber(params.get("page") ?? "")),
  };
}
