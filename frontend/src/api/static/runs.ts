import { matcher } from "../../lib/search";
import { compareValues } from "../../lib/sorting";
import type { Query } from "../source";
import { FACETS, type FacetName, type FacetValue, type RunRow, type Runs } from "../types";
import { many, one, pageOf } from "./page-of";

const VALUES: Record<FacetName, (run: RunRow) => string[]> = {
  model: (run) => [run.model],
  scenario: (run) => [run.scenario],
  group: (run) => run.groups,
  method: (run) => [run.method],
  status: (run) => [run.status],
};

const SORTS: Partial<Record<string, (run: RunRow) => string | number | undefined>> = {
  model: (run) => run.model_display_name,
  scenario: (run) => run.scenario,
  method: (run) => run.method,
  status: (run) => run.status,
  instances: (run) => run.instances ?? undefined,
  score: (run) => run.score?.value ?? undefined,
};

/** Searches, filters, sorts and pages the runs of an export as the server does. */
export function runsOf(all: Runs, query: Query): Runs {
  const matches = matcher({ search: one(query, "search"), regex: one(query, "regex") === "true" });
  const hits = all.runs.filter((run) =>
    matches([run.name, run.model, run.model_display_name, run.scenario, ...run.groups, run.method].join("\n")),
  );
  const passes = (run: RunRow, except?: FacetName) =>
    FACETS.every((name) => {
      const chosen = many(query, name);
      return name === except || chosen.length === 0 || VALUES[name](run).some((value) => chosen.includes(value));
    });
  const facet = (name: FacetName): FacetValue[] => {
    const counts = new Map<string, number>();
    for (const run of hits) {
      if (passes(run, name)) for (const value of VALUES[name](run)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return all.facets[name].flatMap(({ value, label }) => {
      const count = counts.get(value);
      return count === undefined ? [] : [{ value, label, count }];
    });
  };
  const sorted = sortedRuns(hits.filter((run) => passes(run)), one(query, "sort"), one(query, "order") === "desc");
  const { items, page } = pageOf(sorted, query, 50);
  const facets = Object.fromEntries(FACETS.map((name) => [name, facet(name)])) as Runs["facets"];
  return { ...page, runs: items, facets, problems: all.problems };
}

/** Rows without a value come last in either order. */
function sortedRuns(runs: RunRow[], sort: string, descending: boolean): RunRow[] {
  const value = SORTS[sort] ?? ((run: RunRow) => run.name);
  const direction = descending ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return direction * compareValues(left, right) || compareValues(a.name, b.name);
  });
}
