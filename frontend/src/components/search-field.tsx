import { useEffect, useId, useRef } from "react";

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
  /** A note below the field, such as a mistake in the query. */
  note?: string | undefined;
}

/** A search field whose text lives in the address. Typing never waits for the address to change. */
export function SearchField({ label, value, placeholder, onChange, note }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  // The address may change by other means: the back button, or a link that clears the search.
  useEffect(() => {
    if (input.current && (document.activeElement !== input.current || value === "")) input.current.value = value;
  }, [value]);

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
          aria-describedby={note ? `${id}-note` : undefined}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
        {value !== "" && (
          <button
            type="button"
            onClick={() => {
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
      {note && (
        <p id={`${id}-note`} className="field-note">
          {note}
        </p>
      )}
    </div>
  );
}
