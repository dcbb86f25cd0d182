export interface SearchQuery {
  /** Words, or a pattern without its slashes. */
  search: string;
  regex: boolean;
  /** True when the text looked like a regular expression but is not a valid one; it is then searched as words. */
  invalidPattern: boolean;
}

/** Words, or a regular expression between slashes: /subject=(anatomy|law)/. */
export function readSearch(text: string): SearchQuery {
  const search = text.trim();
  if (search.length > 2 && search.startsWith("/") && search.endsWith("/")) {
    const pattern = search.slice(1, -1);
    if (isPattern(pattern)) return { search: pattern, regex: true, invalidPattern: false };
    return { search, regex: false, invalidPattern: true };
  }
  return { search, regex: false, invalidPattern: false };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "i");
    return true;
  } catch {
    return false;
  }
}

/** Whether a text has all words of a search (in any order, ignoring case), or matches its pattern. */
export function matcher({ search, regex }: { search: string; regex: boolean }): (text: string) => boolean {
  if (regex) {
    const pattern = new RegExp(search, "i");
    return (text) => pattern.test(text);
  }
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}

export function parseSearch(text: string): { matches: (text: string) => boolean; invalidPattern: boolean } {
  const query = readSearch(text);
  return { matches: matcher(query), invalidPattern: query.invalidPattern };
}
