import { Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { publication } from "../api/config";
import { applyTheme, currentTheme, THEMES, type Theme } from "../lib/theme";
import { Loading } from "./loading";

const SECTIONS = [
  { path: "/leaderboards", label: "Leaderboards" },
  { path: "/models", label: "Models" },
  { path: "/scenarios", label: "Scenarios" },
  { path: "/predictions", label: "Predictions" },
];

export function Layout({ children }: { children?: ReactNode }) {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const previous = useRef(pathname);

  // After a navigation, the keyboard and screen readers start at the new page's content.
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  const shown = publication();
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="site-header">
        <div className="site-header-inner">
          <Link to="/" className="brand">
            helm-rs
          </Link>
          {shown && (
            <span className="publication" title={`The ${shown.kind} this page shows`}>
              <span className="publication-kind">{shown.kind}</span> {shown.name}
            </span>
          )}
          <nav aria-label="Sections" className="sections">
            {SECTIONS.map(({ path, label }) => (
              <NavLink
                key={path}
                to={path}
                className={isIn(path, pathname) ? "active" : ""}
                aria-current={isIn(path, pathname) ? "page" : undefined}
              >
                {label}
              </NavLink>
            ))}
          </nav>
          <ThemeButton />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Loading />}>{children ?? <Outlet />}</Suspense>
      </main>
      <ScrollRestoration />
    </>
  );
}

function isIn(section: string, pathname: string): boolean {
  if (section === "/leaderboards" && pathname === "/") return true;
  if (section === "/predictions" && pathname.startsWith("/runs/")) return true;
  return pathname === section || pathname.startsWith(`${section}/`);
}

function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
  return (
    <button
      type="button"
      className="theme-button"
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
