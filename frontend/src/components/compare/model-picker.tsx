import { useSuspenseQuery } from "@tanstack/react-query";
import { modelsQuery, scenariosQuery } from "../../api/queries";
import { useUrlState } from "../../lib/url-state";
import { SelectField } from "../select-field";

interface Props {
  chosen: string[];
  onAdd: (model: string) => void;
}

export function ModelPicker({ chosen, onAdd }: Props) {
  const { models } = useSuspenseQuery(modelsQuery()).data;
  const { scenarios } = useSuspenseQuery(scenariosQuery()).data;
  const { get, update } = useUrlState();
  const others = models.filter((model) => !chosen.includes(model.name));
  return (
    <div className="toolbar">
      {others.length > 0 && (
        <SelectField
          label="Add a model"
          value=""
          onChange={(model) => {
            if (model !== "") onAdd(model);
          }}
        >
          <option value="">Choose a model</option>
          {others.map((model) => (
            <option key={model.name} value={model.name}>
              {model.display_name}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField
        label="On"
        value={get("group")}
        onChange={(group) => {
          update({ group, category: null, page: null });
        }}
      >
        <option value="">all scenarios</option>
        {scenarios.map((scenario) => (
          <option key={scenario.name} value={scenario.name}>
            {scenario.display_name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
