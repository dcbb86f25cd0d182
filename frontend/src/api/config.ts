// Where things are: the one place that knows about addresses.
// `/config.js` of the server sets the globals before this module runs.

declare global {
  interface Window {
    BENCHMARK_OUTPUT_BASE_URL?: string;
    /** Set in a static export: answers are files, and the app's addresses stand after `#`. */
    HELM_STATIC?: boolean;
  }
}

export function isStatic(): boolean {
  return window.HELM_STATIC === true;
}

/** The path the app itself is served under, with a slash at the end. */
export const APP_BASE = import.meta.env.BASE_URL;

/** The address of an answer; `path` is relative to the API and already encoded. */
export function apiUrl(path: string): string {
  // A static export may lie in any folder: its files are found from the page that is open.
  return isStatic() ? new URL(`api/${path}`, document.baseURI).href : `${APP_BASE}api/${path}`;
}

/** The address of a file that helm-run wrote; null in a static export, which leaves them out. */
export function runFileUrl(suite: string, runName: string, file: string): string | null {
  if (isStatic()) return null;
  const base = (window.BENCHMARK_OUTPUT_BASE_URL ?? "benchmark_output").replace(/\/+$/, "");
  const root = /^(https?:)?\//.test(base) ? base : APP_BASE + base;
  return [root, "runs", ...[suite, runName, file].map(encodeURIComponent)].join("/");
}
