import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { instanceQuery } from "../../api/queries";
import type { Query } from "../../api/source";
import type { Instances, RunDetail } from "../../api/types";
import { InlineError } from "../inline-error";
import { Loading } from "../loading";
import { ProblemList } from "../problem-list";
import { InstanceBody } from "./instance-body";
import { InstanceSteps } from "./instance-steps";

interface Props {
  run: RunDetail;
  row: number;
  /** What was filtered by: the neighbours are those among the hits. */
  filter: Query;
  list: Instances;
}

/** One instance in full, with the way to the one before and after. */
export function InstanceView({ run, row, filter, list }: Props) {
  const { data, error, isPlaceholderData } = useQuery(instanceQuery(run.name, row, filter));
  const section = useRef<HTMLElement>(null);
  const before = useRef(row);

  // Another instance is read from its beginning.
  useEffect(() => {
    if (before.current === row) return;
    before.current = row;
    const top = section.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > window.innerHeight / 2) section.current?.scrollIntoView({ block: "start" });
  }, [row]);

  return (
    <section ref={section} className="instance" aria-label="Instance" aria-busy={isPlaceholderData}>
      {data && <InstanceSteps instance={data} list={list} />}
      {error && <InlineError error={error} />}
      {data && (
        <>
          <ProblemList problems={data.problems} />
          <InstanceBody instance={data} trials={run.trials} />
        </>
      )}
      {!data && !error && <Loading lines={10} />}
    </section>
  );
}
