/** Every differential case made with Jinja2 3.1.2: text where it renders, class and message where it raises. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { fromJson, type JsonValue } from "../../server/src/jinja/json";
import { renderTemplate } from "../../server/src/jinja/render";
import { parseTemplate } from "../../server/src/jinja/template";
import type { Value } from "../../server/src/jinja/values";

interface Case {
  readonly category: string;
  readonly template: string;
  readonly context: Readonly<Record<string, JsonValue>>;
  readonly expected: string | null;
  readonly raises?: string;
  readonly message?: string;
  readonly lineno?: number | null;
}

const cases = JSON.parse(readFileSync("test/data/jinja/jinja-cases.json", "utf8")) as Case[];

function render(one: Case): string {
  const names = new Map<string, Value>(
    Object.entries(one.context).map(([name, value]) => [name, fromJson(value)]),
  );
  const template = parseTemplate(one.template, { dialect: "jinja" });
  const { text, error } = renderTemplate(template, contextOf(names));
  if (error === undefined) return text;
  const line = one.lineno === null || one.lineno === undefined ? "" : ` line ${error.line}`;
  return `${error.pythonClass}${line}: ${error.message}`;
}

function expected(one: Case): string {
  if (one.expected !== null) return one.expected;
  const line = one.lineno === null || one.lineno === undefined ? "" : ` line ${one.lineno}`;
  return `${one.raises}${line}: ${one.message}`;
}

describe("Jinja2's cases", () => {
  test("there are 249", () => expect(cases).toHaveLength(249));
  for (const one of cases) {
    test(`${one.category} ${one.template}`, () => expect(render(one)).toBe(expected(one)));
  }
});
