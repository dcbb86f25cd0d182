import type { Source } from "../source";
import type { Live, Runs, Stats } from "../types";
import { compareIn } from "./compare";
import { file, leaderboardPathOf, modelPathOf, runOf, scenarioPathOf } from "./files";
import { filteredInstances, instanceAmong } from "./instances";
import { runsOf } from "./runs";
import { statsOf } from "./stats";

/** Answers from the files of a static export: what the server filters, sorts and pages is done here. */
export const staticSource: Source = {
  site: () => file("site.json"),
  leaderboards: () => file("leaderboards.json"),
  leaderboard: async (group) => file(await leaderboardPathOf(group)),
  models: () => file("models.json"),
  model: async (model) => file(await modelPathOf(model)),
  scenarios: () => file("scenarios.json"),
  scenario: async (group) => file(await scenarioPathOf(group)),
  runs: async (query) => runsOf(await file<Runs>("runs.json"), query),
  run: (run) => runOf(run),
  stats: async (run, query) => statsOf(await file<Stats>((await runOf(run)).stats_path), query),
  instances: async (run, query) => filteredInstances(await runOf(run), query),
  instance: async (run, row, query) => instanceAmong(await runOf(run), row, query),
  compare: (query) => compareIn(query),
  live: () => Promise.resolve<Live>({ runs: [] }),
};
