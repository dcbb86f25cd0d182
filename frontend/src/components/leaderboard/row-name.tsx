import { Link } from "react-router";
import type { Row } from "../../api/types";
import { modelPath } from "../../lib/links";

/** The model of a row, and what tells its rows apart. */
export function RowName({ row }: { row: Row }) {
  return (
    <>
      {row.model === null ? row.name : <Link to={modelPath(row.model)}>{row.name}</Link>}
      {row.organization !== null && <span className="sub-line">{row.organization}</span>}
    </>
  );
}
