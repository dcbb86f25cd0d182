import { Link } from "react-router";
import type { Model } from "../../api/types";
import { formatParameters, plural } from "../../lib/format";
import { modelPath, predictionsPath } from "../../lib/links";
import { DataTable, type Column } from "../data-table";
import { LinkedText } from "../linked-text";

const COLUMNS: Column<Model>[] = [
  {
    id: "model",
    header: "Model",
    value: (model) => model.display_name,
    cell: (model) => (
      <>
        <Link to={modelPath(model.name)}>{model.display_name}</Link>
        <code className="sub-line">{model.name}</code>
      </>
    ),
  },
  {
    id: "organization",
    header: "Organisation",
    value: (model) => model.creator_organization ?? undefined,
    cell: (model) => model.creator_organization,
  },
  {
    id: "parameters",
    header: "Parameters",
    numeric: true,
    descendingFirst: true,
    value: (model) => model.num_parameters ?? undefined,
    cell: (model) =>
      model.num_parameters !== null && (
        <span title={model.num_parameters.toLocaleString("en")}>{formatParameters(model.num_parameters)}</span>
      ),
  },
  { id: "access", header: "Access", value: (model) => model.access ?? undefined, cell: (model) => model.access },
  {
    id: "released",
    header: "Released",
    className: "nowrap",
    value: (model) => model.release_date ?? undefined,
    cell: (model) => model.release_date,
  },
  {
    id: "description",
    header: "Description",
    className: "prose",
    cell: (model) => <LinkedText text={model.description} />,
  },
  {
    id: "runs",
    header: "Runs",
    numeric: true,
    descendingFirst: true,
    value: (model) => model.run_count,
    cell: (model) => (
      <Link
        to={predictionsPath({ model: model.name })}
        aria-label={`${plural(model.run_count, "run")} of ${model.display_name}`}
      >
        {model.run_count.toLocaleString("en")}
      </Link>
    ),
  },
];

export function ModelTable({ models }: { models: Model[] }) {
  return <DataTable caption="Models" columns={COLUMNS} rows={models} empty="No model matches." />;
}
