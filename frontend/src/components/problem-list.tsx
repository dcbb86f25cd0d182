import type { Problem } from "../api/types";
import { plural } from "../lib/format";

/** More than these are counted rather than listed. */
const MOST_LISTED = 5;

/** Files that could not be read; the rest of the page is shown without them. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return null;
  const more = problems.length - MOST_LISTED;
  return (
    <div className="notice" role="status">
      <p>
        <strong>{plural(problems.length, "file")} could not be read.</strong> What depends on{" "}
        {problems.length === 1 ? "it" : "them"} is missing here.
      </p>
      <ul>
        {problems.slice(0, MOST_LISTED).map(({ file, problem, hint }) => (
          <li key={`${file} ${problem}`}>
            <code className="pre">{file}</code>: {problem}
            {hint !== null && <span className="muted"> ({hint})</span>}
          </li>
        ))}
        {more > 0 && <li>and {plural(more, "other")}</li>}
      </ul>
    </div>
  );
}
