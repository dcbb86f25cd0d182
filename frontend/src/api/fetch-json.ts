import { parseJson } from "../lib/json";

export type Fault = "missing" | "invalid" | "unreachable";

/** A data file that could not be read; it knows the file's name, for the message. */
export class DataFileError extends Error {
  readonly url: string;
  readonly fault: Fault;
  readonly detail: string;

  constructor(url: string, fault: Fault, detail: string) {
    super(`${decodeURIComponent(url)}: ${detail}`);
    this.name = "DataFileError";
    this.url = url;
    this.fault = fault;
    this.detail = detail;
  }

  get file(): string {
    return decodeURIComponent(this.url.slice(this.url.lastIndexOf("/") + 1));
  }
}

export async function fetchJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  let text: string;
  try {
    // "no-cache" asks the server whether the file changed: helm-summarize may have run again.
    response = await fetch(url, { cache: "no-cache", signal: signal ?? null });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new DataFileError(url, "unreachable", "The server did not answer.");
  }
  // A server with history routing may answer an unknown path with the app's own page.
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (response.status === 404 || (response.ok && isPage)) {
    throw new DataFileError(url, "missing", "There is no such file.");
  }
  if (!response.ok) throw new DataFileError(url, "unreachable", `The server answered ${response.status}.`);
  try {
    return parseJson(text) as T;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFileError(url, "invalid", reason);
  }
}
