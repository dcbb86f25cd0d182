import type { RunDetail, SpecField } from "../../api/types";
import { runFileUrl } from "../../api/config";
import { useUrlState } from "../../lib/url-state";
import { Choices } from "../choices";
import { DataTable, type Column } from "../data-table";
import { Details, JsonValue, Verbatim } from "../details";
import { LinkedText } from "../linked-text";

const FILES = ["run_spec.json", "scenario.json", "scenario_state.json", "stats.json", "per_instance_stats.json"];

const COLUMNS: Column<SpecField>[] = [
  {
    id: "field",
    header: "Field",
    value: (field) => field.field,
    cell: ({ field, is_default: isDefault }) => (
      <>
        <code>{field}</code>
        {!isDefault && <span className="tag tag-changed">changed</span>}
      </>
    ),
  },
  {
    id: "value",
    header: "Value",
    cell: ({ value, is_default: isDefault }) =>
      isDefault ? (
        <JsonValue value={value} />
      ) : (
        <strong>
          <JsonValue value={value} />
        </strong>
      ),
  },
  { id: "default", header: "Default", cell: ({ default: byDefault }) => <JsonValue value={byDefault} /> },
];

/** How the run was specified; what differs from the default is marked. */
export function SpecTab({ run }: { run: RunDetail }) {
  const { get } = useUrlState();
  const changed = run.spec.filter((field) => !field.is_default);
  const onlyChanged = get("fields") !== "all";
  const info = run.scenario_info;
  const files = FILES.flatMap((name) => {
    const url = runFileUrl(run.suite, run.name, name);
    return url === null ? [] : [{ name, url }];
  });
  return (
    <>
      {info !== null && (
        <Details
          items={[
            ["Scenario", <LinkedText key="scenario" text={info.description || info.name} />],
            ["Tags", info.tags.join(", ")],
            ["Defined in", info.definition_path],
            [
              "Arguments",
              Object.keys(run.scenario_args).length > 0 && (
                <code key="arguments">{JSON.stringify(run.scenario_args)}</code>
              ),
            ],
          ]}
        />
      )}
      <div className="toolbar spec-toolbar">
        <Choices
          label="Fields"
          parameter="fields"
          options={[
            { value: "changed", label: `Differences from the default (${changed.length})` },
            { value: "all", label: `All fields (${run.spec.length})` },
          ]}
        />
      </div>
      <DataTable
        caption="Run specification"
        columns={COLUMNS}
        rows={onlyChanged ? changed : run.spec}
        className="spec"
        empty="Everything is as by default."
      />
      <details className="disclosure notes">
        <summary>run_spec.json</summary>
        <Verbatim text={JSON.stringify(run.run_spec, null, 2)} label="run_spec.json" />
      </details>
      {files.length > 0 && (
        <p className="actions small">
          <span className="muted">Files:</span>
          {files.map(({ name, url }) => (
            <a key={name} href={url}>
              {name}
            </a>
          ))}
        </p>
      )}
    </>
  );
}
