/** The rules on hand-written shredders: gaps, doubles, other numbers and rows that a modulo loses. */
import { describe, expect, test } from "vitest";
import { applyEdits } from "../support/applyEdits";
import { checkDiagnostics, openFixture } from "../support/checkDiagnostics";
import { parseFixture } from "../support/fixture";

const project = (...models: readonly string[]): string =>
  `//- profiles.yml threads:4\n//- models/orders.sql\nselect 1 as id\n${models.join("\n")}\n`;
const shard = (name: string, where: string): string =>
  `//- models/${name}.sql\nselect * from {{ ref('orders') }} where ${where}`;

function messages(source: string, only: string): readonly string[] {
  return openFixture(parseFixture(source))
    .problems()
    .filter(({ code }) => code === only)
    .map(({ message }) => message);
}

describe("shard-family-incomplete", () => {
  const only = "shard-family-incomplete";

  test("a missing, a repeated and an impossible remainder", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/orders.sql
select 1 as id
//- models/a.sql
select * from {{ ref('orders') }} where mod(id, 4) = 0
--                                      ^^^^^^^^^^^^^^ warning shard-family-incomplete: id is divided by 4, but nobody reads remainder 2: those rows are lost; remainder 1 is read more than once: those rows are doubled; remainder 4 never occurs.
//- models/b.sql
select * from {{ ref('orders') }} where id % 4 = 1
//- models/c.sql
select * from {{ ref('orders') }} where ID%4 in (1, 3)
//- models/d.sql
select * from {{ ref('orders') }} where (id % 4) = 4
`,
      { only },
    );
  });

  test("complete families, samples, other parents and comments are fine", () => {
    const complete = [0, 1, 2].map((k) => shard(`m${k}`, `mod(id, 3) = ${k}`));
    expect(messages(project(...complete), only)).toEqual([]);
    expect(messages(project(shard("sample", "mod(id, 10) = 0")), only)).toEqual([]);
    expect(
      messages(
        project(shard("a", "id % 2 = 0"), "//- models/b.sql\nselect 1 as id where id % 2 = 1"),
        only,
      ),
    ).toEqual([]);
    expect(
      messages(
        project(shard("a", "true -- mod(id, 4) = 0"), shard("b", "x = 'mod(id, 4) = 1'")),
        only,
      ),
    ).toEqual([]);
    expect(messages(project(shard("a", "mod(id, {{ var('n', 4) }}) = 0")), only)).toEqual([]);
  });

  test("branches of one model, and a suppression", () => {
    const union = (comment: string) =>
      `//- models/u.sql\n${comment}select * from {{ ref('orders') }} where mod(o.id, 3) = 0 union all select * from {{ ref('orders') }} where mod(o.id, 3) = 2`;
    expect(messages(project(union("")), only)).toHaveLength(1);
    expect(messages(project(union("-- heddle: ignore shard-family-incomplete\n")), only)).toEqual(
      [],
    );
  });
});

describe("shard-count-differs", () => {
  const only = "shard-count-differs";

  test("one place against the others", () => {
    const sites = [0, 1, 2].map((k) => shard(`m${k}`, `mod(id, 4) = ${k}`));
    expect(messages(project(...sites, shard("m3", "mod(id, 8) = 3")), only)).toEqual([
      "id is divided by 8 here and by 4 in 3 other places: rows overlap or are left out. Use one number, best a var.",
    ]);
  });

  test("the same number everywhere is fine, and so are two designs", () => {
    const four = [0, 1, 2, 3].map((k) => shard(`m${k}`, `mod(id, 4) = ${k}`));
    expect(messages(project(...four), only)).toEqual([]);
    const two = ["a", "b"].map((name, k) => shard(name, `mod(id, 2) = ${k}`));
    const three = ["c", "d"].map((name, k) => shard(name, `mod(id, 3) = ${k}`));
    expect(messages(project(...two, ...three), only)).toEqual([]);
  });
});

