// Runs before the first paint, so that a chosen colour scheme does not flash. See src/lib/theme.ts.
try {
  const theme = localStorage.getItem("helm-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be denied; the system's scheme is used then.
}
