// One query per data file. Pages read them with useSuspenseQuery; the router shows what fails.
import { QueryClient, queryOptions } from "@tanstack/react-query";
import { publication, runFileUrl, summaryUrl } from "./config";
import { DataFileError, fetchJson } from "./fetch-json";
import type {
  DisplayPrediction,
  DisplayRequest,
  GroupsMetadata,
  Instance,
  RunSpec,
  Scenario,
  Schema,
  Stat,
  Summary,
  Table,
} from "./types";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        structuralSharing: false,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof DataFileError && error.fault !== "unreachable"),
        retryDelay: 400,
      },
    },
  });
}

function file<T>(url: string) {
  return queryOptions({ queryKey: ["file", url], queryFn: ({ signal }) => fetchJson<T>(url, signal) });
}

export const summaryQuery = () => file<Summary>(summaryUrl("summary.json"));
export const schemaQuery = () => file<Schema>(summaryUrl("schema.json"));
export const groupsQuery = () => file<Table[]>(summaryUrl("groups.json"));
export const groupsMetadataQuery = () => file<GroupsMetadata>(summaryUrl("groups_metadata.json"));
export const groupTablesQuery = (group: string) => file<Table[]>(summaryUrl("groups", `${group}.json`));
export const runSpecsQuery = () => file<RunSpec[]>(summaryUrl("run_specs.json"));
export const runSuitesQuery = () => file<Partial<Record<string, string>>>(summaryUrl("runs_to_run_suites.json"));

/** The suite whose folder holds a run: the shown suite, or what the release says; null if it has no such run. */
export const suiteOfRunQuery = (runName: string) =>
  queryOptions({
    queryKey: ["suite-of-run", runName],
    queryFn: async ({ client }) => {
      const shown = publication();
      if (shown?.kind === "suite") return shown.name;
      const suites = await client.query({ ...runSuitesQuery(), staleTime: "static" });
      return suites[runName] ?? null;
    },
  });

/** The files of one run folder. */
export const runQueries = (suite: string, runName: string) => {
  const url = (name: string) => runFileUrl(suite, runName, name);
  return {
    runSpec: () => file<RunSpec>(url("run_spec.json")),
    scenario: () => file<Scenario>(url("scenario.json")),
    stats: () => file<Stat[]>(url("stats.json")),
    instances: () => file<Instance[]>(url("instances.json")),
    predictions: () => file<DisplayPrediction[]>(url("display_predictions.json")),
    requests: () => file<DisplayRequest[]>(url("display_requests.json")),
  };
};
