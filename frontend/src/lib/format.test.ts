import { describe, expect, it } from "vitest";
import {
  columnFormatter,
  formatDuration,
  formatInterval,
  formatNumber,
  formatP,
  formatParameters,
  formatSigned,
  plural,
} from "./format";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [4, "4"],
    [0.31222222, "0.312"],
    [19560.208333, "19560.208"],
    [-0.5, "-0.500"],
    [0.00000123, "0.00000123"],
    [0.000000123, "1.23e-7"],
    [-0.0001, "-0.000100"],
    [0.9996, "1.000"],
    [1e21, "1.000e+21"],
    [Number.NaN, "NaN"],
  ])("%s is shown as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe("columnFormatter", () => {
  it("keeps a column of integers bare", () => {
    expect(columnFormatter([1, 20, undefined])(20)).toBe("20");
  });

  it("gives integers decimals when others have them", () => {
    expect(columnFormatter([1, 0.25, "text"])(1)).toBe("1.000");
  });
});

describe("formatParameters", () => {
  it.each([
    [1500000000, "1.5B"],
    [124000000, "124M"],
    [1.8e12, "1.8T"],
    [70553706496, "70.6B"],
    [12, "12"],
  ])("%s is shown as %s", (count, text) => {
    expect(formatParameters(count)).toBe(text);
  });
});

it("counts in words", () => {
  expect(plural(1, "run")).toBe("1 run");
  expect(plural(1200, "run")).toBe("1,200 runs");
});

it("shows both ends of an interval alike", () => {
  expect(formatInterval(0, 0.2775)).toBe("0.000 – 0.278");
  expect(formatInterval(1, 3)).toBe("1 – 3");
  expect(formatInterval(-0.000208, 0.108)).toBe("0.000 – 0.108");
  expect(formatInterval(-0.394, -0.221)).toBe("−0.394 – −0.221");
  expect(formatInterval(null, 1)).toBe("");
});

it("signs differences", () => {
  expect(formatSigned(0.12)).toBe("+0.120");
  expect(formatSigned(-0.031)).toBe("−0.031");
  expect(formatSigned(0)).toBe("0");
});

it("gives p-values as papers do", () => {
  expect(formatP(0.00099)).toBe("p < 0.001");
  expect(formatP(0.0421)).toBe("p = 0.042");
});

it.each([
  [0.4, "0 s"],
  [75, "1 min 15 s"],
  [7300, "2 h 1 min"],
])("%s seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
