/** What a macro call gives through the day, and which conditions decided it. */
import { expect, it } from "vitest";
import { callOverDay } from "../../server/src/dbt/callOverDay";
import { renderCall } from "../../server/src/dbt/renderFile";
import { projectOf } from "./checkProject";

const SHOP = projectOf(`
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
//- profiles.yml type:duckdb
//- macros/m.sql
{% macro threads(name) %}
  {% if 9 <= run_started_at.hour <= 17 %}{{ log(name ~ ' by day') }}{{ return(3) }}
  {% elif run_started_at.weekday() > 4 %}{{ return(8) }}
  {% else %}{{ return(4) }}{% endif %}
{% endmacro %}
{% macro fixed() %}{{ return(2) }}{% endmacro %}
{% macro asked() %}{{ return(run_query('select 1')) }}{% endmacro %}
{% macro own() %}{{ return(model.name ~ ' ' ~ this.identifier) }}{% endmacro %}
//- models/a.sql
select {{ threads('a') }}
`);
const TUESDAY_NOON = Date.UTC(2024, 2, 5, 12, 30);
const TUESDAY_NIGHT = Date.UTC(2024, 2, 5, 2, 0);
const SUNDAY_NIGHT = Date.UTC(2024, 2, 3, 23, 0);

const over = (expression: string, atMs: number) =>
  callOverDay(SHOP, expression, atMs).map(
    ({ fromHour, untilHour, value }) => `${fromHour}-${untilHour}: ${value}`,
  );

it("gives what holds now first, then the rest of the day", () => {
  expect(over("threads('a')", TUESDAY_NOON)).toEqual(["9-18: 3", "18-9: 4"]);
  expect(over("threads('a')", TUESDAY_NIGHT)).toEqual(["18-9: 4", "9-18: 3"]);
  expect(over("threads('a')", SUNDAY_NIGHT)).toEqual(["18-9: 8", "9-18: 3"]);
  expect(callOverDay(SHOP, "threads('a')", TUESDAY_NOON)[0]?.logs).toEqual(["a by day"]);
});

it("gives one value where the clock does not matter, none where the call fails", () => {
  expect(over("fixed()", TUESDAY_NOON)).toEqual(["0-24: 2"]);
  expect(over("nope()", TUESDAY_NOON)).toEqual([]);
  expect(over("asked()", TUESDAY_NOON)).toEqual([]);
});

it("tells the branches taken, at their place in the macro's file", () => {
  const at = (atMs: number) => renderCall(SHOP, "threads('a')", { atMs })?.branches;
  expect(at(TUESDAY_NOON)).toEqual([
    {
      file: "macros/m.sql",
      span: { start: 34, end: 64 },
      condition: "9 <= run_started_at.hour <= 17",
      taken: "if",
    },
  ]);
  expect(at(SUNDAY_NIGHT)?.map(({ taken }) => taken)).toEqual(["elif"]);
  expect(at(TUESDAY_NIGHT)?.map(({ taken }) => taken)).toEqual(["else"]);
});

it("calls a macro as from a model, and refers to nodes from anywhere", () => {
  expect(renderCall(SHOP, "own()", { file: "models/a.sql" })?.value).toBe("a a");
  expect(renderCall(SHOP, "ref('a') ~ ''")?.value).toBe('"memory"."analytics"."a"');
});
