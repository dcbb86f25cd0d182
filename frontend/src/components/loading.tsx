/** Grey bars where content will be; said once to screen readers. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div className="loading skeleton" role="status">
      <p className="visually-hidden">Loading…</p>
      {Array.from({ length: lines }, (_unused, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
