// The addresses of every kind of page that a suite has.
import { ask } from "./server.mjs";

const part = encodeURIComponent;

/** Names of pages and their paths, found by asking the server what there is. */
export async function addresses(server) {
  const { categories } = await ask(server, "leaderboards");
  const { models } = await ask(server, "models");
  const { scenarios } = await ask(server, "scenarios");
  const { runs } = await ask(server, "runs?status=complete&page_size=200");
  const group = categories[0]?.groups[0]?.name;
  const [model] = models;
  const scenario = scenarios.find(({ leaderboard_path: path }) => path !== null);
  const [run] = runs;
  const pages = {
    start: "/",
    leaderboard: `/leaderboards/${part(group)}`,
    "scenario leaderboard": `/leaderboards/${part(scenario.name)}`,
    transposed: `/leaderboards/${part(group)}?view=transposed`,
    bars: `/leaderboards/${part(group)}?view=bars`,
    scatter: `/leaderboards/${part(group)}?view=scatter`,
    models: "/models",
    "model cards": "/models?view=cards",
    model: `/models/${part(model.name)}`,
    scenarios: "/scenarios",
    scenario: `/scenarios/${part(scenario.name)}`,
    predictions: "/predictions",
    run: `/runs/${part(run.name)}`,
    instance: `/runs/${part(run.name)}?row=1`,
    statistics: `/runs/${part(run.name)}/stats`,
    specification: `/runs/${part(run.name)}/spec?fields=all`,
    "empty comparison": "/compare",
  };
  const perturbed = await perturbedInstance(server, runs);
  if (perturbed !== null) pages["perturbed instance"] = perturbed;
  const pair = await comparableRuns(server, runs);
  if (pair !== null) pages.comparison = `/compare?${pair.map((name) => `run=${part(name)}`).join("&")}`;
  return pages;
}

async function perturbedInstance(server, runs) {
  for (const { name } of runs) {
    const { perturbations } = await ask(server, `runs/${part(name)}`);
    if (perturbations.length === 0) continue;
    const filter = `perturbation=${part(perturbations[0])}`;
    const { rows } = await ask(server, `runs/${part(name)}/instances?${filter}`);
    if (rows.length > 0) return `/runs/${part(name)}?${filter}&row=${rows[0].row}`;
  }
  return null;
}

async function comparableRuns(server, runs) {
  for (const { name } of runs) {
    const { same_scenario_runs: others } = await ask(server, `runs/${part(name)}`);
    const other = others.find((candidate) => candidate !== name);
    if (other !== undefined) return [name, other];
  }
  return null;
}
