import type { ReactNode } from "react";
import { Link, useRouteError } from "react-router";
import { ApiError } from "../api/fetch-json";

/** A page that can't be shown: what is wrong, and what can be done. */
function ProblemPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="problem" role="alert">
      <title>{`${title} · helm-rs`}</title>
      <h1>{title}</h1>
      {children}
    </section>
  );
}

export function Command({ children }: { children: string }) {
  return (
    <pre className="command">
      <code>{children}</code>
    </pre>
  );
}

export function NotFound() {
  return (
    <ProblemPage title="Page not found">
      <p>There is nothing at this address.</p>
      <p>
        <Link to="/">Go to the leaderboards</Link>
      </p>
    </ProblemPage>
  );
}

/** Shown by the router in place of a page that failed. */
export function RouteError() {
  const error = useRouteError();
  if (error instanceof ApiError) return <ApiProblem error={error} />;
  return (
    <ProblemPage title="Something went wrong">
      <p>This page could not be shown. The data may have a form the app does not expect.</p>
      <Command>{error instanceof Error ? error.message : String(error)}</Command>
      <p>
        <Link to="/">Go to the leaderboards</Link>
      </p>
    </ProblemPage>
  );
}

const TITLES: Partial<Record<number, string>> = { 0: "No connection", 400: "This can't be asked", 404: "Not found" };

function ApiProblem({ error }: { error: ApiError }) {
  return (
    <ProblemPage title={TITLES[error.status] ?? "This can't be shown"}>
      <Command>{error.message}</Command>
      {error.hint !== null && <p className="data-text">{error.hint}</p>}
      <p className="actions">
        {error.status !== 404 && error.status !== 400 && (
          <button
            type="button"
            className="button"
            onClick={() => {
              window.location.reload();
            }}
          >
            Try again
          </button>
        )}
        <Link to="/predictions">All runs</Link>
        <Link to="/">Leaderboards</Link>
      </p>
    </ProblemPage>
  );
}
