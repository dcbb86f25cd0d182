export type Piece = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

// [text](http…) with at most one level of parentheses inside the address.
const LINK = /\[([^[\]]+)\]\((https?:\/\/(?:[^\s()]|\([^\s()]*\))+)\)/g;

/** Splits a description into plain text and http(s) links. Everything else of Markdown stays text. */
export function parseLinks(source: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of source.matchAll(LINK)) {
    const [whole, text = "", href = ""] = match;
    if (match.index > end) pieces.push({ kind: "text", text: source.slice(end, match.index) });
    pieces.push({ kind: "link", text, href });
    end = match.index + whole.length;
  }
  if (end < source.length) pieces.push({ kind: "text", text: source.slice(end) });
  return pieces;
}

/** The same description without its links' addresses, for tooltips. */
export function stripLinks(source: string): string {
  return parseLinks(source)
    .map((piece) => piece.text)
    .join("");
}
