// Where things are: the one place that knows about addresses.
// `/config.js` of the server sets the three globals before this module runs.

declare global {
  interface Window {
    BENCHMARK_OUTPUT_BASE_URL?: string;
    SUITE?: string | null;
    RELEASE?: string | null;
    PROJECT_ID?: string | null;
  }
}

/** What is shown: one summarised suite, or one release made of several suites. */
export interface Publication {
  kind: "suite" | "release";
  name: string;
}

/** The path the app itself is served under, with a slash at the end. */
export const APP_BASE = import.meta.env.BASE_URL;

export function publication(): Publication | null {
  if (window.RELEASE) return { kind: "release", name: window.RELEASE };
  if (window.SUITE) return { kind: "suite", name: window.SUITE };
  return null;
}

/** The address of a file of the output folder; every part is encoded. */
export function outputUrl(...parts: string[]): string {
  const base = (window.BENCHMARK_OUTPUT_BASE_URL ?? "benchmark_output").replace(/\/+$/, "");
  const root = /^(https?:)?\//.test(base) ? base : APP_BASE + base;
  return [root, ...parts.map(encodeURIComponent)].join("/");
}

/** The address of a file that helm-summarize wrote for the shown suite or release. */
export function summaryUrl(...parts: string[]): string {
  const shown = publication();
  if (shown === null) throw new Error("The server names neither a suite nor a release.");
  return outputUrl(shown.kind === "release" ? "releases" : "runs", shown.name, ...parts);
}

export function runFileUrl(suite: string, runName: string, file: string): string {
  return outputUrl("runs", suite, runName, file);
}

/** A link of a table: files of the groups folder are looked up where the app reads its data. */
export function tableLinkUrl(href: string): string | null {
  if (/^https?:\/\//.test(href)) return href;
  const at = href.lastIndexOf("/groups/");
  if (at < 0) return null;
  return summaryUrl("groups", ...href.slice(at + "/groups/".length).split("/").map(decode));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
