import { QueryClientProvider } from "@tanstack/react-query";
import { createBrowserRouter, createHashRouter, Outlet, type RouteObject } from "react-router";
import { RouterProvider } from "react-router/dom";
import { APP_BASE, isStatic } from "./api/config";
import { ApiError } from "./api/fetch-json";
import { createQueryClient } from "./api/queries";
import { Layout } from "./components/layout";
import { NotFound, RouteError } from "./components/problems";
import { ComparePage } from "./pages/compare";
import { LeaderboardsPage } from "./pages/leaderboards";
import { ModelPage } from "./pages/model";
import { ModelsPage } from "./pages/models";
import { PredictionsPage } from "./pages/predictions";
import { RunPage } from "./pages/run";
import { ScenarioPage } from "./pages/scenario";
import { ScenariosPage } from "./pages/scenarios";

const queryClient = createQueryClient();

const PAGES: RouteObject[] = [
  { index: true, element: <LeaderboardsPage /> },
  { path: "leaderboards/:group?", element: <LeaderboardsPage /> },
  { path: "models", element: <ModelsPage /> },
  { path: "models/:model", element: <ModelPage /> },
  { path: "scenarios", element: <ScenariosPage /> },
  { path: "scenarios/:group", element: <ScenarioPage /> },
  { path: "predictions", element: <PredictionsPage /> },
  { path: "runs/:run/:tab?", element: <RunPage /> },
  { path: "compare", element: <ComparePage /> },
  { path: "*", element: <NotFound /> },
];

// The inner route catches what fails on a page, so that the header stays.
const ROUTES: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <Layout><RouteError /></Layout>,
    children: [{ element: <Outlet />, errorElement: <RouteError />, children: PAGES }],
  },
];

const router = isStatic() ? createHashRouter(ROUTES) : createBrowserRouter(ROUTES, { basename: APP_BASE });

/** An answer that says what is missing is no fault of the app: the page shows it. */
function report(error: unknown) {
  if (!(error instanceof ApiError)) console.error(error);
}

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} onError={report} />
    </QueryClientProvider>
  );
}
