import { QueryClientProvider } from "@tanstack/react-query";
import { createBrowserRouter, Outlet } from "react-router";
import { RouterProvider } from "react-router/dom";
import { APP_BASE } from "./api/config";
import { createQueryClient } from "./api/queries";
import { Layout } from "./components/layout";
import { NotFound, RouteError } from "./components/problems";
import { RequireSummary } from "./components/require-summary";
import { LeaderboardsPage } from "./pages/leaderboards";
import { ModelsPage } from "./pages/models";
import { PredictionsPage } from "./pages/predictions";
import { RunPage } from "./pages/run";
import { ScenarioPage, ScenariosPage } from "./pages/scenarios";

const queryClient = createQueryClient();

const router = createBrowserRouter(
  [
    {
      element: <Layout />,
      errorElement: <Layout><RouteError /></Layout>,
      children: [
        {
          element: <Outlet />,
          errorElement: <RouteError />,
          children: [
            {
              element: <RequireSummary />,
              children: [
                { index: true, element: <LeaderboardsPage /> },
                { path: "leaderboards/:group?", element: <LeaderboardsPage /> },
                { path: "models", element: <ModelsPage /> },
                { path: "scenarios", element: <ScenariosPage /> },
                { path: "scenarios/:group", element: <ScenarioPage /> },
                { path: "predictions", element: <PredictionsPage /> },
              ],
            },
            { path: "runs/:runName", element: <RunPage /> },
            { path: "*", element: <NotFound /> },
          ],
        },
      ],
    },
  ],
  { basename: APP_BASE },
);

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
