import { apiUrl } from "./config";
import { fetchJson } from "./fetch-json";
import { queryString } from "./query-string";
import type { Query, Source } from "./source";

function ask<T>(parts: (string | number)[], signal: AbortSignal, query: Query = {}): Promise<T> {
  return fetchJson<T>(apiUrl(parts.map(encodeURIComponent).join("/") + queryString(query)), signal);
}

/** Answers from helm-server, which searches, filters, sorts and pages. */
export const serverSource: Source = {
  site: (signal) => ask(["site"], signal),
  leaderboards: (signal) => ask(["leaderboards"], signal),
  leaderboard: (group, signal) => ask(["leaderboards", group], signal),
  models: (signal) => ask(["models"], signal),
  model: (model, signal) => ask(["models", model], signal),
  scenarios: (signal) => ask(["scenarios"], signal),
  scenario: (group, signal) => ask(["scenarios", group], signal),
  runs: (query, signal) => ask(["runs"], signal, query),
  run: (run, signal) => ask(["runs", run], signal),
  stats: (run, query, signal) => ask(["runs", run, "stats"], signal, query),
  instances: (run, query, signal) => ask(["runs", run, "instances"], signal, query),
  instance: (run, row, query, signal) => ask(["runs", run, "instances", row], signal, query),
  compare: (query, signal) => ask(["compare"], signal, query),
  live: (signal) => ask(["live"], signal),
};
