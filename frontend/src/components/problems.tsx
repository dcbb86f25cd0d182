import type { ReactNode } from "react";
import { Link, useRouteError } from "react-router";
import { publication } from "../api/config";
import { DataFileError } from "../api/fetch-json";

export function Problem({ title, children }: { title: string; children: ReactNode }) {
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

/** The command that writes the files this app reads. */
export function summarizeCommand(): string {
  const shown = publication();
  return shown?.kind === "release"
    ? `helm-summarize --release ${shown.name} --suites SUITE [SUITE ...]`
    : `helm-summarize --suite ${shown?.name ?? "NAME"}`;
}

export function NotFound() {
  return (
    <Problem title="Page not found">
      <p>There is nothing at this address.</p>
      <p>
        <Link to="/">Go to the leaderboards</Link>
      </p>
    </Problem>
  );
}

export function NoPublication() {
  return (
    <Problem title="Nothing to show">
      <p>The server was started without a suite or a release. Start it with one of them:</p>
      <Command>helm-server --suite NAME</Command>
      <Command>helm-server --release NAME</Command>
    </Problem>
  );
}

function NoSummary() {
  const shown = publication();
  return (
    <Problem title="No summary yet">
      <p>
        The {shown?.kind ?? "suite"} <strong>{shown?.name}</strong> has no <code>summary.json</code>. Leaderboards are
        written from finished runs by this command:
      </p>
      <Command>{summarizeCommand()}</Command>
      <p>Then load this page again. If the name is wrong, start the server with another one.</p>
    </Problem>
  );
}

const WRITTEN_BY_RUN = ["run_spec.json", "scenario.json", "scenario_state.json", "stats.json", "per_instance_stats.json"];

/** What is wrong with a data file, in words. */
export function FileFault({ error }: { error: DataFileError }) {
  return (
    <>
      <p>
        {error.fault === "missing" && "This file does not exist:"}
        {error.fault === "invalid" && "This file could not be read as JSON:"}
        {error.fault === "unreachable" && "This file could not be loaded:"}
      </p>
      <Command>{decodeURIComponent(error.url)}</Command>
      {error.fault !== "missing" && <p>{error.detail}</p>}
      {error.fault === "missing" && WRITTEN_BY_RUN.includes(error.file) && (
        <p>
          <code>helm-run</code> writes it when a run is complete.
        </p>
      )}
      {error.fault === "missing" && !WRITTEN_BY_RUN.includes(error.file) && (
        <>
          <p>This command writes the files of a summary:</p>
          <Command>{summarizeCommand()}</Command>
        </>
      )}
    </>
  );
}

function NoRun({ error }: { error: DataFileError }) {
  return (
    <Problem title="Unknown run">
      <p>There is no finished run of this name.</p>
      <FileFault error={error} />
      <p>
        <Link to="/predictions">All runs</Link>
      </p>
    </Problem>
  );
}

/** Shown by the router in place of a page that failed. */
export function RouteError() {
  const error = useRouteError();
  if (error instanceof DataFileError) {
    if (error.fault === "missing" && error.file === "summary.json") return <NoSummary />;
    if (error.fault === "missing" && error.file === "run_spec.json") return <NoRun error={error} />;
    return (
      <Problem title={`Cannot read ${error.file}`}>
        <FileFault error={error} />
        <button
          type="button"
          onClick={() => {
            window.location.reload();
          }}
        >
          Try again
        </button>
      </Problem>
    );
  }
  return (
    <Problem title="Something went wrong">
      <p>This page could not be shown. The data may have a form the app does not expect.</p>
      <Command>{error instanceof Error ? error.message : String(error)}</Command>
      <p>
        <Link to="/">Go to the leaderboards</Link>
      </p>
    </Problem>
  );
}
