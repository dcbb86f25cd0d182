export interface Search {
  matches: (text: string) => boolean;
  /** True when the query looked like a regular expression but is not a valid one. */
  invalidPattern: boolean;
}

/** Words must all occur (case does not matter); /…/ is a regular expression. */
export function parseSearch(query: string): Search {
  const trimmed = query.trim();
  let invalidPattern = false;
  if (trimmed.length > 2 && trimmed.startsWith("/") && trimmed.endsWith("/")) {
    try {
      const pattern = new RegExp(trimmed.slice(1, -1), "i");
      return { matches: (text) => pattern.test(text), invalidPattern };
    } catch {
      invalidPattern = true;
    }
  }
  const words = trimmed.toLowerCase().split(/\s+/).filter(Boolean);
  return {
    matches: (text) => {
      const lower = text.toLowerCase();
      return words.every((word) => lower.includes(word));
    },
    invalidPattern,
  };
}
