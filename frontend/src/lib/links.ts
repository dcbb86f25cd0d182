// The addresses of the app's own pages.

export type LinkParameters = Record<string, string | number | readonly string[]>;

const part = encodeURIComponent;

export const leaderboardPath = (group: string) => `/leaderboards/${part(group)}`;
export const modelPath = (model: string) => `/models/${part(model)}`;
export const scenarioPath = (group: string) => `/scenarios/${part(group)}`;
export const runPath = (run: string, tab?: "stats" | "spec") => `/runs/${part(run)}${tab ? `/${tab}` : ""}`;
export const instancePath = (run: string, row: number) => `${runPath(run)}?row=${row}`;
export const failedPath = (run: string) => `${runPath(run)}?failed=true`;
export const predictionsPath = (parameters: LinkParameters) => `/predictions${search(parameters)}`;
export const compareRunsPath = (runs: readonly string[]) => `/compare${search({ run: runs })}`;
export const compareModelsPath = (models: readonly string[], group: string) =>
  `/compare${search({ model: models, group })}`;

/** Where a value's runs are: the run itself when it is the only one. */
export function runsBehindPath(runs: readonly string[], filter: LinkParameters): string | null {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  return others.length === 0 ? runPath(first) : predictionsPath(filter);
}

function search(parameters: LinkParameters): string {
  const result = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one !== "") result.append(name, String(one));
  }
  const text = result.toString();
  return text === "" ? "" : `?${text}`;
}
