import { QueryClientProvider } from "@tanstack/react-query";
import { createBrowserRouter, createHashRouter, Outlet, type RouteObject } from "react-router";
import { RouterProvider } from "react-router/dom";
import { APP_BASE, isStatic } from "./api/config";
import { ApiError } from "./api/fetch-json";
import { createQueryClient } from "./api/queries";
import { Layout } from "./components/layout";
import { NotFound, RouteError } from "./components/problems";
import { pages } from "./routes";

const queryClient = createQueryClient();

// The inner route catches what fails on a page, so that the header stays.
const ROUTES: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <Layout><RouteError /></Layout>,
    children: [
      {
        element: <Outlet />,
        errorElement: <RouteError />,
        children: [...pages(queryClient), { path: "*", element: <NotFound /> }],
      },
    ],
  },
];

const router = isStatic() ? createHashRouter(ROUTES) : createBrowserRouter(ROUTES, { basename: APP_BASE });

/** The answers of the first page are there, or don't come. */
export const isReady = new Promise<void>((resolve) => {
  const look = ({ initialized }: { initialized: boolean }) => {
    if (initialized) resolve();
  };
  look(router.state);
  router.subscribe(look);
});

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
