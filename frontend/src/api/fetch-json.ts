/** An answer that did not come, or says that there is none: what went wrong and what to do about it. */
export class ApiError extends Error {
  /** The HTTP status; 0 when nothing answered. */
  readonly status: number;
  readonly hint: string | null;

  constructor(status: number, message: string, hint: string | null = null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.hint = hint;
  }
}

export async function fetchJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  let text: string;
  try {
    // "no-cache" asks the server whether the answer changed: runs go on while the page is open.
    response = await fetch(url, { cache: "no-cache", signal: signal ?? null });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, "The server does not answer", "Is helm-server still running?");
  }
  const value = parse(text);
  if (!response.ok) throw refusal(response.status, value);
  if (value === undefined) throw new ApiError(response.status, `The answer to ${url} is no JSON`);
  return value as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, value: unknown): ApiError {
  const { error, hint } = (value ?? {}) as { error?: unknown; hint?: unknown };
  const message = typeof error === "string" ? error : `The server answered with status ${status}`;
  return new ApiError(status, message, typeof hint === "string" ? hint : null);
}
