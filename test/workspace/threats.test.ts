/** What SECURITY.md promises of projects that mean harm, one test for each promise about reading. */
import { describe, expect, it } from "vitest";
import { modelsAnswer } from "../../server/src/ide/answers/modelsAnswer";
import { explain } from "../../server/src/ide/explain";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { openWorkspace } from "./liveDisk";
import { projectView } from "./projectView";

/** Everything that a person, a log or a script could see of the project, as one text. */
function allShown(project: ProjectSnapshot): string {
  const { files: _, ...view } = projectView(project);
  const cards = [...project.project.nodes.values()].map((node) => explain(project, node).text);
  return JSON.stringify([view, cards, modelsAnswer(project)]);
}

function codesOf(project: ProjectSnapshot, file: string): readonly string[] {
  return project.problemsIn(file).map(({ code }) => code);
}

describe("a template that means harm", () => {
  it.each([
    [
      "loops for ever",
      "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}x{% endfor %}{% endfor %}{% endfor %}",
    ],
    ["calls itself", "{% macro again() %}{{ again() }}{{ again() }}{% endmacro %}{{ again() }}"],
    ["makes a long text", "{{ 'x' * 999999999 }}"],
    ["makes a large number", "{{ (9 ** 9) ** (9 ** 9) }}"],
  ])("that %s gets a problem, and the rest is read", (_, template) => {
    const { project } = openWorkspace(`
//- models/bad.sql
${template}
//- models/good.sql
select * from {{ ref('bad') }}
`);
    expect(project().problemsIn("models/bad.sql").length).toBeGreaterThan(0);
    expect(project().findNode("good")?.dependsOn).toEqual(["model.shop.bad"]);
  });

  it.each([
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ref.constructor('return process')() }}",
    "{{ config.__init__.__globals__ }}",
    "{{ [].constructor.constructor('return this')().process.env }}",
  ])("finds nothing of the machine by %s", (template) => {
    const { project } = openWorkspace(`//- models/a.sql\n${template}\n`);
    expect(allShown(project())).not.toMatch(/\[native code\]|execPath|NODE_/);
  });
});

describe("files that mean harm", () => {
  it("may be YAML that unfolds without end", () => {
    const levels = Array.from({ length: 40 }, (_, at) => {
      const aliases = Array.from({ length: 9 }, () => (at === 0 ? "x" : `*a${at - 1}`));
      return `a${at}: &a${at} [${aliases.join(", ")}]`;
    });
    const { project } = openWorkspace(
      `//- models/bomb.yml\n${levels.join("\n")}\nmodels: *a39\n//- models/a.sql\nselect 1\n`,
    );
    expect(codesOf(project(), "models/bomb.yml").length).toBeGreaterThan(0);
    expect(project().findNode("a")?.name).toBe("a");
  });

  it("may name what all objects inherit", () => {
    const { project } = openWorkspace(`
//- dbt_project.yml
name: shop
profile: shop
vars: {__proto__: {polluted: 1}, constructor: 2}
models: {__proto__: {polluted: 1}, +meta: {__proto__: {polluted: 1}, constructor: {prototype: {polluted: 1}}}}
//- models/a.sql
{{ config(meta={'__proto__': {'polluted': 1}}, __proto__={'polluted': 1}) }} select 1
//- models/a.yml
models: [{name: a, __proto__: {polluted: 1}, config: {__proto__: {polluted: 1}}}, {name: __proto__}]
//- target/run_results.json
{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "__proto__": {"polluted": 1}}, "__proto__": {"polluted": 1}, "results": [{"unique_id": "__proto__", "status": "success", "execution_time": 1, "timing": [], "__proto__": {"polluted": 1}}], "elapsed_time": 1, "args": {"__proto__": {"polluted": 1}}}
`);
    allShown(project());
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect("polluted" in {}).toBe(false);
    expect(project().findNode("a")?.config["polluted"]).toBeUndefined();
  });

  it("may be artifacts with nonsense in every place", () => {
    for (const text of [
      "[]",
      "null",
      "{",
      '{"results": 1}',
      '{"results": [null, 1, {"timing": 3}]}',
      `${"[".repeat(50_000)}`,
    ]) {
      const { project } = openWorkspace(
        `//- models/a.sql\nselect 1\n//- target/run_results.json\n${text}\n`,
      );
      expect(project().durations().get("model.shop.a")?.origin).toBe("assumed");
    }
  });
});

describe("secrets of profiles.yml", () => {
  const SECRETS = ["hunter2", "tok-4711", "key-0815", "phrase-42"];
  const { project, type } = openWorkspace(`
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: postgres
      schema: s
      database: d
      threads: 4
      user: me
      password: hunter2
      token: tok-4711
      private_key: key-0815
      private_key_passphrase: phrase-42
//- models/a.sql
select '{{ target.password }} {{ target.token }} {{ target.private_key }} {{ target }}'
//- models/b.sql
{{ config(alias=target.password ~ 'x', tags=[target.token], meta={'k': target}) }} {{ log(target.password) }}
//- models/c.sql
{{ exceptions.raise_compiler_error(target.password ~ target.private_key) }}
`);

  it("are in no answer, problem or card", () => {
    for (const secret of SECRETS) expect(allShown(project())).not.toContain(secret);
  });

  it("are in no problem of a broken profile either", () => {
    type(
      "profiles.yml",
      "shop:\n  target: nowhere\n  outputs:\n    dev: {type: postgres, password: hunter2, threads: tok-4711\n",
    );
    expect(project().problems().length).toBeGreaterThan(0);
    for (const problem of project().problems()) {
      for (const secret of SECRETS.slice(0, 1)) expect(problem.message).not.toContain(secret);
    }
  });
});
