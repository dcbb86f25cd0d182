import { Link } from "react-router";
import type { CompareAnswer, CompareRow } from "../../api/types";
import { subjectLetter } from "../../lib/compare";
import { instancePath } from "../../lib/links";
import { TextDifference } from "../text-difference";
import { VerdictMark } from "../verdict-mark";

/** One instance: its input, its options, and the answers beside each other. */
export function CompareCard({ row }: { row: CompareRow }) {
  const [first, ...others] = row.answers;
  const differing = first ? others.filter((answer) => answer.prediction !== first.prediction) : [];
  return (
    <li className="card compare-card">
      <p className="small">
        <span className="muted">{row.scenario_label}</span> <strong>{row.instance_id}</strong>{" "}
        {row.split !== null && <span className="chip">{row.split}</span>}{" "}
        {row.perturbation !== null && <span className="chip">perturbation {row.perturbation.name}</span>}{" "}
        {row.train_trial_index > 0 && <span className="chip">train trial {row.train_trial_index}</span>}
      </p>
      <div className="asked">
        <p className="data-text clamped">{row.input}</p>
      {row.references.length > 0 && (
        <ul className="references">
          {row.references.map((reference, index) => (
            <li key={index} className={reference.is_correct ? "correct" : undefined}>
              <span className="reference-mark" aria-hidden="true">
                {reference.is_correct ? "✓" : ""}
              </span>
              <span className="data-text">{reference.text}</span>
              <span className="reference-tags">
                {row.answers.map((answer, subject) =>
                  answer.chosen_reference === index ? (
                    <span key={subject} className={`tag series-${subject + 1} tag-subject`}>
                      {subjectLetter(subject)}
                    </span>
                  ) : null,
                )}
                {reference.is_correct && <span className="tag tag-correct">correct</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      </div>
      <ul className="answers">
        {row.answers.map((answer, subject) => (
          <Answer key={subject} answer={answer} subject={subject} />
        ))}
      </ul>
      {first && differing.length > 0 && first.prediction.length + (differing[0]?.prediction.length ?? 0) > 8 && (
        <details className="disclosure">
          <summary>Differences of the answers</summary>
          {others.map((answer, index) =>
            answer.prediction === first.prediction ? null : (
              <div key={index} className="answer-difference">
                <h4>
                  From {subjectLetter(0)} to {subjectLetter(index + 1)}
                </h4>
                <TextDifference before={first.prediction} after={answer.prediction} />
              </div>
            ),
          )}
        </details>
      )}
    </li>
  );
}

function Answer({ answer, subject }: { answer: CompareAnswer; subject: number }) {
  const { run, row, prediction, mapped_output: mapped, verdict } = answer;
  return (
    <li className={`answer series-${subject + 1}`}>
      <p className="answer-head">
        <span className="series-mark" aria-hidden="true" />
        {row === null ? (
          subjectLetter(subject)
        ) : (
          <Link to={instancePath(run, row)} title={run}>
            {subjectLetter(subject)}
          </Link>
        )}
        <VerdictMark verdict={verdict} />
      </p>
      {prediction === "" ? <p className="muted">nothing</p> : <p className="data-text predicted">{prediction}</p>}
      {mapped !== null && mapped !== prediction && <p className="small muted data-text">{mapped}</p>}
    </li>
  );
}
