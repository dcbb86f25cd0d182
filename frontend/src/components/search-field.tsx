import { useEffect, useId, useRef } from "react";
import { readSearch } from "../lib/search";

/** How long typing has to pause before the address changes, in milliseconds. */
const PAUSE = 150;

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}

/** A search field whose text lives in the address. Typing never waits for the address to change. */
export function SearchField({ label, value, placeholder, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<number>(undefined);
  const id = useId();
  const { invalidPattern } = readSearch(value);

  // The address may change by other means: the back button, or a link that clears the search.
  useEffect(() => {
    if (input.current && (document.activeElement !== input.current || value === "")) input.current.value = value;
  }, [value]);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
    },
    [],
  );

  return (
    <div className="field field-search">
      <label htmlFor={id}>{label}</label>
      <div className="search-row">
        <input
          ref={input}
          id={id}
          type="search"
          defaultValue={value}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={invalidPattern ? `${id}-note` : undefined}
          onChange={({ target }) => {
            window.clearTimeout(timer.current);
            timer.current = window.setTimeout(() => {
              onChange(target.value);
            }, PAUSE);
          }}
        />
        {value !== "" && (
          <button
            type="button"
            className="button"
            onClick={() => {
              window.clearTimeout(timer.current);
              if (input.current) {
                input.current.value = "";
                input.current.focus();
              }
              onChange("");
            }}
          >
            Clear
          </button>
        )}
      </div>
      {invalidPattern && (
        <p id={`${id}-note`} className="field-note">
          This is not a valid pattern; it is searched as words.
        </p>
      )}
    </div>
  );
}
