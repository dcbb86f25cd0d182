import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { schemaQuery } from "../api/queries";
import type { Model } from "../api/types";
import { DataTable, type Column } from "../components/data-table";
import { LinkedText } from "../components/linked-text";
import { formatParameters, plural } from "../lib/format";
import { predictionsPath } from "../lib/links";

const absent = <span className="muted">–</span>;

const COLUMNS: Column<Model>[] = [
  {
    id: "model",
    header: "Model",
    value: (model) => model.display_name ?? model.name,
    cell: (model) => (
      <>
        <Link to={predictionsPath({ model: model.name })} title="Runs of this model">
          {model.display_name ?? model.name}
        </Link>
        <code className="sub-line">{model.name}</code>
      </>
    ),
  },
  {
    id: "organisation",
    header: "Organisation",
    value: (model) => model.creator_organization ?? undefined,
    cell: (model) => model.creator_organization ?? absent,
  },
  {
    id: "access",
    header: "Access",
    value: (model) => model.access ?? undefined,
    cell: (model) => model.access ?? absent,
  },
  {
    id: "released",
    header: "Released",
    value: (model) => model.release_date ?? undefined,
    descendingFirst: true,
    className: "nowrap",
    cell: (model) => model.release_date ?? absent,
  },
  {
    id: "parameters",
    header: "Parameters",
    numeric: true,
    descendingFirst: true,
    value: (model) => model.num_parameters ?? undefined,
    cell: (model) =>
      typeof model.num_parameters === "number" ? (
        <span title={model.num_parameters.toLocaleString("en")}>{formatParameters(model.num_parameters)}</span>
      ) : (
        absent
      ),
  },
  {
    id: "description",
    header: "Description",
    className: "prose",
    cell: (model) => (model.description ? <LinkedText text={model.description} /> : absent),
  },
];

const NONE: Model[] = [];

export function ModelsPage() {
  const { data: schema } = useSuspenseQuery(schemaQuery());
  const models = schema.models ?? NONE;
  return (
    <>
      <title>Models · helm-rs</title>
      <div className="page-head">
        <h1>Models</h1>
        <p className="count">{plural(models.length, "model")} evaluated</p>
      </div>
      <DataTable caption="Models" columns={COLUMNS} rows={models} empty="The schema of this summary names no model." />
    </>
  );
}
