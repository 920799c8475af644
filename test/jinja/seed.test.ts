/**
 * The first article's Jinja against real Jinja2 with dbt's functions: which snippets do not compile
 * and where, what its macros return and log, what its models print and configure. Broken snippets
 * must evaluate as their repaired forms.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Context, contextOf, layeredContext } from "../../server/src/jinja/context";
import { fromJson, type JsonValue, toJson } from "../../server/src/jinja/json";
import { datetimeOf } from "../../server/src/jinja/moments";
import { str } from "../../server/src/jinja/print";
import { callMacro, macroValue, renderTemplate } from "../../server/src/jinja/render";
import { returnFunction } from "../../server/src/jinja/returnSignal";
import { parseTemplate, type Template } from "../../server/src/jinja/template";
import { hostFunction, hostObject, type Value } from "../../server/src/jinja/values";

interface MacroCase {
  readonly macro: string;
  readonly args: readonly JsonValue[];
  readonly kwargs: Readonly<Record<string, JsonValue>>;
  readonly ctx: Readonly<Record<string, JsonValue>>;
  readonly value: JsonValue;
  readonly logs: readonly JsonValue[];
}
interface ModelCase {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly configs: JsonValue;
  readonly refs: JsonValue;
  readonly sources: JsonValue;
  readonly logs: JsonValue;
}
interface Oracle {
  readonly syntax: Readonly<Record<string, string>>;
  readonly fixed: Readonly<Record<string, string>>;
  readonly cases: readonly MacroCase[];
  readonly models: readonly ModelCase[];
}

const oracle = JSON.parse(readFileSync("test/data/jinja/jinja-seed-oracle.json", "utf8")) as Oracle;
const printed = JSON.parse(
  readFileSync("test/data/jinja/seed-as-printed.json", "utf8"),
) as Readonly<Record<string, string>>;

interface Record_ {
  readonly logs: JsonValue[];
  readonly configs: JsonValue[];
  readonly refs: JsonValue[];
  readonly sources: JsonValue[];
}

function dbtContext(
  ctx: MacroCase["ctx"],
  record: Record_,
  templates: readonly Template[],
): Context {
  const when = (ctx["run_started_at"] as number[] | undefined) ?? [2024, 3, 6, 10, 30];
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0] = when;
  const names: Record<string, Value> = {
    return: returnFunction,
    target: hostObject("target", { name: fromJson(ctx["target"] ?? "prod") }),
    run_started_at: datetimeOf([year, month, day], [hour, minute]),
    model: fromJson({ raw_sql: ctx["raw_sql"] ?? "" }),
    execute: true,
    this: '"db"."sch"."this"',
    log: hostFunction("log", ({ args, kwargs }) => {
      const info = args[1] ?? kwargs.get("info") ?? false;
      record.logs.push([str(args[0] ?? null), toJson(info)]);
      return "";
    }),
    config: hostFunction("config", ({ kwargs }) => {
      record.configs.push(
        Object.fromEntries([...kwargs].map(([name, value]) => [name, toJson(value)])),
      );
      return "";
    }),
    ref: hostFunction("ref", ({ args }) => {
      record.refs.push(args.map((value) => toJson(value)));
      return `"db"."sch"."${str(args.at(-1) ?? "")}"`;
    }),
    source: hostFunction("source", ({ args }) => {
      record.sources.push(args.map((value) => toJson(value)));
      return `"db"."${str(args[0] ?? "")}"."${str(args[1] ?? "")}"`;
    }),
  };
  const macros = new Map<string, Value>();
  const context = layeredContext(contextOf(names), contextOf(macros));
  for (const template of templates) {
    for (const definition of template.definitions) {
      macros.set(
        definition.name,
        macroValue(definition, template, () => context),
      );
    }
  }
  return context;
}

const emptyRecord = (): Record_ => ({ logs: [], configs: [], refs: [], sources: [] });
const dbtOptions = { bindsLocalMacros: false, isTolerant: true } as const;

/** Text of each problem's place, as `line:column code "text"`. */
function places(template: Template): string[] {
  return template.problems.map(({ code, span }) => {
    const before = template.source.slice(0, span.start).split("\n");
    const column = (before.at(-1) ?? "").length + 1;
    return `${before.length}:${column} ${code} ${template.source.slice(span.start, span.end)}`;
  });
}

