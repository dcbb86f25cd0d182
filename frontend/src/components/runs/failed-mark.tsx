import { Link } from "react-router";
import { plural } from "../../lib/format";

/** How many requests failed, with a link to them; nothing where none did. */
export function FailedMark({ count, to }: { count: number | null; to: string }) {
  if (count === null || count === 0) return null;
  return (
    <Link to={to} className="status status-broken" title="Instances whose request failed are not measured">
      {plural(count, "failed request")}
    </Link>
  );
}
