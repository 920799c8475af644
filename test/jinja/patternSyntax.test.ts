/** Patterns of `modules.re`: what Python's `re` refuses, asked of it for each of these. */
import { describe, expect, it } from "vitest";
import { patternFault } from "../../server/src/jinja/patternSyntax";
import { lookBehindFault } from "../../server/src/jinja/patternWidth";

describe("patternFault", () => {
  it.each([
    ["(", "missing ), unterminated subpattern at position 0"],
    ["a(b(c)", "missing ), unterminated subpattern at position 1"],
    ["a)", "unbalanced parenthesis at position 1"],
    ["[a", "unterminated character set at position 0"],
    ["[]", "unterminated character set at position 0"],
    ["*a", "nothing to repeat at position 0"],
    ["a|+", "nothing to repeat at position 2"],
    ["^*", "nothing to repeat at position 1"],
    ["(?:{2})", "nothing to repeat at position 3"],
    ["a**", "multiple repeat at position 2"],
    ["a{2}{3}", "multiple repeat at position 4"],
    ["a\\", "bad escape (end of pattern) at position 1"],
    ["(?#x", "missing ), unterminated comment at position 0"],
  ])("%s: %s", (pattern, message) => {
    expect(patternFault(pattern)).toBe(message);
  });

  it.each([
    "",
    "a+?b*+",
    "[]a]",
    "[^]a]",
    "[\\]]",
    "(?P<name>x)(?P=name)",
    "(?i)(?:a|)",
    "(?<!a)b{,3}{x}",
    "\\(\\[",
    "(?#a)b",
    "(?x) a # (",
    "}{",
  ])("%s is one", (pattern) => {
    expect(patternFault(pattern)).toBeUndefined();
  });
});

describe("lookBehindFault", () => {
  const FIXED = "look-behind requires fixed-width pattern";

  it.each([
    "(?<=a+)b",
    "(?<!a*)b",
    "(?<=a{2,3})b",
    "(?<=a?)b",
    "(?<=(a|bc))d",
    "x(?:(?<=[ab]+)y)",
    "(?<=(?<=a*)b)c",
    "(?<=\\w+)b",
  ])("%s is of no fixed width", (pattern) => {
    expect(lookBehindFault(pattern)).toBe(FIXED);
  });

  it("alternatives may differ to dbt 2 only", () => {
    expect(lookBehindFault("(?<=a|bc)d")).toBe(`${FIXED}, and its alternatives differ`);
  });

  it.each([
    "(?<=a{2})b",
    "(?<=ab|cd)e",
    "(?<=\\bab)c",
    "(?<=[ab])c",
    "(?<=^)c",
    "(?<=a(?=b+))c",
    "(?<=(?:ab){3})c",
    "(?<=\\x41.)b",
    "(?<=(?#none)a)b",
    "(?<=(?:)*)a",
    "(a)(?<=\\1)b",
    "a+(?P<n>b*)",
  ])("%s is", (pattern) => {
    expect(lookBehindFault(pattern)).toBeUndefined();
  });
});