describe("shard-modulo-loses-rows", () => {
  const only = "shard-modulo-loses-rows";
  const both = (test: (k: number) => string) => project(shard("a", test(0)), shard("b", test(1)));

  test("the plain modulo, with a fix that quiets the rule", () => {
    const source = both((k) => `mod(id, 2) = ${k}`);
    const snapshot = openFixture(parseFixture(source));
    const found = snapshot.problems().filter(({ code }) => code === only);
    expect(found.map(({ message }) => message)).toEqual([
      "A negative id gives a negative remainder and a null id gives null: no shard of 2 reads those rows. Where id cannot be so, a not_null test or a check keeps it that way.",
    ]);
    const edits = found[0]?.fixes?.[0]?.edits ?? [];
    expect(edits.map(({ newText }) => newText)).toEqual([
      "coalesce(mod(mod(id, 2) + 2, 2), 0)",
      "coalesce(mod(mod(id, 2) + 2, 2), 0)",
    ]);
    const text = snapshot.project.files.get("models/a.sql") ?? "";
    const fixed = applyEdits(
      text,
      edits.filter(({ file }) => file === "models/a.sql"),
    );
    expect(fixed).toContain("where coalesce(mod(mod(id, 2) + 2, 2), 0) = 0");
    expect(
      messages(
        both((k) => `coalesce(mod(mod(id, 2) + 2, 2), 0) = ${k}`),
        only,
      ),
    ).toEqual([]);
  });

  test("guards of other kinds are known", () => {
    expect(
      messages(
        both((k) => `coalesce(((id % 2) + 2) % 2, 0) = ${k}`),
        only,
      ),
    ).toEqual([]);
    expect(
      messages(
        both((k) => `mod(abs(id), 2) = ${k} or abs(id) is null`),
        only,
      ),
    ).toEqual([]);
    expect(
      messages(
        both((k) => `pmod(coalesce(id, 0), 2) = ${k}`),
        only,
      ),
    ).toEqual([]);
    expect(
      messages(
        both((k) => `((id % 2) + 2) % 2 = ${k}`),
        only,
      ),
    ).toEqual([
      "A null id gives null, which no shard of 2 reads. Where id cannot be so, a not_null test or a check keeps it that way.",
    ]);
  });
});

describe("shard-loader-locks", () => {
  const only = "shard-loader-locks";
  const loaders = (before: string, after = ""): string =>
    project(
      ...[0, 1].map(
        (k) =>
          `//- models/s${k}.sql\n${before}\nselect * from {{ ref('orders') }}${after} where mod(id, 2) = ${k}`,
      ),
    );

  test("a hook on a table that all share: one finding for all loaders", () => {
    const found = messages(
      loaders(`{{ config(pre_hook="lock table dwh.log in exclusive mode") }}`),
      only,
    );
    expect(found).toEqual([
      "`lock table dwh.log in exclusive mode` locks a table in every loader of this shredder: each waits for the one before. Run it once, before or after all of them.",
    ]);
    const other = messages(
      loaders(`{{ config(pre_hook="lock table dwh.log in exclusive mode") }}`),
      "hook-serialises-run",
    );
    expect(other).toEqual([]);
  });

  test.each([
    "truncate dwh.summary",
    "alter table dwh.all_orders add column x int",
    "create index on dwh.all_orders (id)",
    "vacuum full dwh.all_orders",
  ])("%s", (sql) => {
    expect(messages(loaders(`{{ config(post_hook="${sql}") }}`), only)).toHaveLength(1);
  });

  test.each([
    "create index on {{ this }} (id)",
    "create index concurrently on dwh.all_orders (id)",
    "lock table dwh.log in row exclusive mode",
    "insert into dwh.log select 1",
  ])("harmless: %s", (sql) => {
    expect(messages(loaders(`{{ config(post_hook="${sql}") }}`), only)).toEqual([]);
  });

  test("models that are no loaders, and a suppression", () => {
    const hook = `{{ config(pre_hook="truncate dwh.summary") }}`;
    expect(messages(project(`//- models/a.sql\n${hook}\nselect 1 as id`), only)).toEqual([]);
    expect(messages(loaders(`-- heddle: ignore ${only}\n${hook}`), only)).toEqual([]);
  });

  test.each([
    [" with (tablockx)", ""],
    [" with (nolock, tablockx)", " with (nolock)"],
    [" with (xlock, rowlock)", " with (rowlock)"],
  ])("a lock hint%s is removed by the fix", (hint, left) => {
    const snapshot = openFixture(parseFixture(loaders("", hint)));
    const found = snapshot
      .problems()
      .filter(({ code, file }) => code === only && file === "models/s0.sql");
    expect(found).toHaveLength(1);
    const text = snapshot.project.files.get("models/s0.sql") ?? "";
    expect(applyEdits(text, found[0]?.fixes?.[0]?.edits ?? [])).toContain(
      `{{ ref('orders') }}${left} where`,
    );
  });
});
