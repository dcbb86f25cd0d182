import { matcher } from "../../lib/search";
import type { Query } from "../source";
import type { CompareAnswer, CompareRow, Comparison, InstanceDetail, Model, Models, RunRow, Runs, Subject } from "../types";
import { pairsOf, type PairOf } from "./compare-pairs";
import { file, instancesOf, rowOf, runOf, type RunInstances } from "./files";
import { joinRuns, type JoinedInstance } from "./join-runs";
import { many, one, pageOf } from "./page-of";

/** `compare.json`: what was computed for pairs when the export was made. */
interface ComparePairs {
  runs: PairOf[];
  models: PairOf[];
}

/** Several runs side by side, one a subject, that were asked about the same scenario. */
interface Lane {
  runs: RunRow[];
  instances: RunInstances[];
}

interface Hit extends JoinedInstance {
  lane: Lane;
}

/** A comparison from an export: instances are joined here; statistics are those that the export has. */
export async function compareIn(query: Query): Promise<Comparison> {
  const [pairs, { runs }, { models }] = await Promise.all([
    file<ComparePairs>("compare.json"),
    file<Runs>("runs.json"),
    file<Models>("models.json"),
  ]);
  const kind = many(query, "run").length > 0 ? "run" : "model";
  const names = many(query, kind);
  const group = one(query, "group");
  const lanes = await Promise.all(lanesOf(kind, names, group, runs).map(readLane));
  const joined: Hit[] = lanes.flatMap((lane) => joinRuns(lane.instances).map((hit) => ({ ...hit, lane })));
  const counts: Record<string, number> = { all: joined.length };
  for (const { categories } of joined) for (const name of categories) counts[name] = (counts[name] ?? 0) + 1;

  // Pairs were computed over all scenarios: they say nothing of one group.
  const known = group === "" ? (kind === "run" ? pairs.runs : pairs.models) : [];
  const category = one(query, "category");
  const chosen = joined.filter(({ categories }) => category === "" || category === "all" || categories.includes(category));
  const hits = await searched(chosen, query);
  const { items, page } = pageOf(hits, query, 20);
  const metric = known.find((pair) => names.includes(pair.a) && names.includes(pair.b))?.metric ?? null;
  return {
    ...page,
    subjects: names.map((name, index) => subjectOf(kind, name, index, names, known, joined, lanes, models)),
    metric,
    metric_display_name: metric,
    lower_is_better: null,
    is_decided_by_metric: true,
    // Statistics are those that the export has: of one metric, without perturbations.
    metrics: [],
    perturbations: [],
    n: joined.length,
    counts,
    pairs: pairsOf(names, known),
    rows: await Promise.all(items.map(rowOfHit)),
    problems: [],
  };
}

/** Runs that differ in nothing but the model have the same name but for the model. */
export function withoutModel(name: string): string {
  return name.replace(/([:,])model=[^,]*/, "$1");
}

function lanesOf(kind: "run" | "model", names: string[], group: string, runs: RunRow[]): RunRow[][] {
  if (kind === "run") {
    const lane = names.flatMap((name) => runs.find((run) => run.name === name) ?? []);
    return lane.length === names.length ? [lane] : [];
  }
  const byName = new Map<string, RunRow[]>();
  for (const run of runs) {
    if (!names.includes(run.model) || (group !== "" && !run.groups.includes(group))) continue;
    const key = withoutModel(run.name);
    byName.set(key, [...(byName.get(key) ?? []), run]);
  }
  return [...byName.values()].flatMap((candidates) => {
    const lane = names.flatMap((name) => candidates.find((run) => run.model === name) ?? []);
    return lane.length === names.length ? [lane] : [];
  });
}

async function readLane(runs: RunRow[]): Promise<Lane> {
  return { runs, instances: await Promise.all(runs.map(async (run) => instancesOf(await runOf(run.name)))) };
}

function details({ lane, rows }: Hit): Promise<InstanceDetail[]> {
  return Promise.all(
    rows.map((row, index) => {
      const instances = lane.instances[index];
      if (instances === undefined) throw new Error("a joined instance has one row a run");
      return rowOf(instances, row);
    }),
  );
}

async function searched(hits: Hit[], query: Query): Promise<Hit[]> {
  const search = one(query, "search");
  if (search === "") return hits;
  const matches = matcher({ search, regex: one(query, "regex") === "true" });
  const found = await Promise.all(
    hits.map(async (hit) => {
      const all = await details(hit);
      return matches([all[0]?.input ?? "", ...all.map(({ prediction }) => prediction)].join("\n")) ? [hit] : [];
    }),
  );
  return found.flat();
}

async function rowOfHit(hit: Hit): Promise<CompareRow> {
  const all = await details(hit);
  const [first] = all;
  if (first === undefined) throw new Error("a comparison has at least two subjects");
  const run = hit.lane.runs[0];
  const args = Object.entries(run?.scenario_args ?? {}).map(([name, value]) => `${name}: ${String(value)}`);
  return {
    instance_id: first.instance_id,
    perturbation: first.perturbation,
    train_trial_index: first.train_trial_index,
    split: first.split,
    scenario_label: [run?.scenario ?? "", ...args].join(", "),
    category: hit.categories.at(-1) ?? "",
    input: first.input,
    references: first.references,
    answers: all.map(
      (detail, index): CompareAnswer => ({
        run: hit.lane.runs[index]?.name ?? "",
        row: detail.row,
        path: detail.path,
        prediction: detail.prediction,
        mapped_output: detail.mapped_output,
        chosen_reference: detail.chosen_reference,
        verdict: detail.verdict,
        value: null,
      }),
    ),
  };
}

function subjectOf(
  kind: "run" | "model",
  name: string,
  index: number,
  names: string[],
  known: PairOf[],
  joined: Hit[],
  lanes: Lane[],
  models: Model[],
): Subject {
  // A mean over the shared instances is only known where two subjects are the pair that was computed.
  const pair = names.length === 2 ? known.find(({ a, b }) => names.includes(a) && names.includes(b)) : undefined;
  const isA = pair?.a === name;
  return {
    kind,
    name,
    display_name: (kind === "model" ? models.find((model) => model.name === name)?.display_name : undefined) ?? name,
    path: "",
    runs: lanes.flatMap((lane) => lane.runs[index]?.name ?? []),
    correct: joined.filter(({ verdicts }) => verdicts[index] === "correct").length,
    mean: (isA ? pair.mean_a : pair?.mean_b) ?? null,
    interval: (isA ? pair.interval_a : pair?.interval_b) ?? null,
  };
}
