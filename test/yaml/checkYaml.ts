/** The only caller of the yaml room's API in tests. */
import { expect } from "vitest";
import { parseYaml, type YamlPath } from "../../server/src/yaml/parseYaml";
import { toPlain } from "../../server/src/yaml/values";

/** Checks what a text holds; dates as ISO text, whole floats as numbers. */
export function checkValue(text: string, expected: unknown): void {
  const document = parseYaml(text);
  expect(document.problems).toEqual([]);
  expect(toPlain(document.value)).toEqual(expected);
}

/** Checks that a text is refused: the message, and where as `line:column`, both from 1. */
export function checkRefused(text: string, message: RegExp, place?: string): void {
  const [problem] = parseYaml(text).problems;
  expect(problem?.message ?? "accepted").toMatch(message);
  if (place === undefined || problem === undefined) return;
  const before = text.slice(0, problem.span.start).split("\n");
  expect(`${before.length}:${before[before.length - 1]!.length + 1}`).toBe(place);
}

/** Checks the text under a key and under its value. */
export function checkPlace(text: string, path: YamlPath, key: string, value: string): void {
  const document = parseYaml(text);
  const cut = (span: { start: number; end: number }): string => text.slice(span.start, span.end);
  expect(cut(document.keySpan(path))).toBe(key);
  expect(cut(document.valueSpan(path))).toBe(value);
}
