/** Files as people have them: each gets a message where there is one to give, the others go on. */
import { describe, expect, test } from "vitest";
import type { FileSystem, ReadFailure } from "../../server/src/base/fileSystem";
import type { Harness } from "../support/serverHarness";
import { hoverText, lensTitles, publishedCodes, start } from "./startShop";

const GOOD = `
//- profiles.yml threads:4
//- models/good.sql 30s
{{ config(threads=6) }}
select 1 as id
`;

/** The file that nothing is wrong with has everything it had before. */
async function expectGood(server: Harness): Promise<void> {
  expect(await lensTitles(server, "models/good.sql")).toEqual([
    expect.stringMatching(/^threads 6 /),
  ]);
  expect(await hoverText(server, "models/good.sql", 0, 5)).toContain("| good |");
  expect(publishedCodes(server, "models/good.sql")).toContain("threads-ignored-by-dbt");
}

/** A disk on which one file cannot be read, though its folder lists it. */
function failing(file: string, failure: ReadFailure): (disk: FileSystem) => FileSystem {
  return (disk) => ({
    list: disk.list,
    read: (path) => (path.endsWith(file) ? failure : disk.read(path)),
  });
}

describe("texts", () => {
  const cases: Readonly<Record<string, string>> = {
    "an empty file": "",
    "one of spaces": "   \n\t\n",
    "CRLF lines": "{{ config(threads=2) }}\r\nselect 1\r\nfrom {{ ref('good') }}\r\n",
    "a byte order mark": "\uFEFF{{ config(threads=2) }}\nselect 1",
    "replaced bytes": "select '\uFFFD\uFFFD' as broken",
    "a lone surrogate": "select '\uD800' as half",
    "NUL signs": "select \u0000\u0001\u0002",
    "unclosed Jinja": "{{ config(threads=2\nselect 1",
    "an unclosed block": "{% if true %}\nselect 1",
    "a tag that closes nothing": "select 1 {% endif %}",
    "an unclosed string": "{{ config(materialized='table) }} select 'x",
    "an unclosed comment": "{# never ends\nselect 1",
    "a macro that is not there": "{{ config(threads=no_such_macro()) }} select 1",
    "an endless loop": "{% for i in range(1000000000) %}{{ i }}{% endfor %} select 1",
    "endless recursion":
      "{% macro again() %}{{ again() }}{% endmacro %}{{ config(threads=again()) }} select 1",
    "a hint that is no number": "{{ config(threads='abc') }} select 1",
    "a hint of zero": "{{ config(threads=0) }} select 1",
    "a negative hint": "{{ config(threads=-1) }} select 1",
    "a ref to itself": "select * from {{ ref('odd') }}",
    "deep nesting": `select ${"(".repeat(5000)}1${")".repeat(5000)}`,
    "one long line": `select '${"x".repeat(200_000)}'`,
  };
  for (const [name, text] of Object.entries(cases)) {
    test(name, async () => {
      const server = await start(`${GOOD}//- models/odd.sql\n`);
      await server.open("models/odd.sql");
      await server.change("models/odd.sql", text);
      await server.settle();
      expect(await lensTitles(server, "models/odd.sql")).toHaveLength(1);
      await hoverText(server, "models/odd.sql", 0, 5);
      await server.request("textDocument/codeAction", {
        textDocument: { uri: server.uri("models/odd.sql") },
        range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
        context: { diagnostics: [] },
      });
      await server.request("textDocument/completion", {
        textDocument: { uri: server.uri("models/odd.sql") },
        position: { line: 0, character: 10 },
      });
      await expectGood(server);
    });
  }

  test("20 MB of SQL", async () => {
    const server = await start(`${GOOD}//- models/odd.sql\n`);
    const line = "select a, count(*) from t join u using (id) group by 1 union all\n";
    await server.open("models/odd.sql");
    await server.change("models/odd.sql", line.repeat(Math.ceil(20_000_000 / line.length)));
    await server.settle();
    expect(await lensTitles(server, "models/odd.sql")).toHaveLength(1);
    expect(await hoverText(server, "models/odd.sql", 0, 0)).toContain("Complexity");
    await expectGood(server);
  }, 300_000);
});

