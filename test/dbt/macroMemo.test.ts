/**
 * Answers of macros are kept for the project only where nothing but their arguments decides them:
 * every model comes out as it does alone, where nothing is there to be kept.
 */
import { describe, expect, it } from "vitest";
import { macroMemo } from "../../server/src/dbt/context/macroMemo";
import { newRecording, type Recording } from "../../server/src/dbt/context/recording";
import type { Cost, Value } from "../../server/src/jinja/values";
import { projectOf } from "./checkProject";

const MACROS = `//- macros/settings.sql
{% macro all_settings() %}
  {% set found = [] %}
  {% for group in range(40) %}{% do found.append({'key': 'k' ~ group, 'value': group}) %}{% endfor %}
  {{ return(found) }}
{% endmacro %}
{% macro setting(key, fallback=none) %}
  {% if var(key, none) is not none %}{{ return(var(key)) }}{% endif %}
  {% for one in all_settings() %}{% if one.key == key %}{{ return(one.value) }}{% endif %}{% endfor %}
  {{ return(fallback) }}
{% endmacro %}
{% macro settings() %}
  {% set ns = namespace() %}
  {% set ns.a = setting('k7') %}{% set ns.b = setting('given') %}{% set ns.c = setting('none', 'c') %}
  {{ return(ns) }}
{% endmacro %}
{% macro own_name(prefix) %}{{ prefix ~ this.identifier }}{% endmacro %}
{% macro model_name(prefix) %}{{ return(prefix ~ model.name) }}{% endmacro %}
{% macro reads(name) %}{{ ref(name) }}{% endmacro %}
{% macro nested(name) %}{{ reads(name) }}{% endmacro %}
{% macro says(text) %}{{ log(text) }}{% endmacro %}
{% macro lacks(name) %}{{ var(name) }}{% endmacro %}
{% macro tagged(tag) %}{{ config(tags=[tag]) }}{% endmacro %}
{% macro endless(count) %}{% for i in range(count) %}{% for j in range(400) %}{{ i * j }}{% endfor %}{% endfor %}{% endmacro %}`;
const BODIES = [
  "{% set s = settings() %}{{ config(meta={'a': s.a, 'b': s.b, 'c': s.c}) }}select 1",
  "{{ config(alias=own_name('p_') | trim) }}select 1",
  "{{ config(alias=model_name('q_') | trim) }}select 1",
  "select * from {{ nested('seed_one') }}",
  "{{ says('hello') }}select {{ setting('k3') }}",
  "select {{ lacks('no_such') }}",
  "{{ tagged('x') }}select 1",
  "{% set s = settings() %}{% do s.update({}) if false %}{% set s.a = 5 %}{{ config(meta={'a': s.a}) }}select 1",
  "select {{ endless(5) }} {{ ref('seed_one') }}",
];

describe("kept answers of macros", () => {
  const project = (bodies: readonly string[]) => {
    const files = bodies.map((body, at) => `//- models/m${at}.sql\n${body}`);
    const head = "//- dbt_project.yml\nname: shop\nprofile: shop\nvars: {given: 12}";
    return projectOf([head, MACROS, "//- seeds/seed_one.csv\nid\n1", ...files].join("\n"));
  };
  const shape = (found: ReturnType<typeof project>, at: number) => {
    const node = found.nodes.get(`model.shop.m${at}`)!;
    const mine = found.problems.filter(({ file }) => file === node.file);
    return {
      config: node.config,
      dependsOn: node.dependsOn,
      macros: node.dependsOnMacros,
      alias: node.alias,
      logs: node.traces.flatMap(({ logs }) => logs),
      uncertain: node.uncertain,
      problems: mine.map(({ code, message }) => `${code} ${message}`),
    };
  };

  let many: ReturnType<typeof project> | undefined;
  it.each(BODIES.map((body, at) => [body, at] as const))("%s", (body, at) => {
    // The same twice and after all others, beside the model alone in the project.
    const filler = BODIES.map(() => "select 1");
    const alone = filler.map((text, one) => (one === at ? body : text));
    many ??= project([...BODIES, ...BODIES, ...BODIES]);
    const expected = shape(project(alone), at);
    for (const copy of [at, at + BODIES.length, at + 2 * BODIES.length]) {
      const text = JSON.stringify(shape(many, copy)).replaceAll(`m${copy}`, `m${at}`);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(expected)));
    }
  });

  const COST: Cost = { steps: 5, output: 0, memory: 0, depth: 1, isUncertain: false };
  const memoOf = (recording: Recording, cost = COST) => {
    const charged: Cost[] = [];
    const machine = {
      measure: <T>(work: () => T) => ({ result: work(), cost }),
      charge: (one: Cost) => void charged.push(one),
    };
    const memo = macroMemo(
      { overhear: (work) => ({ result: work(), questions: new Set() }), repeat: () => undefined },
      () => recording,
    );
    let runs = 0;
    const ask = (args: readonly Value[], run: () => Value): Value => {
      const call = { args, kwargs: new Map(), isCertain: true, machine };
      return memo.answer("macro.a.b", call, () => {
        runs++;
        return run();
      });
    };
    return { ask, memo, charged, runs: () => runs };
  };
  const fresh = () =>
    newRecording({ packageName: "a", draft: undefined, file: "", offset: 0, site: undefined });

  it("keeps a plain answer and charges for it again", () => {
    const { ask, charged, runs } = memoOf(fresh());
    expect([ask(["x"], () => "1"), ask(["x"], () => "2"), ask(["y"], () => "3")]).toEqual([
      "1",
      "1",
      "3",
    ]);
    expect(ask([1n], () => "4")).toBe("4");
    expect(ask(["1"], () => "5")).toBe("5");
    expect(ask([true], () => "6")).toBe("6");
    expect([runs(), charged]).toEqual([5, [COST]]);
  });

  it.each<[string, (recording: Recording, own: () => undefined) => Value]>([
    ["a list, which somebody may change", () => []],
    ["an answer with a log line", ({ logs }) => (logs.push("x") > 0 ? "1" : "0")],
    ["an answer that looked at its node", (_recording, own) => own() ?? "1"],
    [
      "an answer with something unknown",
      ({ unknowns }) => (unknowns.add("x").size > 0 ? "1" : "0"),
    ],
  ])("does not keep %s", (_what, run) => {
    const recording = fresh();
    const { ask, memo, runs } = memoOf(recording);
    ask(["x"], () => run(recording, () => void memo.noteOwn()));
    ask(["x"], () => run(recording, () => void memo.noteOwn()));
    expect(runs()).toBe(2);
  });

  it("keeps so many answers and so much text, and then no more", () => {
    const { ask, runs } = memoOf(fresh());
    for (let at = 0; at < 6_000; at++) ask([BigInt(at)], () => "1");
    ask([1n], () => "2");
    ask([5_999n], () => "2");
    expect(runs()).toBe(6_001);
    const long = memoOf(fresh());
    long.ask(["x"], () => "y".repeat(3_000_000));
    for (let times = 0; times < 2; times++) long.ask(["y"], () => "z");
    expect(long.runs()).toBe(3);
  });

  it("does not keep what rests on something unknown", () => {
    const { ask, runs } = memoOf(fresh(), { ...COST, isUncertain: true });
    ask(["x"], () => "1");
    ask(["x"], () => "1");
    expect(runs()).toBe(2);
  });
});
