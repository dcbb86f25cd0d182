import type { InstanceDetail } from "../../api/types";

/** What the model answered, and what that stands for; or why there is no answer. */
export function Answer({ instance }: { instance: InstanceDetail }) {
  const { prediction, mapped_output: mapped, requests } = instance;
  const failed = requests.find(({ success }) => !success);
  if (instance.has_failed && failed) {
    return (
      <>
        <h4>Answer</h4>
        <p className="notice data-text">
          {requests.length > 1 ? "A request" : "The request"} failed, so this instance is not measured:{" "}
          {failed.error ?? "no reason is given"}
        </p>
      </>
    );
  }
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
