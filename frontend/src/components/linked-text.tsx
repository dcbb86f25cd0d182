import { parseLinks } from "../lib/markdown";

/** A description: text, and its Markdown links to http(s) addresses as links. Never HTML. */
export function LinkedText({ text }: { text: string | null | undefined }) {
  return parseLinks(text ?? "").map((piece, index) =>
    piece.kind === "link" ? (
      <a key={index} href={piece.href} rel="noreferrer">
        {piece.text}
      </a>
    ) : (
      <span key={index}>{piece.text}</span>
    ),
  );
}
