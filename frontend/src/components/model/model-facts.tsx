import type { Model } from "../../api/types";
import { formatParameters } from "../../lib/format";
import { Details } from "../details";

/** What is known of a model. */
export function ModelFacts({ model, full = false }: { model: Model; full?: boolean }) {
  return (
    <Details
      items={[
        ["Organisation", model.creator_organization],
        ["Parameters", model.num_parameters !== null && formatParameters(model.num_parameters)],
        ["Released", model.release_date],
        ["Access", model.access],
        ["Deployments", full && model.deployments.length > 0 && <code>{model.deployments.join(", ")}</code>],
      ]}
    />
  );
}
