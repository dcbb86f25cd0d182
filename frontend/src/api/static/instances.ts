import { matcher } from "../../lib/search";
import type { Query } from "../source";
import type { InstanceDetail, InstanceRow, Instances, Perturbation, RunDetail, VerdictCounts } from "../types";
import { instancesOf, rowOf, type InstanceLine, type RunInstances } from "./files";
import { many, one, pageOf } from "./page-of";

/** The instances of a run that pass the filters; those in view are read, and all of them only for a search. */
export async function filteredInstances(run: RunDetail, query: Query): Promise<Instances> {
  const instances = await instancesOf(run);
  const hits = await hitsOf(instances, query);
  const { items, page } = pageOf(hits, query, 20);
  const rows: InstanceRow[] = await Promise.all(items.map((row) => rowOf(instances, row)));
  return { ...page, counts: countsOf(instances, hits), rows, problems: instances.problems };
}

/** An instance, with its neighbours among the hits. */
export async function instanceAmong(run: RunDetail, row: number, query: Query): Promise<InstanceDetail> {
  const instances = await instancesOf(run);
  const [detail, hits] = await Promise.all([rowOf(instances, row), hitsOf(instances, query)]);
  const neighbour = (hit: number | undefined) => (hit === undefined ? null : { row: hit, path: "" });
  return {
    ...detail,
    previous: neighbour(hits.findLast((hit) => hit < row)),
    next: neighbour(hits.find((hit) => hit > row)),
  };
}

async function hitsOf(instances: RunInstances, query: Query): Promise<number[]> {
  const passing = instances.rows.flatMap((line, row) => (passes(line, instances.perturbations, query) ? [row] : []));
  const search = one(query, "search");
  if (search === "") return passing;
  const matches = matcher({ search, regex: one(query, "regex") === "true" });
  const places = many(query, "in");
  const found = await Promise.all(
    passing.map(async (row) => (matches(searchedText(await rowOf(instances, row), places)) ? [row] : [])),
  );
  return found.flat();
}

export function passes(line: InstanceLine, perturbations: Perturbation[], query: Query): boolean {
  const among = (name: string, value: string) => {
    const chosen = many(query, name);
    return chosen.length === 0 || chosen.includes(value);
  };
  const perturbation = line.perturbation === null ? "none" : (perturbations[line.perturbation]?.name ?? "");
  return (
    among("verdict", line.verdict) &&
    among("truncated", String(line.is_truncated)) &&
    among("failed", String(line.has_failed)) &&
    among("perturbation", perturbation) &&
    among("split", line.split ?? "") &&
    among("trial", String(line.train_trial_index))
  );
}

export function searchedText(detail: InstanceDetail, places: string[]): string {
  const texts: Record<string, string[]> = {
    input: [detail.input],
    references: detail.references.map(({ text }) => text),
    prediction: [detail.prediction, detail.mapped_output ?? ""],
    prompt: detail.requests.map(({ prompt }) => prompt),
    id: [detail.instance_id],
  };
  const chosen = places.length === 0 ? Object.keys(texts) : places;
  return chosen.flatMap((place) => texts[place] ?? []).join("\n");
}

function countsOf(instances: RunInstances, hits: number[]): VerdictCounts {
  const counts = { correct: 0, wrong: 0, unknown: 0, truncated: 0, failed: 0 };
  for (const hit of hits) {
    const line = instances.rows[hit];
    if (line === undefined) continue;
    counts[line.verdict] += 1;
    if (line.is_truncated) counts.truncated += 1;
    if (line.has_failed) counts.failed += 1;
  }
  return counts;
}
