/**
 * Laws that hold for every text, tried on random edits of real dbt files and on random texts:
 * the reader never throws, every place lies within the text, and both of its modes agree.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../server/src/base/text";
import { parseYaml, type YamlPath } from "../../server/src/yaml/parseYaml";
import { isYamlList, isYamlMap, type YamlValue } from "../../server/src/yaml/values";
import { YAML_KINDS, yamlText } from "../oracle/yaml/randomYaml";

const RUNS = process.env["HEDDLE_SOAK"] === "1" ? 50_000 : 2_000;

const FILES = ["examples", "test/data/dbt"].flatMap((folder) => {
  const root = join(import.meta.dirname, "../..", folder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => readFileSync(join(root, file), "utf8"));
});

const texts = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...YAML_KINDS), fc.nat()).map(textOf) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

function textOf([kind, seed]: readonly [(typeof YAML_KINDS)[number], number]): string {
  return yamlText(kind, seed, FILES);
}

describe("every text", { timeout: 600_000 }, () => {
  it("is read without an exception, with problems and places inside it", () => {
    expect(FILES.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(texts, (text) => {
        const document = parseYaml(text);
        const spans = [
          ...document.problems.map(({ span }) => span),
          ...document.duplicates.map(({ span }) => span),
          ...document.oddKeys.map(({ span }) => span),
        ];
        for (const path of pathsOf(document.value)) {
          const value = document.valueSpan(path);
          spans.push(value, document.keySpan(path));
        }
        const isOutside = ({ start, end }: Span): boolean =>
          start < 0 || end < start || end > text.length;
        expect(spans.filter(isOutside)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it("has its scalars where valueSpan says, so that each read alone is the same value", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const document = parseYaml(text);
        if (document.problems.length > 0 || /[&*!<]/.test(text)) return;
        for (const path of pathsOf(document.value)) {
          const value = valueAt(document.value, path);
          if (typeof value === "object" && value !== null) continue;
          const { start, end } = document.valueSpan(path);
          const source = text.slice(start, end);
          // Folded lines and blocks depend on the indentation around them.
          if (/[\n\r\u0085\u2028\u2029]|^[|>]/.test(source)) continue;
          expect(parseYaml(`a: ${source}`).value).toEqual({ a: value });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("is read to the same value when more of it follows after an end mark", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const document = parseYaml(text);
        if (document.problems.length > 0 || !text.endsWith("\n")) return;
        const ended = parseYaml(`${text}...\n`);
        // A text without a document has none to end.
        if (ended.problems.length === 0) expect(ended.value).toEqual(document.value);
        else expect(document.value).toBe(null);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("real dbt files", () => {
  it.each(FILES.map((text, index) => [index, text] as const))("file %i is accepted", (_, text) => {
    const document = parseYaml(text);
    expect(document.problems).toEqual([]);
    for (const path of pathsOf(document.value)) {
      if (path.length === 0) continue;
      const { start, end } = document.keySpan(path);
      const step = path.at(-1);
      if (typeof step === "string") expect(text.slice(start, end)).toContain(step);
    }
  });
});

/** Paths of a value's first parts; aliases can make whole values far larger than their texts. */
function pathsOf(value: YamlValue): readonly YamlPath[] {
  const paths: YamlPath[] = [[]];
  for (let index = 0; index < paths.length && paths.length < 300; index++) {
    const path = paths[index]!;
    const held = valueAt(value, path);
    if (isYamlList(held)) paths.push(...held.map((_, item) => [...path, item]));
    else if (isYamlMap(held)) paths.push(...Object.keys(held).map((key) => [...path, key]));
  }
  return paths;
}

function valueAt(value: YamlValue, path: YamlPath): YamlValue {
  let held: YamlValue | undefined = value;
  for (const step of path) {
    if (isYamlList(held)) held = held[Number(step)];
    else if (isYamlMap(held)) held = held[String(step)];
  }
  return held ?? null;
}
