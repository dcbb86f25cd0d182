import { CompareResult } from "../components/compare/compare-result";
import { SubjectPicker } from "../components/compare/subject-picker";
import { Empty } from "../components/empty";
import { LEAST_COMPARED, MOST_COMPARED } from "../lib/compare";
import { useUrlState } from "../lib/url-state";

export function ComparePage() {
  const { getAll } = useUrlState();
  const chosen = Math.max(getAll("run").length, getAll("model").length);
  return (
    <>
      <title>Compare · helm-rs</title>
      <h1>Compare</h1>
      <SubjectPicker />
      {chosen < LEAST_COMPARED ? (
        <Empty title="Nothing to compare yet">
          <p>
            Choose {LEAST_COMPARED} to {MOST_COMPARED} models, or runs of one scenario. They are compared on the
            instances that all of them were asked: who is right where, whether the difference may be chance, and what
            each answered.
          </p>
        </Empty>
      ) : (
        <CompareResult />
      )}
    </>
  );
}
