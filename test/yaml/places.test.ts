import { describe, expect, it } from "vitest";
import { parseYaml, type YamlPath } from "../../server/src/yaml/parseYaml";
import { parseFixture } from "../support/fixture";

describe("places in one line", () => {
  it("are those of keys, list items and values", () =>
    checkPlaces(`
version: 2
^^^^^^^ key version
#        ^ value version
models:
^^^^^^ key models
  - name: orders   # note
#   ^^^^ key models.0.name
#         ^^^^^^ value models.0.name
    config: {tags: [a, "b c"], "+x y": 'q'}
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ value models.0.config
#            ^^^^ key models.0.config.tags
#                  ^^^^^^^^^^ value models.0.config.tags
#                   ^ value models.0.config.tags.0
#                   ^ key models.0.config.tags.0
#                      ^^^^^ value models.0.config.tags.1
#                              ^^^^^^ key models.0.config.+x y
#                                      ^^^ value models.0.config.+x y
  - customers
#   ^^^^^^^^^ value models.1
`));

  it("are those of the last of equal keys", () =>
    checkPlaces(`
a: 1
a: 2
^ key a
#  ^ value a
`));

  it("are those of keys that Python names otherwise", () =>
    checkPlaces(`
on: push
^^ key True
#   ^^^^ value True
010: x
^^^ key 8
? complex
: y
#  a comment line cannot be drawn under
`));

  it("follow merged maps to where the key is written", () =>
    checkPlaces(`
base: &b {threads: 4, schema: x}
#         ^^^^^^^ key dev.threads
#                     ^^^^^^ key base.schema
other: &o {schema: y, port: 1}
#                     ^^^^ key dev.port
dev:
  <<: [*b, *o]
  schema: own
# ^^^^^^ key dev.schema
#         ^^^ value dev.schema
`));

  it("of an alias are its own, of what it holds the anchor's", () =>
    checkPlaces(`
a: &x {k: v}
#         ^ value b.k
#      ^ key b.k
b: *x
#  ^^ value b
`));

  it("of what is absent are the nearest that holds it", () =>
    checkPlaces(`
a: {b: 1}
#   ^ key a.b.c.d
#      ^ value a.b.c.d
#  ^^^^^^ value a.nothing
list: [x]
^^^^ key list.7
#     ^^^ value list.7
`));

  it("of keys and items named alike do not mix", () =>
    checkPlaces(`
a: {"0": x}
#   ^^^ key a."0"
#  ^^^^^^^^ value a.0
__proto__: {constructor: 1}
^^^^^^^^^ key __proto__
#           ^^^^^^^^^^^ key __proto__.constructor
`));
});

describe("places over several lines", () => {
  const text = [
    "a:",
    "  - b: |",
    "      one",
    "      two",
    "",
    "  - >-",
    "      three",
    "  - four",
    "    five # note",
    "  - 'six",
    "    seven'",
    "c: {",
    "    d: 1",
    "  }",
    "e:",
    "f:",
    "",
    "# the end",
  ].join("\n");
  const document = parseYaml(text);

  it.each<readonly [YamlPath, string]>([
    [["a", 0, "b"], "|\n      one\n      two"],
    [["a", 1], ">-\n      three"],
    [["a", 2], "four\n    five"],
    [["a", 3], "'six\n    seven'"],
    [["c"], "{\n    d: 1\n  }"],
    [["a", 0], "b: |\n      one\n      two"],
    [["e"], ""],
    [["f"], ""],
  ])("%j ends where its text ends", (path, expected) => {
    const { start, end } = document.valueSpan(path);
    expect(text.slice(start, end)).toBe(expected);
  });

  it("the whole document spans from its first key to its last sign", () => {
    const { start, end } = document.valueSpan([]);
    expect(text.slice(start, end)).toBe(text.slice(0, text.indexOf("f:") + 2));
    expect(document.keySpan([])).toEqual(document.valueSpan([]));
  });

  it("an absent value stands behind its colon", () => {
    expect(document.valueSpan(["e"]).start).toBe(text.indexOf("e:") + 2);
  });
});

describe("notes about keys", () => {
  it("name each repeated key at its later place", () => {
    const text = "a: 1\nb: {c: 1, c: 2}\na: 3\n'a': 4\n";
    const found = parseYaml(text).duplicates.map(({ key, span }) => [key, span.start]);
    expect(found).toEqual([
      ["c", text.indexOf("c: 2")],
      ["a", text.indexOf("a: 3")],
      ["a", text.indexOf("'a'")],
    ]);
  });

  it("do not count a key that merging brings in again", () => {
    expect(parseYaml("x: &x {a: 1}\ny: {<<: *x, a: 2}").duplicates).toEqual([]);
  });

  it("name keys that are no text", () => {
    const text = "on: 1\n2: 3\n4.5: 6\n~: 7\n2020-01-02: 8\nplain: 9\n'on': 10\n";
    const found = parseYaml(text).oddKeys.map(({ key, kind }) => `${key} ${kind}`);
    expect(found).toEqual(["True bool", "2 int", "4.5 float", "None NoneType", "2020-01-02 date"]);
  });
});

/** Checks every caret line: `key PATH` or `value PATH`, steps joined by points, digits an index. */
function checkPlaces(source: string): void {
  const { files, expectations } = parseFixture(`//- a.yml${source}`, { project: false });
  const document = parseYaml(files.get("a.yml") ?? "");
  expect(document.problems).toEqual([]);
  expect(expectations.length).toBeGreaterThan(0);
  for (const { text, span } of expectations) {
    const [kind, ...rest] = text.split(" ");
    const path = pathOf(rest.join(" "));
    const found = kind === "key" ? document.keySpan(path) : document.valueSpan(path);
    expect({ of: text, ...found }).toEqual({ of: text, ...span });
  }
}

function pathOf(text: string): YamlPath {
  return text.split(".").map((step) => {
    if (step.startsWith('"')) return step.slice(1, -1);
    return /^\d$/.test(step) && text !== step ? Number(step) : step;
  });
}
