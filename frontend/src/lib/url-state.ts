import { useCallback } from "react";
import { useSearchParams } from "react-router";

export type Changes = Record<string, string | readonly string[] | null>;

/** The query of an address with some parameters changed; null or nothing removes one. */
export function changedSearch(params: URLSearchParams, changes: Changes): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of [value ?? []].flat()) if (one !== "") next.append(name, one);
  }
  const text = next.toString();
  return text ? `?${text}` : "";
}

/** State that lives in the query of the address, so that every view can be linked to. */
export function useUrlState() {
  const [params, setParams] = useSearchParams();
  const update = useCallback(
    (changes: Changes) => {
      setParams((now) => new URLSearchParams(changedSearch(now, changes)), {
        replace: true,
        preventScrollReset: true,
        // A box that is ticked must not be seen unticked until a large table is drawn.
        flushSync: true,
      });
    },
    [setParams],
  );
  return {
    params,
    get: (name: string) => params.get(name) ?? "",
    getAll: (name: string) => params.getAll(name),
    href: (changes: Changes) => changedSearch(params, changes),
    update,
  };
}
