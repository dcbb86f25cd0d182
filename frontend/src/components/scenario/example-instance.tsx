import { Link } from "react-router";
import type { ScenarioExample } from "../../api/types";
import { instancePath } from "../../lib/links";

export function ExampleInstance({ example }: { example: ScenarioExample }) {
  return (
    <li className="card">
      <p className="small">
        <Link to={instancePath(example.run, example.row)}>{example.id}</Link>{" "}
        {example.split !== null && <span className="chip">{example.split}</span>}
      </p>
      <p className="data-text clamped">{example.input}</p>
      <ul className="references">
        {example.references.map((reference, index) => (
          <li key={index} className={reference.is_correct ? "correct" : undefined}>
            <span className="reference-mark" aria-hidden="true">
              {reference.is_correct ? "✓" : ""}
            </span>
            <span className="data-text">{reference.text}</span>
            {reference.is_correct && <span className="tag tag-correct">correct</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}
