// One query a question. Pages ask with useSuspenseQuery; the router shows what fails.
import { keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";
import { isStatic } from "./config";
import { ApiError } from "./fetch-json";
import { getSource, type Query, type Source } from "./source";

const SECOND = 1000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Runs go on while the page is open; an unchanged answer costs the server next to nothing (ETag).
        staleTime: isStatic() ? Infinity : 10 * SECOND,
        structuralSharing: false,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
        retryDelay: 0.4 * SECOND,
      },
    },
  });
}

function question<T>(key: unknown[], ask: (source: Source, signal: AbortSignal) => Promise<T>) {
  return queryOptions({ queryKey: key, queryFn: async ({ signal }) => ask(await getSource(), signal) });
}

export const siteQuery = () => question(["site"], (source, signal) => source.site(signal));

export const leaderboardsQuery = () => question(["leaderboards"], (source, signal) => source.leaderboards(signal));

/** Asked again until the intervals are there. */
export const leaderboardQuery = (group: string) =>
  queryOptions({
    ...question(["leaderboards", group], (source, signal) => source.leaderboard(group, signal)),
    refetchInterval: ({ state }) => (state.data?.statistics === "pending" ? SECOND : false),
  });

export const modelsQuery = () => question(["models"], (source, signal) => source.models(signal));

export const modelQuery = (model: string) => question(["models", model], (source, signal) => source.model(model, signal));

export const scenariosQuery = () => question(["scenarios"], (source, signal) => source.scenarios(signal));

export const scenarioQuery = (group: string) =>
  question(["scenarios", group], (source, signal) => source.scenario(group, signal));

/** While the next answer is under way, lists keep showing the one before. */
export const runsQuery = (query: Query) =>
  queryOptions({
    ...question(["runs", query], (source, signal) => source.runs(query, signal)),
    placeholderData: keepPreviousData,
  });

/** Asked again while helm-run is at it. */
export const runQuery = (run: string) =>
  queryOptions({
    ...question(["run", run], (source, signal) => source.run(run, signal)),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 2 * SECOND : false),
  });

export const statsQuery = (run: string, query: Query) =>
  queryOptions({
    ...question(["run", run, "stats", query], (source, signal) => source.stats(run, query, signal)),
    placeholderData: keepPreviousData,
  });

export const instancesQuery = (run: string, query: Query) =>
  queryOptions({
    ...question(["run", run, "instances", query], (source, signal) => source.instances(run, query, signal)),
    placeholderData: keepPreviousData,
  });

export const instanceQuery = (run: string, row: number, query: Query) =>
  queryOptions({
    ...question(["run", run, "instance", row, query], (source, signal) => source.instance(run, row, query, signal)),
    placeholderData: keepPreviousData,
  });

export const compareQuery = (query: Query) =>
  queryOptions({
    ...question(["compare", query], (source, signal) => source.compare(query, signal)),
    placeholderData: keepPreviousData,
  });

export const liveQuery = () =>
  queryOptions({
    ...question(["live"], (source, signal) => source.live(signal)),
    enabled: !isStatic(),
    refetchInterval: 2 * SECOND,
  });
