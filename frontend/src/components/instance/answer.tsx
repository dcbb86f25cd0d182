import type { InstanceDetail } from "../../api/types";

/** What the model answered, and what that stands for. */
export function Answer({ instance: { prediction, mapped_output: mapped } }: { instance: InstanceDetail }) {
  return (
    <>
      <h4>Answer</h4>
      {prediction === "" ? (
        <p className="muted">The model answered nothing.</p>
      ) : (
        <p className="data-text predicted">{prediction}</p>
      )}
      {mapped !== null && mapped !== prediction && (
        <p className="small">
          <span className="muted">Stands for</span> <span className="data-text">{mapped}</span>
        </p>
      )}
    </>
  );
}
