import { Link } from "react-router";
import type { Model } from "../../api/types";
import { plural } from "../../lib/format";
import { modelPath } from "../../lib/links";
import { stripLinks } from "../../lib/markdown";
import { ModelFacts } from "./model-facts";

export function ModelCard({ model }: { model: Model }) {
  return (
    <li className="card">
      <h2>
        <Link to={modelPath(model.name)}>{model.display_name}</Link>
      </h2>
      <code className="sub-line">{model.name}</code>
      {model.description !== null && <p className="card-text">{stripLinks(model.description)}</p>}
      <ModelFacts model={model} />
      <p className="muted small">{plural(model.run_count, "run")}</p>
    </li>
  );
}
