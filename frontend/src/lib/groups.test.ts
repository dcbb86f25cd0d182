import { expect, it } from "vitest";
import type { RunSpec, Schema, Table } from "../api/types";
import { countRuns, groupFamily, groupOfHref, leaderboardGroups } from "./groups";

const schema: Schema = {
  run_groups: [
    { name: "core", subgroups: ["qa"] },
    { name: "qa", subgroups: ["mmlu", "boolq"] },
    { name: "mmlu" },
    { name: "boolq" },
    { name: "ablation", subgroups: ["mmlu"], visibility: "this_group_only" },
  ],
};
const runs: RunSpec[] = [
  { name: "mmlu:model=a", groups: ["mmlu"] },
  { name: "mmlu:model=b", groups: ["mmlu"] },
];

function row(group: string, models: number | undefined) {
  return [{ value: group.toUpperCase(), href: `?group=${group}` }, { value: models }];
}

it("reads the group of a link", () => {
  expect(groupOfHref("?group=mmlu_subjects")).toBe("mmlu_subjects");
  expect(groupOfHref("?subgroup=a&group=b%3Ac")).toBe("b:c");
  expect(groupOfHref("https://example.org/")).toBeNull();
  expect(groupOfHref(undefined)).toBeNull();
});

it("lists the groups with data, each once, by category", () => {
  const tables: Table[] = [
    { title: "All", header: [], rows: [row("core", 2), row("ablation", 2)] },
    { title: "Scenarios", header: [], rows: [row("mmlu", 2), row("boolq", 0), row("core", 2)] },
    { title: "Empty", header: [], rows: [row("boolq", undefined)] },
  ];
  expect(leaderboardGroups(tables, schema, runs)).toEqual([
    { title: "All", groups: [{ group: "core", label: "CORE" }] },
    { title: "Scenarios", groups: [{ group: "mmlu", label: "MMLU" }] },
  ]);
});

it("counts the runs of a group and of all groups inside it", () => {
  expect(Object.fromEntries(countRuns(schema, runs))).toEqual({ core: 2, qa: 2, mmlu: 2, boolq: 0, ablation: 0 });
});

it("survives groups that contain each other", () => {
  const circular: Schema = { run_groups: [{ name: "a", subgroups: ["b"] }, { name: "b", subgroups: ["a"] }] };
  expect([...groupFamily(circular, "a")]).toEqual(["a", "b"]);
});
