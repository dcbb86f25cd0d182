import type { RunStatus } from "../../api/types";

const EXPLAINED: Record<Exclude<RunStatus, "complete">, string> = {
  running: "helm-run is working on it",
  stopped: "helm-run left it unfinished",
  incomplete: "files are missing",
  broken: "a file can't be read",
};

/** What is to be said of a run that is not complete. */
export function StatusMark({ status }: { status: RunStatus }) {
  if (status === "complete") return null;
  return (
    <span className={`status status-${status}`} title={EXPLAINED[status]}>
      {status}
    </span>
  );
}
