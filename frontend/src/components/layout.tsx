import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, type ReactNode } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { siteQuery } from "../api/queries";
import { Loading } from "./loading";
import { QuietBoundary } from "./quiet-boundary";
import { ThemeButton } from "./theme-button";

const SECTIONS = [
  { path: "/leaderboards", label: "Leaderboards" },
  { path: "/models", label: "Models" },
  { path: "/scenarios", label: "Scenarios" },
  { path: "/predictions", label: "Predictions" },
  { path: "/compare", label: "Compare" },
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

  return (
    <>
      <a
        className="skip-link"
        href="#main"
        onClick={(event) => {
          // In a static export what follows `#` is the app's own address.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <header className="site-header">
        <div className="site-header-inner">
          <Link to="/" className="brand">
            helm-rs
          </Link>
          <QuietBoundary>
            <Suspense>
              <PublicationName />
            </Suspense>
          </QuietBoundary>
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

function PublicationName() {
  const { version, date } = useSuspenseQuery(siteQuery()).data;
  return (
    <span className="publication" title={`The ${version.kind} this page shows${date === null ? "" : `, summarised ${date}`}`}>
      <span className="publication-kind">{version.kind}</span> {version.name}
    </span>
  );
}

function isIn(section: string, pathname: string): boolean {
  if (section === "/leaderboards" && pathname === "/") return true;
  if (section === "/predictions" && pathname.startsWith("/runs/")) return true;
  return pathname === section || pathname.startsWith(`${section}/`);
}