describe("snippets as printed", () => {
  for (const [name, verdict] of Object.entries(oracle.syntax)) {
    test(name, () => {
      const template = parseTemplate(printed[name] ?? "");
      const error = template.syntaxError;
      expect(error === undefined ? "ok" : `line ${error.line}: ${error.message}`).toBe(verdict);
      expect(template.problems.length > 0).toBe(verdict !== "ok");
    });
  }

  test("each comment inside a tag is a problem at its place", () => {
    const found = Object.entries(printed).flatMap(([name, source]) =>
      places(parseTemplate(source)).map((place) => `${name} ${place}`),
    );
    expect(found).toMatchInlineSnapshot(`
      [
        "heavy_customer_analytics 4:15 sql-comment-in-jinja-tag -- Resource-intensive model gets dedicated execution",
        "heavy_customer_analytics 5:37 sql-comment-in-jinja-tag -- Increase memory allocation",
        "heavy_customer_analytics 6:36 sql-comment-in-jinja-tag -- Update statistics after completion",
        "stg_product_categories 4:14 sql-comment-in-jinja-tag -- Lightweight model can share threads efficiently",
        "dependency_aware_threading 21:41 hash-comment-in-jinja-tag # Early in DAG, many dependencies",
        "clv_full 8:35 sql-comment-in-jinja-tag -- Optimize for SSD storage",
        "stg_orders 4:14 sql-comment-in-jinja-tag -- Can run in parallel with other staging models",
      ]
    `);
  });

  test("the fixes give a template that compiles", () => {
    for (const source of Object.values(printed)) {
      for (const index of [0, 1]) {
        const { problems } = parseTemplate(source);
        const edits = problems.flatMap(({ fixes }) => fixes[index]?.edits ?? []);
        edits.sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
        let text = source;
        for (const { span, newText } of edits) {
          text = text.slice(0, span.start) + newText + text.slice(span.end);
        }
        expect(parseTemplate(text).problems).toEqual([]);
      }
    }
  });
});

for (const [form, sources] of Object.entries({ fixed: oracle.fixed, printed })) {
  const templates = Object.values(sources).map((source) => parseTemplate(source));

  describe(`macros, ${form}`, () => {
    test("there are 113 calls", () => expect(oracle.cases).toHaveLength(113));
    for (const { macro, args, kwargs, ctx, value, logs } of oracle.cases) {
      test(`${macro} ${JSON.stringify([args, kwargs, ctx]).slice(0, 100)}`, () => {
        const record = emptyRecord();
        const context = dbtContext(ctx, record, templates);
        const template = templates.find(({ definitions }) =>
          definitions.some(({ name }) => name === macro),
        );
        const definition = template?.definitions.find(({ name }) => name === macro);
        if (template === undefined || definition === undefined) throw new Error(`no ${macro}`);
        const given = new Map(Object.entries(kwargs).map(([name, v]) => [name, fromJson(v)]));
        const result = callMacro(
          definition,
          template,
          args.map(fromJson),
          given,
          context,
          dbtOptions,
        );
        expect(result.error).toBeUndefined();
        expect(result.unknown).toEqual([]);
        expect(toJson(result.value ?? null)).toEqual(value);
        expect(record.logs).toEqual(logs);
      });
    }
  });

  describe(`models, ${form}`, () => {
    for (const model of oracle.models) {
      test(model.name, () => {
        const record = emptyRecord();
        const context = dbtContext({}, record, templates);
        const source = form === "fixed" ? model.source : (printed[model.name] ?? "");
        const rendering = renderTemplate(parseTemplate(source), context, dbtOptions);
        expect(rendering.error).toBeUndefined();
        if (form === "fixed") expect(rendering.text).toBe(model.text);
        expect(record.configs).toEqual(model.configs);
        expect(record.refs).toEqual(model.refs);
        expect(record.sources).toEqual(model.sources);
        expect(record.logs).toEqual(model.logs);
      });
    }
  });
}
