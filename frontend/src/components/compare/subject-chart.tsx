import { Link } from "react-router";
import type { Comparison, Subject } from "../../api/types";
import { chartScale } from "../../lib/chart-scale";
import { subjectLetter, subjectNames } from "../../lib/compare";
import { formatCount } from "../../lib/format";
import { modelPath, runPath } from "../../lib/links";
import { IntervalChart } from "../charts/interval-chart";

/** The means of the subjects over the shared instances. */
export function SubjectChart({ comparison: { subjects, metric, metric_display_name: metricName, n } }: { comparison: Comparison }) {
  const names = subjectNames(subjects);
  const rows = subjects.flatMap((subject, index) =>
    subject.mean === null
      ? []
      : [
          {
            key: subject.name,
            series: index + 1,
            label: <SubjectLabel subject={subject} index={index} name={names[index] ?? subject.name} />,
            value: subject.mean,
            low: subject.interval?.low,
            high: subject.interval?.high,
            note: `${formatCount(subject.correct)} of ${formatCount(n)}`,
          },
        ],
  );
  const values = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  return (
    <IntervalChart
      caption="Scores on the shared instances"
      labelHeader="Subject"
      valueHeader={metricName ?? metric ?? "Score"}
      noteHeader="Right"
      rows={rows}
      scale={chartScale(values, true)}
      bars
    />
  );
}

function SubjectLabel({ subject, index, name }: { subject: Subject; index: number; name: string }) {
  return (
    <span className={`subject series-${index + 1}`}>
      <span className="series-mark" aria-hidden="true" />
      <strong>{subjectLetter(index)}</strong>
      <Link to={subject.kind === "run" ? runPath(subject.name) : modelPath(subject.name)}>{name}</Link>
    </span>
  );
}
