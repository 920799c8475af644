/** What dbt-core 1.12.0 said of semantic models in a model's own entry: 60 small projects, most wrong. */
import { describe, expect, it } from "vitest";
import { checkProblems, nodeOf, projectOf } from "./checkProject";

const FILES = `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
semantic-models: {shop: {+meta: {layer: root}}}
//- profiles.yml type:duckdb
//- models/days.sql
select current_date as d
//- models/orders.sql
select 1 as id
//- models/days.yml
models:
  - name: days
    time_spine: {standard_granularity_column: d}
    columns: [{name: d, granularity: day}]
`;
const ID = "{name: id, entity: {type: primary, name: order_id}}";
const COLOUR = "{name: colour, dimension: {type: categorical}}";
const TOTAL = "{name: total, agg: sum, expr: amount}";

interface Change {
  readonly id?: string;
  readonly colour?: string;
  readonly total?: string;
  /** One more metric of the model. */
  readonly more?: string;
  /** One more metric of the file. */
  readonly metric?: string;
  readonly time?: string;
  readonly flags?: string;
}

function errorsOf({
  id = ID,
  colour = COLOUR,
  total = TOTAL,
  more,
  metric,
  time = "at",
  flags,
}: Change) {
  const files = FILES.replace("profile: shop\n", `profile: shop\nflags: {${flags ?? ""}}\n`);
  const source = `${files}//- models/orders.yml
models:
  - name: orders
    semantic_model: true
    agg_time_dimension: ${time}
    columns:
      - ${id}
      - {name: at, granularity: day, dimension: {type: time}}
      - ${colour}
      - {name: cust, entity: {type: foreign, name: customer}}
    metrics:
      - ${total}
      - {name: howmany, agg: count, expr: 1}
${more === undefined ? "" : `      - ${more}\n`}metrics:
  - {name: growing, type: cumulative, input_metric: total}
${metric === undefined ? "" : `  - ${metric}\n`}`;
  const { problems } = projectOf(source, { release: 12 });
  return problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("the semantic layer in a model's own entry", () => {
  const right: readonly Change[] = [
    {},
    { colour: "{name: colour, dimension: categorical}" },
    {
      total:
        "{name: total, agg: sum, expr: a, filter: \"{{ Dimension('order_id__colour') }} = 1\"}",
    },
    { total: "{name: total, agg: sum, expr: a, agg_time_dimension: nope}" },
    { total: "{name: total, agg: percentile, expr: a, percentile: 2}" },
    { more: "{name: stopped, expr: a, config: {enabled: false}}" },
    {
      metric: "{name: both, type: derived, expr: total + growing, input_metrics: [total, growing]}",
    },
  ];
  it.each(right)("is taken with %j", (change) => expect(errorsOf(change)).toEqual([]));

  const wrong: readonly (readonly [Change, RegExp])[] = [
    [{ more: "{name: Total2, agg: sum, expr: x}" }, /'Total2' is no name/],
    [{ more: "{name: cnt, agg: count}" }, /needs an `expr`/],
    [{ more: "{name: mid, agg: median, expr: x, percentile: 0.3}" }, /A median is/],
    [{ more: "{name: none_agg, expr: x}" }, /A simple metric needs `agg`/],
    [{ more: "{name: odd, agg: summ, expr: x}" }, /`agg: summ` must be one of/],
    [{ more: "{name: odd, agg: sum, expr: x, foo: 1}" }, /`foo` is no key/],
    [{ more: "{name: share, type: ratio, denominator: total}" }, /needs `numerator`/],
    [{ id: "{name: id}" }, /needs a primary entity/],
    [{ time: "colour" }, /no time dimension called 'colour'/],
    [{ colour: "{name: colour, dimension: {type: text}}" }, /`type: text` must be one of/],
    [{ colour: "{name: colour, entity: unknown}" }, /`entity: unknown` must be one of/],
    [{ total: "{name: total, agg: sum, expr: a, filter: \"{{ Foo('x') }}\"}" }, /no 'Foo'/],
    [{ metric: "{name: gg, type: cumulative}" }, /needs `input_metric`/],
    [
      {
        metric: "{name: gg, type: cumulative, input_metric: total, window: 3 moons}",
        flags: "require_nested_cumulative_type_params: false",
      },
      /'moons'/,
    ],
    [{ metric: "{name: gg, type: derived, expr: total}" }, /derived from/],
    [
      {
        metric:
          "{name: gg, type: conversion, entity: customer, base_metric: total, conversion_metric: howmany}",
      },
      /'total' must be a count/,
    ],
    [
      {
        metric:
          "{name: gg, type: conversion, entity: nope, base_metric: howmany, conversion_metric: howmany}",
      },
      /no entity 'nope'/,
    ],
  ];
  it.each(wrong)("is refused with %j", (change, message) => {
    const errors = errorsOf(change);
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error).toMatch(message);
  });

  it("is faulted where it is written", () =>
    checkProblems(
      `${FILES}//- models/orders.yml
models:
  - name: orders
    semantic_model: true
    columns:
      - {name: id, entity: {type: primary, name: order_id}}
      - {name: Colour, dimension: categorical}
#              ^^^^^^ error invalid-properties: 'Colour' is no name for the semantic layer: two or more of a-z, 0-9 and single underscores, from a letter to a letter or digit.
    metrics: [{name: total, agg: sum, expr: amount}]
metrics:
  - {name: gg, type: cumulative, input_metric: total, grain_to_date: moon}
#                                                                    ^^^^ error invalid-properties: \`grain_to_date: moon\` is no step of time.
`,
      { release: 12 },
    ));
});

it("a metric that a measure makes has meta and `enabled` of its semantic model, from every layer", () => {
  const source = `${FILES}//- models/orders.yml
semantic_models:
  - name: sales
    model: ref('orders')
    defaults: {agg_time_dimension: at}
    entities: [{name: order_id, type: primary}]
    dimensions: [{name: at, type: time, type_params: {time_granularity: day}}]
    measures: [{name: total, agg: sum, expr: id, create_metric: true}]
    config: {meta: {own: 1}}
`;
  expect(nodeOf(source, "metric.shop.total").config["meta"]).toEqual({ layer: "root", own: 1 });
  const off = source.replace("+meta: {layer: root}", "+enabled: false");
  expect([...projectOf(off).disabled.keys()]).toContain("metric.shop.total");
});

describe("a window that is not nested", () => {
  const metric = "{name: gg, type: cumulative, input_metric: total, window: 3 days}";
  it("is refused by 1.12 in either form, where no flag allows it", () => {
    expect(errorsOf({ metric })).toEqual([expect.stringMatching(/does not take `window` here/)]);
    expect(errorsOf({ metric, flags: "require_nested_cumulative_type_params: false" })).toEqual([]);
    const old = "{name: gg, label: G, type: cumulative, type_params: {measure: m, window: 3 days}}";
    expect(errorsOf({ metric: old })).toContainEqual(expect.stringMatching(/Put it under/));
  });
});
