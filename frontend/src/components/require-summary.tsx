import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet } from "react-router";
import { publication } from "../api/config";
import { summaryQuery } from "../api/queries";
import { NoPublication } from "./problems";

/** The sections need what helm-summarize wrote; without it, the router shows what to do. */
export function RequireSummary() {
  return publication() === null ? <NoPublication /> : <Summarised />;
}

function Summarised() {
  useSuspenseQuery(summaryQuery());
  return <Outlet />;
}
