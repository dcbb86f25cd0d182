// Which page stands at which address, and what it asks before it is shown. A page is drawn once, when its answers are
// there: React would show what stands in for a page that waits for at least 300 ms, and answers take ten.
import type { QueryClient } from "@tanstack/react-query";
import { createElement, type ComponentType } from "react";
import type { LoaderFunctionArgs, RouteObject } from "react-router";
import {
  compareQuery,
  instanceQuery,
  instancesQuery,
  leaderboardQuery,
  leaderboardsQuery,
  modelQuery,
  modelsQuery,
  runQuery,
  runsQuery,
  scenarioQuery,
  scenariosQuery,
  siteQuery,
  statsQuery,
} from "./api/queries";
import { Loading } from "./components/loading";
import { compareQueryOf } from "./lib/compare-query";
import { instanceFilterOf, instancesQueryOf, rowOf } from "./lib/instances-query";
import { runsQueryOf } from "./lib/runs-query";
import { statsQueryOf } from "./lib/stats-query";
import { ComparePage } from "./pages/compare";
import { LeaderboardsPage } from "./pages/leaderboards";
import { ModelPage } from "./pages/model";
import { ModelsPage } from "./pages/models";
import { PredictionsPage } from "./pages/predictions";
import { RunPage } from "./pages/run";
import { ScenarioPage } from "./pages/scenario";
import { ScenariosPage } from "./pages/scenarios";

/** What the address of a page says. */
interface Address {
  part: (name: string) => string;
  params: URLSearchParams;
}

interface Ask {
  /** What the page can't be shown without. */
  need: QueryClient["query"];
  /** What a part of it shows later. */
  want: QueryClient["query"];
}

type FirstQuestions = (ask: Ask, address: Address) => Promise<unknown>;

/** All pages of the app. */
export function pages(client: QueryClient): RouteObject[] {
  const page = (path: string | undefined, Component: ComponentType, first: FirstQuestions): RouteObject => ({
    ...(path === undefined ? { index: true } : { path }),
    Component,
    loader: async (args: LoaderFunctionArgs) => {
      await first(asking(client), addressOf(args));
      return null;
    },
    // What stands after the question mark is the page's own business.
    shouldRevalidate: ({ currentUrl, nextUrl }) => currentUrl.pathname !== nextUrl.pathname,
    hydrateFallbackElement: createElement(Loading),
  });
  return [
    page(undefined, LeaderboardsPage, askLeaderboard),
    page("leaderboards/:group?", LeaderboardsPage, askLeaderboard),
    page("models", ModelsPage, ({ need }) => need(modelsQuery())),
    page("models/:model", ModelPage, ({ need }, { part }) => need(modelQuery(part("model")))),
    page("scenarios", ScenariosPage, ({ need }) => need(scenariosQuery())),
    page("scenarios/:group", ScenarioPage, askScenario),
    page("predictions", PredictionsPage, askRuns),
    page("runs/:run/:tab?", RunPage, askRun),
    page("compare", ComparePage, askComparison),
  ];
}

function asking(client: QueryClient): Ask {
  return {
    need: (query) => client.query({ ...query, staleTime: "static" }),
    want: (query) => {
      const answer = client.query(query);
      // The part asks again, and shows what went wrong.
      answer.catch(() => undefined);
      return answer;
    },
  };
}

function addressOf({ params, request }: LoaderFunctionArgs): Address {
  return { part: (name) => params[name] ?? "", params: new URL(request.url).searchParams };
}

/** Without a group in the address, the first one is shown; without any, what to do about it. */
async function askLeaderboard({ need }: Ask, { part }: Address) {
  const named = part("group");
  const all = need(leaderboardsQuery());
  const group = named === "" ? (await all).categories[0]?.groups[0]?.name : named;
  await Promise.all([all, group === undefined ? need(siteQuery()) : need(leaderboardQuery(group))]);
}

async function askScenario({ need, want }: Ask, { part }: Address) {
  const { scenario } = await need(scenarioQuery(part("group")));
  if (scenario.leaderboard_path !== null) void want(leaderboardQuery(scenario.name));
}

function askRuns({ need, want }: Ask, { params }: Address) {
  void want(runsQuery(runsQueryOf(params)));
  return need(siteQuery());
}

function askRun({ need, want }: Ask, { part, params }: Address) {
  const [run, tab] = [part("run"), part("tab")];
  const row = rowOf(params);
  if (tab === "") void want(instancesQuery(run, instancesQueryOf(params)));
  if (tab === "" && row !== null) void want(instanceQuery(run, row, instanceFilterOf(params)));
  if (tab === "stats") void want(statsQuery(run, statsQueryOf(params)));
  return need(runQuery(run));
}

function askComparison({ need, want }: Ask, { params }: Address) {
  const query = compareQueryOf(params);
  if ([query.run, query.model].some((names) => names !== undefined && names.length > 1)) void want(compareQuery(query));
  return Promise.all([need(modelsQuery()), need(scenariosQuery())]);
}
