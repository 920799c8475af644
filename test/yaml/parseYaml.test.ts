/** YAML as dbt reads it. Expected values were taken from PyYAML 6.0.3 with libyaml 0.2.5. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { toPlain, YamlFloat, type YamlMap } from "../../server/src/yaml/values";
import { checkPlace, checkRefused, checkValue } from "./checkYaml";

describe("plain scalars of YAML 1.1", () => {
  it.each([
    ["yes", true],
    ["On", true],
    ["off", false],
    ["y", "y"],
    ["010", 8],
    ["0o7", "0o7"],
    ["0x1F", 31],
    ["0b11", 3],
    ["1_000", 1000],
    ["12:30:00", 45000],
    ["1e3", "1e3"],
    ["1.0e+3", 1000],
    ["-.5", "-.5"],
    [".5", 0.5],
    ["~", null],
    ["Null", null],
    ["'yes'", "yes"],
    ["2020-01-02", "2020-01-02"],
    ["2020-1-2 3:04:05", "2020-01-02T03:04:05"],
    ["!!str 12", "12"],
    ["!!int '3'", 3],
    ['"a\\tb\\x41"', "a\tbA"],
    ["'it''s'", "it's"],
  ])("%s", (text, value) => checkValue(`a: ${text}`, { a: value }));

  it("keeps whole floats apart from ints", () => {
    const { a, b } = parseYaml("a: 1.0\nb: 1").value as YamlMap;
    expect(a).toBeInstanceOf(YamlFloat);
    expect(b).toBe(1);
  });
});

describe("structure", () => {
  it("folds and chomps block scalars", () => {
    checkValue("x: |\n  a\n   b\n\n  c\ny: >-\n  a\n  b\n\n  c\n", {
      x: "a\n b\n\nc\n",
      y: "a b\nc",
    });
  });
  it("reads lists at the indentation of their key", () => {
    checkValue("a:\n- x\n- y: 1\n  z: 2\nb: [1, {c: d}]\n", {
      a: ["x", { y: 1, z: 2 }],
      b: [1, { c: "d" }],
    });
  });
  it("merges maps: own keys win, then the first merged", () => {
    checkValue("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 9}\n", {
      a: { x: 1, y: 1 },
      b: { y: 2, z: 2 },
      c: { x: 9, y: 1, z: 2 },
    });
  });
  it("keeps the last of two equal keys and says so", () => {
    const document = parseYaml("a: 1\nb: 2\na: 3\n");
    expect(toPlain(document.value)).toEqual({ a: 3, b: 2 });
    expect(document.duplicates).toEqual([{ key: "a", span: { start: 10, end: 11 } }]);
  });
  it("names keys that are no text", () => {
    const { oddKeys } = parseYaml("on: 1\n2: x\n");
    expect(oddKeys.map(({ key, kind }) => [key, kind])).toEqual([
      ["True", "bool"],
      ["2", "int"],
    ]);
  });
  it("has __proto__ as an ordinary key", () => {
    const value = parseYaml("__proto__: {polluted: yes}\n").value as YamlMap;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("refusals stand where the reader stops", () => {
  it("unclosed list", () =>
    checkRefused("a:\n  b: [1, 2\n", /did not find expected ',' or '\]'/, "3:1"));
  it("wrong indentation", () =>
    checkRefused(
      "models:\n  - name: a\n   description: x\n",
      /did not find expected '-' indicator/,
      "3:4",
    ));
  it("a colon too much", () => checkRefused("a: b: c\n", /mapping values are not allowed/, "1:5"));
  it("a tab for indentation", () => checkRefused("a:\n\tb: 1\n", /tab|cannot start/, "2:1"));
  it("an unknown alias", () => checkRefused("a: *b\n", /undefined alias 'b'/, "1:4"));
  it("an unknown tag", () => checkRefused("a: !foo 1\n", /could not determine a constructor/));
  it("a date that is none", () => checkRefused("a: 2020-13-45\n", /is no date/, "1:4"));
  it("keeps what could be read before", () => {
    const { value } = parseYaml("models:\n  - name: a\n    config: {tags: [x]}\n  - name: [\n");
    expect(toPlain(value)).toEqual({
      models: [{ name: "a", config: { tags: ["x"] } }, { name: [] }],
    });
  });
  it("stops an alias bomb", () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const use = i === 0 ? "x" : `*l${i - 1}`;
      return `l${i}: &l${i} [${Array(10).fill(use).join(", ")}]`;
    });
    checkRefused(levels.join("\n"), /aliases of this file stand for/);
  });
});

describe("places", () => {
  const text =
    "models:\n  shop: &m\n    +threads: 4\n    marts:\n      tags: [a, 'b c']\nx:\n  <<: *m\n";
  it("of keys and values", () => checkPlace(text, ["models", "shop", "+threads"], "+threads", "4"));
  it("of list items", () =>
    checkPlace(text, ["models", "shop", "marts", "tags", 1], "'b c'", "'b c'"));
  it("through merges", () => checkPlace(text, ["x", "marts", "tags", 0], "a", "a"));
  it("of the nearest ancestor where the path ends early", () =>
    checkPlace(text, ["models", "shop", "+threads", "nothing"], "+threads", "4"));
});

const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("list"), tie("map")),
  leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  list: fc.array(tie("value"), { maxLength: 4 }),
  map: fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 4 }),
}));

describe("laws", () => {
  it("reads JSON as JSON", () => {
    fc.assert(
      fc.property(json.value, (value) => {
        const document = parseYaml(JSON.stringify({ value }));
        fc.pre(document.problems.length === 0);
        expect(toPlain(document.value)).toEqual({ value });
      }),
    );
  });
  it("never throws, and every place lies in the text", () => {
    const pieces = [
      "a: 1\n",
      "- x\n",
      "  ",
      "\n",
      "\t",
      ": ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "'",
      '"',
      "#",
      "&a ",
      "*a",
      "<<: ",
      "|\n",
      ">-\n",
      "? ",
      "!t ",
      "---\n",
      "%x",
      "\u0000",
      "é😀",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const text = parts.join("");
        const document = parseYaml(text);
        for (const { span } of [
          ...document.problems,
          ...document.duplicates,
          ...document.oddKeys,
        ]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        const { start, end } = document.valueSpan(["a", 0, "b"]);
        expect(start).toBeLessThanOrEqual(end);
      }),
      { numRuns: 2_000 },
    );
  });
});
