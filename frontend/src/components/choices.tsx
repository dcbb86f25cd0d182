import { Link } from "react-router";
import { useUrlState } from "../lib/url-state";

interface Props {
  label: string;
  /** The parameter of the address that holds the choice; the first choice is the one without it. */
  parameter: string;
  options: { value: string; label: string }[];
  /** Parameters that mean nothing after another choice. */
  clears?: string[];
}

/** A few choices side by side, each an address. */
export function Choices({ label, parameter, options, clears = [] }: Props) {
  const { get, href } = useUrlState();
  const asked = get(parameter);
  const chosen = options.some(({ value }) => value === asked) ? asked : (options[0]?.value ?? "");
  const cleared = Object.fromEntries(clears.map((name) => [name, null]));
  return (
    <nav className="choices" aria-label={label}>
      {options.map(({ value, label: text }, index) => (
        <Link
          key={value}
          to={{ search: href({ ...cleared, [parameter]: index === 0 ? null : value }) }}
          replace
          preventScrollReset
          aria-current={value === chosen ? "true" : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
