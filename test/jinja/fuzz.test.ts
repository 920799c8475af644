/** Laws that hold for any text: parsing and evaluation never throw, spans lie inside the source. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { renderNative } from "../../server/src/jinja/native";
import { renderTemplate } from "../../server/src/jinja/render";
import { parseTemplate, type Template } from "../../server/src/jinja/template";
import { unknown } from "../../server/src/jinja/values";
import { walkExpressions, walkStatements } from "../../server/src/jinja/walk";

const templates = [
  ...(
    JSON.parse(readFileSync("test/data/jinja/jinja-cases.json", "utf8")) as { template: string }[]
  ).map(({ template }) => template),
  ...Object.values(
    JSON.parse(readFileSync("test/data/jinja/seed-as-printed.json", "utf8")) as Record<
      string,
      string
    >,
  ),
];
const PIECES = [
  "{{",
  "}}",
  "{%",
  "%}",
  "{#",
  "#}",
  "-",
  "(",
  ")",
  "[",
  "]",
  "'",
  '"',
  "--",
  "#",
  "\n",
  "if",
  "endif",
  "for",
  "x",
  " ",
  "|",
  ".",
  "😀",
  "\r\n",
  "=",
  ",",
  "raw",
  "\ud800",
];

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(6),
    inserted: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })),
  }),
  { minLength: 1, maxLength: 4 },
);

function edited(source: string, changes: readonly Edit[]): string {
  return changes.reduce((text, { at, removed, inserted }) => {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + inserted + text.slice(offset + removed);
  }, source);
}

function expectSound(template: Template): void {
  const { source, problems, root, definitions, syntaxError } = template;
  const inside = ({ start, end }: { start: number; end: number }): void => {
    if (start < 0 || end > source.length || start > end) {
      throw new Error(`span ${start}–${end} of ${source.length}`);
    }
  };
  expect(problems.length > 0).toBe(syntaxError !== undefined);
  for (const problem of problems) {
    inside(problem.span);
    for (const fix of problem.fixes) for (const { span } of fix.edits) inside(span);
  }
  walkStatements(root, inside);
  walkExpressions(root, inside);
  for (const { span, nameSpan } of definitions) {
    inside(span);
    inside(nameSpan);
  }
}

const context = contextOf({ x: 1n, users: unknown("users") });
const budget = { steps: 5_000, memory: 200_000 };

describe("any text", () => {
  const source = fc.constantFrom(...templates);

  test("parses soundly after random edits", () => {
    fc.assert(
      fc.property(source, edits, (text, changes) => {
        expectSound(parseTemplate(edited(text, changes)));
      }),
      { numRuns: 1_500 },
    );
  });

  test("parses soundly when made of pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (pieces) => {
        expectSound(parseTemplate(pieces.join("")));
      }),
      { numRuns: 1_500 },
    );
  });

  test("evaluates without throwing, read strictly or tolerantly", () => {
    fc.assert(
      fc.property(source, edits, (text, changes) => {
        const template = parseTemplate(edited(text, changes));
        for (const isTolerant of [false, true]) {
          const options = { budget, isTolerant };
          expect(renderTemplate(template, context, options).error?.pythonClass).not.toBe(
            "InternalError",
          );
          expect(renderNative(template, context, options).error?.pythonClass).not.toBe(
            "InternalError",
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("strict and tolerant reading agree on what Jinja2 accepts", () => {
    for (const text of templates) {
      const template = parseTemplate(text);
      if (template.syntaxError !== undefined) continue;
      const strict = renderTemplate(template, context, { budget });
      expect(renderTemplate(template, context, { budget, isTolerant: true })).toEqual(strict);
    }
  });
});
