import { useQuery } from "@tanstack/react-query";
import { compareQuery } from "../../api/queries";
import { compareQueryOf } from "../../lib/compare-query";
import { useUrlState } from "../../lib/url-state";
import { Empty } from "../empty";
import { InlineError } from "../inline-error";
import { Loading } from "../loading";
import { ProblemList } from "../problem-list";
import { CompareChoices } from "./compare-choices";
import { CompareInstances } from "./compare-instances";
import { PairTable } from "./pair-table";
import { SubjectChart } from "./subject-chart";
import { Summary } from "./summary";

/** How the subjects did on the instances that all of them were asked. */
export function CompareResult() {
  const { params } = useUrlState();
  const { data, error, isPlaceholderData } = useQuery(compareQuery(compareQueryOf(params)));
  if (error) return <InlineError error={error} />;
  if (!data) return <Loading lines={10} />;
  if (data.n === 0) {
    return (
      <>
        <ProblemList problems={data.problems} />
        <CompareChoices comparison={data} />
        <Empty title="They share no instances">
          <p>
            None of the instances was asked of all of them. Runs can be compared when they have the same scenario with
            the same arguments.
          </p>
        </Empty>
      </>
    );
  }
  return (
    <div aria-busy={isPlaceholderData}>
      <ProblemList problems={data.problems} />
      <CompareChoices comparison={data} />
      <Summary comparison={data} />
      <SubjectChart comparison={data} />
      <h2>Pair by pair</h2>
      <PairTable comparison={data} />
      <h2>Instances</h2>
      <CompareInstances comparison={data} />
    </div>
  );
}
