import { useState } from "react";
import { applyTheme, currentTheme, THEMES, type Theme } from "../lib/theme";

/** Goes through the colour schemes: the system's, light, dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
  return (
    <button
      type="button"
      className="button button-quiet theme-button"
      title={`Colour scheme: ${theme}. Press for ${next}.`}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <span aria-hidden="true" className={`theme-icon theme-icon-${theme}`} />
      <span className="visually-hidden">Colour scheme: </span>
      {theme}
    </button>
  );
}
