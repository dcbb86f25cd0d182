import { Link } from "react-router";
import { plural } from "../../lib/format";
import { compareRunsPath } from "../../lib/links";
import { useUrlState } from "../../lib/url-state";

/** What is chosen for a comparison, across pages. */
export function ChosenRuns() {
  const { getAll, update } = useUrlState();
  const picked = getAll("pick");
  if (picked.length === 0) return null;
  return (
    <div className="chosen-runs" role="status">
      <span>{plural(picked.length, "run")} chosen</span>
      {picked.length > 1 ? (
        <Link className="button button-primary" to={compareRunsPath(picked)}>
          Compare
        </Link>
      ) : (
        <span className="muted">Choose another to compare</span>
      )}
      <button
        type="button"
        className="link-button"
        onClick={() => {
          update({ pick: null });
        }}
      >
        Clear
      </button>
    </div>
  );
}
