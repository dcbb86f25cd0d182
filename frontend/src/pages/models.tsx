import { useSuspenseQuery } from "@tanstack/react-query";
import { modelsQuery } from "../api/queries";
import { Empty } from "../components/empty";
import { ModelCard } from "../components/model/model-card";
import { ModelTable } from "../components/model/model-table";
import { ModelToolbar } from "../components/model-toolbar";
import { ProblemList } from "../components/problem-list";
import { plural } from "../lib/format";
import { modelFilter } from "../lib/model-filter";
import { useUrlState } from "../lib/url-state";

const VIEWS = [
  { value: "table", label: "Table" },
  { value: "cards", label: "Cards" },
];

export function ModelsPage() {
  const { models: all, problems } = useSuspenseQuery(modelsQuery()).data;
  const { get, getAll } = useUrlState();
  const isWanted = modelFilter(get("q"), getAll("org"));
  const models = all.filter((model) =>
    isWanted(model.creator_organization, model.name, model.display_name, model.description),
  );
  return (
    <>
      <title>Models · helm-rs</title>
      <div className="page-head">
        <h1>Models</h1>
        <p className="count" role="status">
          {models.length === all.length ? plural(all.length, "model") : `${models.length} of ${plural(all.length, "model")}`}
        </p>
      </div>
      <ProblemList problems={problems} />
      <ModelToolbar
        views={VIEWS}
        searchLabel="Search models"
        organizations={all.map(({ creator_organization: organization }) => organization)}
      />
      {all.length === 0 && (
        <Empty title="No models yet">
          <p>A model appears here as soon as a run of it has started.</p>
        </Empty>
      )}
      {all.length > 0 &&
        (get("view") === "cards" ? (
          <ul className="cards">
            {models.map((model) => (
              <ModelCard key={model.name} model={model} />
            ))}
          </ul>
        ) : (
          <ModelTable models={models} />
        ))}
    </>
  );
}
