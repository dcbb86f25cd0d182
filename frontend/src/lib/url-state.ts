import { useSearchParams } from "react-router";

export type Changes = Record<string, string | null>;

/** The query of an address with some parameters changed; null or "" removes one. */
export function changedSearch(params: URLSearchParams, changes: Changes): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `?${text}` : "";
}

/** State that lives in the query of the address, so that every view can be linked to. */
export function useUrlState() {
  const [params, setParams] = useSearchParams();
  return {
    params,
    get: (name: string) => params.get(name) ?? "",
    href: (changes: Changes) => changedSearch(params, changes),
    update: (changes: Changes) => {
      setParams((now) => new URLSearchParams(changedSearch(now, changes)), {
        replace: true,
        preventScrollReset: true,
      });
    },
  };
}
