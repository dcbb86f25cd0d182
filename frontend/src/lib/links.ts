// The addresses of the app's own pages.

export const leaderboardPath = (group: string) => `/leaderboards/${encodeURIComponent(group)}`;
export const scenarioPath = (group: string) => `/scenarios/${encodeURIComponent(group)}`;
export const runPath = (runName: string) => `/runs/${encodeURIComponent(runName)}`;

export function predictionsPath(params: Record<string, string | number>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) search.set(name, String(value));
  return `/predictions?${search.toString()}`;
}
