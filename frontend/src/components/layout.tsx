import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, type ReactNode } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { siteQuery } from "../api/queries";
import { Loading } from "./loading";
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
  const isPending = useNavigation().state === "loading";
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
      {isPending && <div className="pending" role="status" aria-label="Loading" />}
      <header className="site-header">
        <div className="site-header-inner">
          <Link to="/" className="brand">
            helm-rs
          </Link>
          <PublicationName />
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
        {/* Pages are drawn when their answers are there; this is for what was forgotten meanwhile. */}
        <Suspense fallback={<Loading />}>{children ?? <Outlet />}</Suspense>
      </main>
      <ScrollRestoration />
    </>
  );
}

/** What is shown; nothing where that can't be told, which the page itself reports. */
function PublicationName() {
  const { data } = useQuery(siteQuery());
  if (!data) return null;
  const { version, date } = data;
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
