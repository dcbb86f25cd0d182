import { useSuspenseQuery } from "@tanstack/react-query";
import { modelsQuery } from "../api/queries";
import { Choices } from "../components/choices";
import { Empty } from "../components/empty";
import { ModelCard } from "../components/model/model-card";
import { ModelTable } from "../components/model/model-table";
import { ProblemList } from "../components/problem-list";
import { SearchField } from "../components/search-field";
import { SelectField } from "../components/select-field";
import { plural } from "../lib/format";
import { parseSearch } from "../lib/search";
import { compareValues } from "../lib/sorting";
import { useUrlState } from "../lib/url-state";

const VIEWS = [
  { value: "table", label: "Table" },
  { value: "cards", label: "Cards" },
];

export function ModelsPage() {
  const { models: all, problems } = useSuspenseQuery(modelsQuery()).data;
  const { get, update } = useUrlState();
  const organization = get("org");
  const { matches } = parseSearch(get("q"));
  const models = all.filter(
    (model) =>
      (organization === "" || model.creator_organization === organization) &&
      matches(`${model.name} ${model.display_name} ${model.creator_organization ?? ""} ${model.description ?? ""}`),
  );
  const organizations = [...new Set(all.flatMap((model) => model.creator_organization ?? []))].sort(compareValues);
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
      <div className="toolbar">
        <Choices label="View" parameter="view" options={VIEWS} />
        <SearchField
          label="Search models"
          value={get("q")}
          placeholder="words, or /pattern/"
          onChange={(q) => {
            update({ q });
          }}
        />
        {organizations.length > 1 && (
          <SelectField
            label="Organisation"
            value={organization}
            onChange={(org) => {
              update({ org });
            }}
          >
            <option value="">All</option>
            {organizations.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </SelectField>
        )}
      </div>
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
