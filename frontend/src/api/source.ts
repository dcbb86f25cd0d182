import { isStatic } from "./config";
import { serverSource } from "./server-source";
import type {
  Comparison,
  InstanceDetail,
  Instances,
  Leaderboard,
  Leaderboards,
  Live,
  ModelDetail,
  Models,
  RunDetail,
  Runs,
  ScenarioDetail,
  Scenarios,
  Site,
  Stats,
} from "./types";

/** The parameters of a question; empty ones are left out. */
export type Query = Record<string, string | string[]>;

/** What answers questions: a server, or the files of a static export. */
export interface Source {
  site: (signal: AbortSignal) => Promise<Site>;
  leaderboards: (signal: AbortSignal) => Promise<Leaderboards>;
  leaderboard: (group: string, signal: AbortSignal) => Promise<Leaderboard>;
  models: (signal: AbortSignal) => Promise<Models>;
  model: (model: string, signal: AbortSignal) => Promise<ModelDetail>;
  scenarios: (signal: AbortSignal) => Promise<Scenarios>;
  scenario: (group: string, signal: AbortSignal) => Promise<ScenarioDetail>;
  runs: (query: Query, signal: AbortSignal) => Promise<Runs>;
  run: (run: string, signal: AbortSignal) => Promise<RunDetail>;
  stats: (run: string, query: Query, signal: AbortSignal) => Promise<Stats>;
  instances: (run: string, query: Query, signal: AbortSignal) => Promise<Instances>;
  instance: (run: string, row: number, query: Query, signal: AbortSignal) => Promise<InstanceDetail>;
  compare: (query: Query, signal: AbortSignal) => Promise<Comparison>;
  live: (signal: AbortSignal) => Promise<Live>;
}

let source: Promise<Source> | null = null;

/** The source of this page; what reads an export's files is only loaded where it is needed. */
export function getSource(): Promise<Source> {
  source ??= isStatic()
    ? import("./static/static-source").then((module) => module.staticSource)
    : Promise.resolve(serverSource);
  return source;
}
