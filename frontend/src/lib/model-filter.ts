import { parseSearch } from "./search";

/** Whether a model is searched for and of a chosen organisation; all are, where nothing is searched or chosen. */
export function modelFilter(search: string, organizations: readonly string[]) {
  const { matches } = parseSearch(search);
  return (organization: string | null, ...texts: (string | null)[]): boolean =>
    (organizations.length === 0 || organizations.includes(organization ?? "")) &&
    matches([...texts, organization].map((text) => text ?? "").join(" "));
}
