import { describe, test } from "vitest";
import { checkDiagnostics, checkSilent } from "../support/checkDiagnostics";

const only = "fan-in-starves-threads";

/** Wide work before and after a gate: `slow` decides when the five readers may start. */
const project = (slow: string, ref: string, hub = "") => `
//- profiles.yml threads:3
//- models/slow.sql ${slow}
select 1 as x
//- models/left.sql 20s
select 1 as x
//- models/right.sql 20s
select 1 as x
//- models/hub.sql 10s
select * from {{ ref('left') }}, {{ ref('right') }}, ${ref}${hub}
//- models/r1.sql 40s
select * from {{ ref('hub') }}
//- models/r2.sql 40s
select * from {{ ref('hub') }}
//- models/r3.sql 40s
select * from {{ ref('hub') }}
//- models/r4.sql 40s
select * from {{ ref('hub') }}
`;

describe(only, () => {
  test("a parent that runs alone before many models", () => {
    checkDiagnostics(
      project(
        "80s",
        `{{ ref('slow') }}
--                                                      ^^^^^^^^^^^ information fan-in-starves-threads: hub waits for slow alone while 2 of 3 threads idle for 1 m 00 s: its other 2 parents are done. A faster slow, or a hub that does without it, lets them work (by measured durations).`,
      ),
      { only },
    );
  });

  test("not where the parents end together, or where the gate has one reader", () => {
    checkSilent(project("22s", "{{ ref('slow') }}"), { only });
    checkSilent(project("80s", "{{ ref('slow') }}").replace(/'hub'/g, "'left'"), { only });
  });

  test("not where other models fill the wait", () => {
    const other = "//- models/other.sql 90s\nselect 1 as x";
    checkSilent(`${project("80s", "{{ ref('slow') }}")}${other}`, { only });
  });

  test("fixed by a hub that does without it", () => {
    checkSilent(project("80s", "left"), { only });
  });

  test("suppressed", () => {
    checkSilent(project("80s", "{{ ref('slow') }}", ` -- heddle: ignore ${only}`), { only });
  });
});
