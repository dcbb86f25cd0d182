import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { modelsQuery } from "../../api/queries";
import type { Model } from "../../api/types";
import { compareModelsPath } from "../../lib/links";
import { SelectField } from "../select-field";

/** Puts another model beside this one. */
export function CompareWith({ model }: { model: Model }) {
  const { data } = useQuery(modelsQuery());
  const navigate = useNavigate();
  const others = (data?.models ?? []).filter((other) => other.name !== model.name);
  if (others.length === 0) return null;
  return (
    <SelectField
      label="Compare with"
      value=""
      onChange={(other) => {
        if (other !== "") void navigate(compareModelsPath([model.name, other], ""));
      }}
    >
      <option value="">Choose a model</option>
      {others.map((other) => (
        <option key={other.name} value={other.name}>
          {other.display_name}
        </option>
      ))}
    </SelectField>
  );
}
