import { apiUrl } from "../config";
import { ApiError, fetchJson } from "../fetch-json";
import type { GroupRow, InstanceDetail, Leaderboards, Models, Perturbation, Problem, RunDetail, Runs, Scenarios, Verdict } from "../types";

/** `runs/0/instances.json`: one line a row, enough to filter by. */
export interface RunInstances {
  total: number;
  page_size: number;
  pages: string[];
  perturbations: Perturbation[];
  rows: InstanceLine[];
  problems: Problem[];
}

export interface InstanceLine {
  instance_id: string;
  /** An index into `perturbations`. */
  perturbation: number | null;
  split: string | null;
  train_trial_index: number;
  verdict: Verdict;
  is_truncated: boolean;
  has_failed: boolean;
}

const read = new Map<string, Promise<unknown>>();

/** A file of the export, read once. It does not change, so a request in flight is kept when a page is left. */
export function file<T>(path: string): Promise<T> {
  let content = read.get(path);
  if (content === undefined) {
    content = fetchJson<T>(apiUrl(path));
    read.set(path, content);
    content.catch(() => {
      read.delete(path);
    });
  }
  return content as Promise<T>;
}

function pathOf(entry: { path: string } | undefined, kind: string, name: string): string {
  if (entry === undefined) throw new ApiError(404, `there is no ${kind} \`${name}\` in this export`);
  return entry.path;
}

async function runPathOf(name: string): Promise<string> {
  const { runs } = await file<Runs>("runs.json");
  return pathOf(runs.find((run) => run.name === name), "run", name);
}

export async function modelPathOf(name: string): Promise<string> {
  const { models } = await file<Models>("models.json");
  return pathOf(models.find((model) => model.name === name), "model", name);
}

export async function scenarioPathOf(name: string): Promise<string> {
  const { scenarios } = await file<Scenarios>("scenarios.json");
  return pathOf(scenarios.find((scenario) => scenario.name === name), "scenario", name);
}

export async function leaderboardPathOf(name: string): Promise<string> {
  const { categories } = await file<Leaderboards>("leaderboards.json");
  const groups: GroupRow[] = categories.flatMap((category) => category.groups);
  return pathOf(groups.find((group) => group.name === name), "group", name);
}

export async function runOf(name: string): Promise<RunDetail> {
  return file<RunDetail>(await runPathOf(name));
}

export async function instancesOf(run: RunDetail): Promise<RunInstances> {
  return file<RunInstances>(run.instances_path);
}

/** A row in full: it is an element of the page file that its number falls into. */
export async function rowOf(instances: RunInstances, row: number): Promise<InstanceDetail> {
  const path = instances.pages[Math.floor(row / instances.page_size)];
  if (path === undefined) throw new ApiError(404, `there is no instance ${row} in this run`);
  const page = await file<{ rows: InstanceDetail[] }>(path);
  const detail = page.rows[row % instances.page_size];
  if (detail === undefined) throw new ApiError(404, `there is no instance ${row} in this run`);
  return detail;
}
