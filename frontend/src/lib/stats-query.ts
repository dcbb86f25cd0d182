import type { Query } from "../api/source";
import { pageNumber } from "./paging";

/** As many as the server gives at once: a run has hundreds. */
const PAGE_SIZE = 1000;

/** What the server is asked for an address of a run's statistics. */
export function statsQueryOf(params: URLSearchParams): Query {
  return {
    search: (params.get("q") ?? "").trim(),
    split: params.get("split") ?? "",
    perturbation: params.get("perturbation") ?? "",
    page: String(pageNumber(params.get("page") ?? "")),
    page_size: String(PAGE_SIZE),
  };
}
