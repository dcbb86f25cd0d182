import { describe, expect, it } from "vitest";
import { parseLinks, stripLinks } from "./markdown";

describe("parseLinks", () => {
  it("finds http(s) links and keeps the text around them", () => {
    expect(parseLinks("By [(A et al., 2021)](https://example.org/a.pdf).")).toEqual([
      { kind: "text", text: "By " },
      { kind: "link", text: "(A et al., 2021)", href: "https://example.org/a.pdf" },
      { kind: "text", text: "." },
    ]);
  });

  it("takes addresses with parentheses", () => {
    expect(parseLinks("[x](http://example.org/a_(b))")).toEqual([
      { kind: "link", text: "x", href: "http://example.org/a_(b)" },
    ]);
  });

  it("leaves every other scheme and all HTML as text", () => {
    for (const text of ["[x](javascript:alert(1))", "[x](data:text/html,y)", "<a href='https://x'>y</a>", "**b**"]) {
      expect(parseLinks(text)).toEqual([{ kind: "text", text }]);
    }
  });

  it("gives nothing for nothing", () => {
    expect(parseLinks("")).toEqual([]);
  });
});

it("strips addresses for tooltips", () => {
  expect(stripLinks("See [the paper](https://example.org).")).toBe("See the paper.");
});
