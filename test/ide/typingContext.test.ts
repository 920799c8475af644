import { describe, expect, test } from "vitest";
import { configContext, type TypingContext } from "../../server/src/ide/configContext";
import { yamlContext } from "../../server/src/ide/yamlContext";

/** `path key|value of NAME "typed"`, with the quote that the cursor stands behind. */
function describeContext(text: string, context: TypingContext | undefined): string {
  if (context === undefined) return "nothing";
  const { path, keyOfValue, span, quote } = context;
  const where = `[${path.join(" ")}]`;
  const what = keyOfValue === undefined ? "key" : `value of ${keyOfValue}`;
  return `${where} ${what} <${text.slice(span.start, span.end)}>${quote === undefined ? "" : ` in ${quote}`}`;
}

function checkContext(
  find: (text: string, offset: number) => TypingContext | undefined,
  marked: string,
  expected: string,
): void {
  const offset = marked.indexOf("$0");
  const text = marked.slice(0, offset) + marked.slice(offset + 2);
  expect(describeContext(text, find(text, offset))).toBe(expected);
}

describe("in config calls", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["{{ config($0", "[] key <>"],
    ["{{ config(th$0", "[] key <th>"],
    ["{{ config(th$0) }}\nselect 1", "[] key <th>"],
    ["{{ config(materialized='table', th$0", "[] key <th>"],
    ["{{ config(threads=$0) }}", "[] value of threads <>"],
    ["{{ config(threads=1$0, alias='x') }}", "[] value of threads <1>"],
    ["{{ config(materialized='ta$0') }}", "[] value of materialized <ta> in '"],
    ['{{- config(materialized="$0', '[] value of materialized <> in "'],
    ["{{ config(meta={$0", "[meta] key <>"],
    ["{{ config(meta={'he$0", "[meta] key <he> in '"],
    ["{{ config(meta={'heddle': {'$0'}}) }} select 'x'", "[meta heddle] key <> in '"],
    ["{{ config(meta={'heddle': {'threads': $0", "[meta heddle] value of threads <>"],
    ["{{ config(meta={'owner': 'x'}, th$0", "[] key <th>"],
    ["{{\n  config(\n    threads = 2,\n    $0\n  )\n}}", "[] key <>"],
    ["{% do config(th$0", "[] key <th>"],
    ["{{ config(threads=get_threads('$0", "nothing"],
    ["{{ config(threads=2) }}\nselect $0", "nothing"],
    ["def model(dbt, session):\n    dbt.config(th$0", "[] key <th>"],
    ["select config($0", "nothing"],
    ["-- no config here\nselect $0", "nothing"],
    ["$0", "nothing"],
  ];
  for (const [text, expected] of cases) {
    test(text.replaceAll("\n", "⏎"), () => checkContext(configContext, text, expected));
  }
});

describe("in YAML", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["models:\n  shop:\n    +th$0", "[models shop] key <+th>"],
    [
      "models:\n  shop:\n    marts:\n      +threads: $0",
      "[models shop marts] value of +threads <>",
    ],
    ["models:\n  shop:\n    +threads: 1$0\n    +tags: x", "[models shop] value of +threads <1>"],
    ["models:\n  # shop\n\n  shop:\n    marts:\n      +a: 1\n    $0", "[models shop] key <>"],
    ["models:\n  - name: a\n    config:\n      th$0", "[models config] key <th>"],
    [
      "models:\n  - name: a\n    config:\n      meta:\n        heddle:\n          $0",
      "[models config meta heddle] key <>",
    ],
    ["models: # $0", "nothing"],
    ["models:\n  shop: {th$0", "nothing"],
    ["description: |\n  th$0", "nothing"],
    ["$0", "[] key <>"],
  ];
  for (const [text, expected] of cases) {
    test(text.replaceAll("\n", "⏎"), () => checkContext(yamlContext, text, expected));
  }
});