describe("messages stand at the right place", () => {
  const expectProblem = async (files: string, file: string, code: string, line: number) => {
    const server = await start(GOOD + files);
    await server.settle();
    const found = server.published(file).filter((problem) => problem.code === code);
    expect(found.map(({ range }) => range.start.line)).toContain(line);
    await expectGood(server);
  };

  test("unclosed Jinja", () =>
    expectProblem(
      "//- models/odd.sql\nselect 1\nfrom {{ ref('good')\n",
      "models/odd.sql",
      "jinja-syntax",
      1,
    ));
  test("a wrong thread count", () =>
    expectProblem(
      "//- models/odd.sql\nselect 1\n{{ config(threads='abc') }}\n",
      "models/odd.sql",
      "invalid-threads-value",
      1,
    ));
  test("a ref to nothing", () =>
    expectProblem(
      "//- models/odd.sql\nselect 1\nfrom {{ ref('nothing') }}\n",
      "models/odd.sql",
      "unknown-ref",
      1,
    ));
  test("a tab in YAML", () =>
    expectProblem(
      "//- models/odd.yml\nversion: 2\nmodels:\n\t- name: good\n",
      "models/odd.yml",
      "yaml-syntax",
      2,
    ));
  test("a cycle", () =>
    expectProblem(
      "//- models/one.sql\nselect 1\nfrom {{ ref('two') }}\n//- models/two.sql\nselect * from {{ ref('one') }}\n",
      "models/one.sql",
      "dependency-cycle",
      1,
    ));
});

describe("disks", () => {
  test("a file that vanishes while it is read", async () => {
    const failure = { failure: "missing", message: "models/odd.sql does not exist" } as const;
    const disk = failing("/odd.sql", failure);
    const server = await start(`${GOOD}//- models/odd.sql\nselect 1\n`, { disk });
    await server.settle();
    await expectGood(server);
  });

  test("unreadable, binary and huge files", async () => {
    for (const failure of [
      { failure: "unreadable", message: "models/odd.sql: permission denied" },
      { failure: "not-text", message: "models/odd.sql is binary, not text" },
      { failure: "too-large", message: "models/odd.sql has 900 MB; at most 64 are read" },
    ] as const) {
      const disk = failing("/odd.sql", failure);
      const server = await start(`${GOOD}//- models/odd.sql\nselect 1\n`, { disk });
      await server.settle();
      await expectGood(server);
      await server.stop();
    }
    await start(GOOD);
  });

  test("links that lead in a circle", async () => {
    const server = await start(GOOD, {
      disk: (disk) => ({
        list(folder) {
          const entries = disk.list(folder);
          return Array.isArray(entries) ? [...entries, { name: "loop", kind: "link" }] : entries;
        },
        read: (file) =>
          file.endsWith("/loop")
            ? { failure: "unreadable", message: `${file} is a loop of links` }
            : disk.read(file),
      }),
    });
    await server.settle();
    await expectGood(server);
  });

  test("no project, an empty project, a project file that is no YAML", async () => {
    for (const files of [
      "//- readme.md\nhello",
      "//- dbt_project.yml\n",
      "//- dbt_project.yml\nname: [unclosed\n//- models/a.sql\nselect 1",
      "//- dbt_project.yml\nname: shop\nprofile: shop\n",
      "//- dbt_project.yml\n- a\n- list\n",
      "//- dbt_project.yml\nname: 7\nmodel-paths: 3\nvars: x\nmodels: [1]\n//- models/a.sql\nselect 1",
    ]) {
      const server = await start(files);
      await server.settle();
      const answer = await server.request("heddle/models", { uri: server.uri("dbt_project.yml") });
      expect(answer === null || typeof answer === "object").toBe(true);
      expect(server.logs.filter((line) => line.includes("at revision"))).toEqual([]);
      await server.stop();
    }
    await start(GOOD);
  });
});
