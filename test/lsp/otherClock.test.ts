import { describe, expect, test } from "vitest";
import { otherMoment } from "../../server/src/ide/otherClock";
import { hoverText, lensTitles, start } from "./startShop";

const CLOCK = `
//- profiles.yml threads:4
//- macros/adaptive.sql
{% macro adaptive() %}{{ return(4 if run_started_at.hour < 6 else 3) }}{% endmacro %}
{% macro steady() %}{{ return(2) }}{% endmacro %}
//- models/orders.sql 50s
{{ config(threads=adaptive()) }}
select 1
//- models/steady.sql 5s
{{ config(threads=steady()) }}
select 1
`;

describe("a hint that depends on the clock", () => {
  test("is told for now and for the other time of day", async () => {
    const server = await start(CLOCK);
    await server.settle();
    expect((await lensTitles(server, "models/orders.sql"))[0]).toMatch(
      /^threads 3 now, 4 at night from adaptive\(\)/,
    );
    expect(await hoverText(server, "models/orders.sql", 0, 20)).toContain("threads 4 at night");
  });

  test("at night is told for midday", async () => {
    const server = await start(CLOCK, { initializationOptions: { at: "2026-02-02T01:00:00" } });
    await server.settle();
    expect((await lensTitles(server, "models/orders.sql"))[0]).toMatch(
      /^threads 4 now, 3 at midday from adaptive\(\)/,
    );
  });

  test("follows an edit of the macro", async () => {
    const server = await start(CLOCK);
    await server.open("macros/adaptive.sql");
    await lensTitles(server, "models/orders.sql");
    await server.change(
      "macros/adaptive.sql",
      "{% macro adaptive() %}{{ return(6 if run_started_at.hour < 6 else 5) }}{% endmacro %}",
    );
    await server.settle();
    expect((await lensTitles(server, "models/orders.sql"))[0]).toContain("5 now, 6 at night");
  });
});

test("a macro that gives the same always is told once", async () => {
  const server = await start(CLOCK);
  await server.settle();
  expect((await lensTitles(server, "models/steady.sql"))[0]).toMatch(/^threads 2 from steady\(\)/);
});

test("the other moment keeps day and zone", () => {
  expect(otherMoment("2026-02-02T09:00:00.000Z")).toEqual({
    at: "2026-02-02T02:00:00Z",
    words: "at night",
  });
  expect(otherMoment("2026-02-02T23:10:00+02:00").at).toBe("2026-02-02T12:00:00+02:00");
  expect(otherMoment("2026-02-02").words).toBe("at night");
});
