import { describe, expect, it } from "vitest";
import { canonicalJson, parseJson } from "./json";

describe("parseJson", () => {
  it("reads what Python writes for NaN and the infinities as null", () => {
    expect(parseJson('{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN \\" Infinity"}')).toEqual({
      a: null,
      b: [null, null],
      c: 'NaN " Infinity',
    });
  });

  it("refuses what is not JSON", () => {
    expect(() => parseJson("<!doctype html>")).toThrow(SyntaxError);
    expect(() => parseJson('{"a": 1')).toThrow(SyntaxError);
    expect(() => parseJson("")).toThrow(SyntaxError);
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order of keys", () => {
    expect(canonicalJson({ b: { d: 1, c: [2, { f: 0, e: null }] }, a: 1 })).toBe(
      canonicalJson({ a: 1, b: { c: [2, { e: null, f: 0 }], d: 1 } }),
    );
  });

  it("tells different values apart", () => {
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });
});
