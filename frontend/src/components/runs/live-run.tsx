import { Link } from "react-router";
import type { Progress, RunRow } from "../../api/types";
import { runPath } from "../../lib/links";
import { RunNameText } from "../run-name-text";
import { ProgressLine } from "./progress-line";

export function LiveRun({ run, progress }: { run: Pick<RunRow, "name">; progress: Progress }) {
  return (
    <li className="live-run">
      <Link to={runPath(run.name)}>
        <RunNameText name={run.name} />
      </Link>
      <ProgressLine name={run.name} progress={progress} />
    </li>
  );
}
