import { matcher } from "../../lib/search";
import type { Query } from "../source";
import type { Stats } from "../types";
import { many, one, pageOf } from "./page-of";

/** Filters and pages the statistics of a run as the server does. */
export function statsOf(all: Stats, query: Query): Stats {
  const matches = matcher({ search: one(query, "search"), regex: false });
  const among = (name: string, value: string) => {
    const chosen = many(query, name);
    return chosen.length === 0 || chosen.includes(value);
  };
  const stats = all.stats.filter(
    (stat) =>
      matches(stat.name) && among("split", stat.split ?? "") && among("perturbation", stat.perturbation ?? "none"),
  );
  const { items, page } = pageOf(stats, query, 100);
  return { ...all, ...page, stats: items };
}
