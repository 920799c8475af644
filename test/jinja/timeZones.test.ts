/** pytz's zones as templates of dbt see them, recorded by `test/oracle/jinja/timeZones.py`. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { utcMoment } from "../../server/src/jinja/moments";
import { pythonModules } from "../../server/src/jinja/pythonModules";
import { renderTemplate } from "../../server/src/jinja/render";
import { parseTemplate } from "../../server/src/jinja/template";

interface Case {
  readonly template: string;
  readonly expected: string;
}

const cases = JSON.parse(readFileSync("test/data/jinja/time-zones.json", "utf8")) as Case[];

test("time zones", () => {
  const started = utcMoment(Date.UTC(2024, 2, 6, 10, 30));
  const context = contextOf({ modules: pythonModules(started), run_started_at: started });
  expect(cases.length).toBeGreaterThan(150);
  for (const { template, expected } of cases) {
    const { text, error } = renderTemplate(parseTemplate(template), context);
    const ours = error === undefined ? text : `${error.pythonClass}: ${error.message}`;
    expect({ template, ours }).toEqual({ template, ours: expected });
  }
});
