import { Fragment } from "react";
import { parseRunName } from "../lib/run-name";

/** A run's name, set so that it wraps between its arguments. Its text is the name itself. */
export function RunNameText({ name }: { name: string }) {
  const { scenario, args } = parseRunName(name);
  return (
    <span className="run-name">
      <span className="run-name-scenario">{scenario}</span>
      {args.map((arg, index) => (
        <Fragment key={index}>
          {index === 0 ? ":" : ","}
          <wbr />
          <span className="run-name-arg">
            {arg.value === "" && !name.includes(`${arg.name}=`) ? (
              arg.name
            ) : (
              <>
                <span className="run-name-key">{arg.name}=</span>
                {arg.value}
              </>
            )}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
