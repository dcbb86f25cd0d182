import type { ReactNode } from "react";

/** Says that there is nothing, why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <section className="empty-box">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
