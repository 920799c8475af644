import { expect, test } from "vitest";
import { explained } from "./checkIde";

test("explain adds neighbours, logs, problems and the file to the card", () => {
  expect(
    explained(
      `
//- profiles.yml threads:2
//- macros/pick.sql
{% macro pick(n) %}{{ log('picked ' ~ n, info=true) }}{{ return(n) }}{% endmacro %}
//- models/stg_a.sql 30s
select 1
//- models/stg_b.sql 2s
select 1
//- models/both.sql 90s
{{ config(threads=pick(1)) }}
select * from {{ ref('stg_a') }} a join {{ ref('stg_b') }} b using (id)
//- models/report.sql 5s
select * from {{ ref('both') }}
`,
      "both",
    ),
  ).toMatchInlineSnapshot();
});
