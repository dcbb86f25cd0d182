import type { RunSpec, Schema, Table } from "../api/types";

export interface GroupChoice {
  group: string;
  label: string;
}

export interface GroupCategory {
  title: string;
  groups: GroupChoice[];
}

const HREF = /[?&]group=([^&]*)/;

/** The group that a cell of groups.json links to. */
export function groupOfHref(href: string | null | undefined): string | null {
  const encoded = href?.match(HREF)?.[1];
  return encoded ? decodeURIComponent(encoded) : null;
}

/**
 * The groups with a leaderboard, by category, in the order of groups.json.
 * A group has one when a model was evaluated on it ("# models" is the last column); a group whose visibility is
 * this_group_only also needs runs that name it.
 */
export function leaderboardGroups(tables: Table[], schema: Schema, runSpecs: RunSpec[]): GroupCategory[] {
  const visibility = new Map((schema.run_groups ?? []).map((group) => [group.name, group.visibility]));
  const named = new Set(runSpecs.flatMap((spec) => spec.groups ?? []));
  const seen = new Set<string>();
  const categories: GroupCategory[] = [];
  for (const table of tables) {
    const groups: GroupChoice[] = [];
    for (const row of table.rows) {
      const group = groupOfHref(row[0]?.href);
      if (group === null || seen.has(group)) continue;
      if (!(Number(row.at(-1)?.value ?? 0) > 0)) continue;
      if (visibility.get(group) === "this_group_only" && !named.has(group)) continue;
      seen.add(group);
      groups.push({ group, label: String(row[0]?.value ?? group) });
    }
    if (groups.length > 0) categories.push({ title: table.title, groups });
  }
  return categories;
}

/** The group and all groups inside it; a group that shows only its own runs (this_group_only) stands alone. */
export function groupFamily(schema: Schema, group: string): Set<string> {
  const byName = new Map((schema.run_groups ?? []).map((entry) => [entry.name, entry]));
  const family = new Set<string>();
  const visit = (name: string) => {
    if (family.has(name)) return;
    family.add(name);
    const entry = byName.get(name);
    if (entry && entry.visibility !== "this_group_only") entry.subgroups?.forEach(visit);
  };
  visit(group);
  return family;
}

export function isInFamily(spec: RunSpec, family: Set<string>): boolean {
  return spec.groups?.some((name) => family.has(name)) ?? false;
}

/** How many runs belong to each group, those of the groups inside it included. */
export function countRuns(schema: Schema, runSpecs: RunSpec[]): Map<string, number> {
  return new Map(
    (schema.run_groups ?? []).map(({ name }) => {
      const family = groupFamily(schema, name);
      return [name, runSpecs.filter((spec) => isInFamily(spec, family)).length];
    }),
  );
}
