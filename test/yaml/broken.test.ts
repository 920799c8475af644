import { describe, expect, it } from "vitest";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { parseFixture } from "../support/fixture";
import { reprOf } from "./reprOf";

describe("what could be read of a broken file", () => {
  it("is what stands before a key without a colon", () =>
    checkBroken(
      `
models:
  - name: a
    columns
#   ^^^^^^^ could not find expected ':'
  - name: b
`,
      "{'models': [{'name': 'a'}]}",
    ));

  it("is what stands before a second colon", () =>
    checkBroken(
      `
name: shop
models: a: b
#        ^ mapping values are not allowed in this context
vars: {}
`,
      "{'models': 'a', 'name': 'shop'}",
    ));

  it("is what stands before a wrong indent", () =>
    checkBroken(
      `
models:
    shop:
        threads: 4
      schema: x
#     ^^^^^^ did not find expected key while parsing a block mapping that began on line 2
`,
      "{'models': {'shop': {'threads': 4}}}",
    ));

  it("is what stands before a tab", () =>
    checkBroken(
      `
a: 1
b:
\tc: 2
^ found a tab where YAML allows only blanks while scanning for the next token
`,
      "{'a': 1}",
    ));

  it("is what stands before an open quote, told where it opens", () =>
    checkBroken(
      `
a: 1
b: "two
#  ^ this quote is never closed
c: 3
`,
      "{'a': 1}",
    ));

  it("is what stands before an open bracket's end", () =>
    checkBroken(
      `
a: [1, 2
b: 3
#^ did not find expected ',' or ']' while parsing a flow sequence that began on line 1
`,
      "{'a': [1, '2 b']}",
    ));

  it("is what stands before Jinja without quotes", () =>
    checkBroken(
      `
a: 1
b: {{ var('x') }}
#   ^ found unhashable key while constructing a mapping that began on line 2
`,
      "{'a': 1, 'b': {}}",
    ));

  it("is what stands before an unknown alias", () =>
    checkBroken(
      `
a: &x 1
b: *x
c: *y
#  ^ found undefined alias 'y'
d: 4
`,
      "{'a': 1, 'b': 1}",
    ));

  it("is the whole file around values that Python cannot build", () =>
    checkBroken(
      `
a: 2020-13-01
#  ^^^^^^^^^^ '2020-13-01' is no date
b: !secret x
#  ^ could not determine a constructor for the tag '!secret'
c: 3
`,
      "{'a': None, 'b': None, 'c': 3}",
    ));

  it("is the first document of several", () =>
    checkBroken(
      `
a: 1
---
^^^ expected a single document, but found another
b: 2
`,
      "{'a': 1}",
    ));
});

describe("of two errors", () => {
  it("the earlier is told, though the scanner meets the later first", () =>
    checkBroken(
      `
a: 1
 b: [*none]
# ^ mapping values are not allowed in this context
c: "open
`,
      "{'a': '1 b'}",
    ));

  it("one of structure hides none of values", () => {
    const { problems } = parseYaml("a: 2020-13-01\nb: 'open");
    expect(problems.map(({ message }) => message)).toEqual([
      "this quote is never closed",
      "'2020-13-01' is no date",
    ]);
  });
});

describe("texts made to hurt", () => {
  it("aliases of aliases are refused before they fill memory", () => {
    const levels = Array.from({ length: 40 }, (_, i) =>
      i === 0 ? "l0: &l0 [x, x]" : `l${i}: &l${i} [*l${i - 1}, *l${i - 1}]`,
    );
    const { problems, value } = parseYaml(levels.join("\n"));
    expect(problems[0]?.message).toMatch(/aliases of this file stand for over \d+ values/);
    expect(Object.keys(value ?? {})).toContain("l5");
  });

  it.each([
    ["[", "]"],
    ["{a: ", "}"],
    ["- ", ""],
    ["? ", ""],
  ])("%j fifty thousand times deep does not end the reader", (open, close) => {
    for (const text of [open.repeat(50_000), open.repeat(50_000) + close.repeat(50_000)]) {
      expect(parseYaml(text).problems).toHaveLength(1);
      parseYaml(text).valueSpan([0, 0]);
    }
  });

  it("a line of a megabyte is read at once", () => {
    const text = `a: ${"x".repeat(1 << 20)}\nb: "${"y ".repeat(1 << 19)}"\n`;
    const { value, problems } = parseYaml(text);
    expect(problems).toEqual([]);
    expect(Object.values(value ?? {}).map((held) => String(held).length)).toEqual([
      1 << 20,
      1 << 20,
    ]);
  });

  it("a key longer than YAML allows is refused", () => {
    expect(parseYaml(`${"k".repeat(1025)}: 1`).problems[0]?.message).toBe(
      "mapping values are not allowed in this context",
    );
    expect(parseYaml(`${"k".repeat(1000)}: 1`).problems).toEqual([]);
  });

  it("a long list of keys is read in one pass", () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `k${i}: {a: [${i}]}`).join("\n");
    expect(Object.keys(parseYaml(text).value ?? {})).toHaveLength(50_000);
  });

  it("keys of JavaScript's own objects change no prototype", () => {
    const { value } = parseYaml("__proto__: {polluted: 1}\na: {__proto__: {x: 1}}\n");
    expect(reprOf(value)).toBe("{'__proto__': {'polluted': 1}, 'a': {'__proto__': {'x': 1}}}");
    expect("polluted" in {}).toBe(false);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it("merging a map with such keys changes none either", () => {
    const { value } = parseYaml("a: &a {__proto__: {x: 1}}\nb: {<<: *a}");
    expect(reprOf(value)).toBe("{'a': {'__proto__': {'x': 1}}, 'b': {'__proto__': {'x': 1}}}");
  });
});

/** Checks the problems drawn in `source` and what could be read in spite of them. */
function checkBroken(source: string, expected: string): void {
  const { files, expectations } = parseFixture(`//- a.yml${source}`, { project: false });
  const { value, problems } = parseYaml(files.get("a.yml") ?? "");
  const drawn = expectations.map(({ span, text }) => ({ ...span, message: text }));
  expect(problems.map(({ span, message }) => ({ ...span, message }))).toEqual(drawn);
  expect(reprOf(value)).toBe(expected);
}
