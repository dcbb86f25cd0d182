import { Link } from "react-router";
import type { Row } from "../../api/types";
import { failedPath, modelPath, predictionsPath } from "../../lib/links";
import { FailedMark } from "../runs/failed-mark";

/** The model of a row, and what tells its rows apart. */
export function RowName({ row }: { row: Row }) {
  return (
    <>
      {row.model === null ? row.name : <Link to={modelPath(row.model)}>{row.name}</Link>}
      {row.organization !== null && <span className="sub-line">{row.organization}</span>}
      <FailedMark count={row.failed_requests} to={failuresPath(row)} />
    </>
  );
}

function failuresPath({ runs, model }: Row): string {
  const [run, ...others] = runs;
  return run !== undefined && others.length === 0 ? failedPath(run) : predictionsPath({ model: model ?? "" });
}
