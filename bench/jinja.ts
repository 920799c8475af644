/**
 * Parsing and evaluating an ordinary model of 200 lines, beside stock nunjucks and
 * `@huggingface/jinja` on the same text in the same run, and beside what an editor can afford on
 * every keystroke. The three must print the same, or nothing is measured.
 */
import { Template as OtherTemplate } from "@huggingface/jinja";
import { Environment, Template as StockTemplate } from "nunjucks";
import { parse as parseStock } from "nunjucks/src/parser";
import { contextOf } from "../server/src/jinja/context";
import { fromJson } from "../server/src/jinja/json";
import { renderTemplate } from "../server/src/jinja/render";
import { parseTemplate } from "../server/src/jinja/template";
import { hostFunction, textOf, type Value } from "../server/src/jinja/values";
import { type Row, timeMs } from "./measure";

/** What the issue asks for, on one core of an idle machine. */
const PARSE_LIMIT_MS = 0.5;
const EVALUATE_LIMIT_MS = 0.2;
const ROUNDS = 61;
/** Evaluations in one measurement: one alone is near the resolution of the clock. */
const TIMES = 5;

const HEAD = `{{ config(materialized='table', tags=['nightly', 'finance']) }}
{% set statuses = ['placed', 'shipped', 'completed', 'returned'] %}
{% set start = var('start') %}
with orders as (
    select * from {{ ref('stg_orders') }}
    where ordered_at >= '{{ start }}'
)`;

/** Eight lines: a CTE as people write them. */
function part(index: number): string {
  return `, part_${index} as (
    select customer_id,
        {% for status in statuses %}
        sum(case when status = '{{ status }}' then amount else 0 end) as {{ status }}_${index}{% if not loop.last %},{% endif %}
        {% endfor %}
    from {{ source('raw', 'table_${index}') }}
    {% if target.name == 'prod' and ${index} > 3 %}where region = '{{ var('region') | upper }}'{% endif %}
    group by 1)`;
}

const SOURCE = `${HEAD}\n${Array.from({ length: 24 }, (_, index) => part(index)).join("\n")}\nselect * from part_1\n`;
const VARS: Readonly<Record<string, string>> = { start: "2024-01-01", region: "emea" };

/** The three engines on the same text: the rows of the report. */
export function measureJinja(): readonly Row[] {
  const ours = parseTemplate(SOURCE);
  const context = ourContext();
  const stock = new StockTemplate(
    SOURCE,
    new Environment(null, { autoescape: false }),
    "bench",
    true,
  );
  const other = new OtherTemplate(SOURCE);
  const names = plainContext();
  const work = {
    parse: () => parseTemplate(SOURCE),
    stockParse: () => parseStock(SOURCE),
    otherParse: () => new OtherTemplate(SOURCE),
    evaluate: () => renderTemplate(ours, context),
    stockEvaluate: () => stock.render(names),
    otherEvaluate: () => other.render(names),
  };
  const text = squeezed(renderTemplate(ours, context).text);
  for (const [name, printed] of [
    ["nunjucks", stock.render(names)],
    ["@huggingface/jinja", other.render(names)],
  ] as const) {
    if (squeezed(printed) !== text) throw new Error(`${name} prints something else`);
  }
  const times = measureInTurn(work);
  const row = (what: string, ms: number, beside: string, besideMs: number): Row => ({
    what: `${what} a model of ${SOURCE.split("\n").length - 1} lines`,
    ms,
    beside,
    besideMs,
  });
  return [
    row("parse", times.parse, "nunjucks", times.stockParse),
    row("parse", times.parse, "@huggingface/jinja", times.otherParse),
    row("parse", times.parse, "the limit", PARSE_LIMIT_MS),
    row("evaluate", times.evaluate, "nunjucks, compiled", times.stockEvaluate),
    row("evaluate", times.evaluate, "@huggingface/jinja", times.otherEvaluate),
    row("evaluate", times.evaluate, "the limit", EVALUATE_LIMIT_MS),
  ];
}

/** The least time of each piece of work: what else the machine does can only add. All in turn. */
function measureInTurn<Name extends string>(
  work: Readonly<Record<Name, () => unknown>>,
): Record<Name, number> {
  const names = Object.keys(work) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const ms = timeMs(() => {
        for (let i = 0; i < TIMES; i++) work[name]();
      });
      times.get(name)?.push(ms / TIMES);
    }
  }
  const least = names.map((name) => [name, Math.min(...(times.get(name) ?? []))] as const);
  return Object.fromEntries(least) as Record<Name, number>;
}

/** nunjucks and the others differ in blanks around tags, which no database sees. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function relation(parts: readonly string[]): string {
  return parts.map((part) => `"${part}"`).join(".");
}

function plainContext(): Record<string, unknown> {
  return {
    config: () => "",
    ref: (name: string) => relation(["db", "main", name]),
    source: (schema: string, name: string) => relation(["db", schema, name]),
    var: (name: string) => VARS[name] ?? "",
    target: { name: "prod" },
  };
}

function ourContext() {
  const text = (value: Value | undefined): string =>
    value === undefined ? "" : (textOf(value) ?? "");
  return contextOf({
    config: hostFunction("config", () => ""),
    ref: hostFunction("ref", ({ args }) => relation(["db", "main", text(args[0])])),
    source: hostFunction("source", ({ args }) => relation(["db", text(args[0]), text(args[1])])),
    var: hostFunction("var", ({ args }) => VARS[text(args[0])] ?? ""),
    target: fromJson({ name: "prod" }),
  });
}
