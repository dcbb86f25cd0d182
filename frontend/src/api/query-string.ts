import type { Query } from "./source";

/** `?a=1&b=2&b=3`, without empty values, or "". */
export function queryString(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== "") params.append(name, one);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
