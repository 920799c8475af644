/** The literal scanner and full evaluation agree: a law checked on random models. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectOf } from "./checkProject";

const text = fc.stringMatching(/^[a-z_ ;()-]{0,8}$/);
const quoted = fc
  .tuple(text, fc.constantFrom("'", '"'))
  .map(([inner, quote]) => `${quote}${inner}${quote}`);
const literal = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 2 }, tie("leaf"), tie("list"), tie("dict")),
  leaf: fc.oneof(
    quoted,
    fc.integer({ min: -50, max: 50 }).map(String),
    fc.constantFrom("1.5", "2.0", "true", "False", "none"),
  ),
  list: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
  dict: fc
    .array(fc.tuple(quoted, tie("value")), { maxLength: 2 })
    .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(",")}}`),
}));
const name = fc.constantFrom("a", "b", "missing");
const call = fc.oneof(
  fc
    .uniqueArray(
      fc.tuple(fc.constantFrom("custom", "other", "unique_key", "threads"), literal.value),
      {
        minLength: 1,
        maxLength: 3,
        selector: ([key]) => key,
      },
    )
    .map((pairs) => `config(${pairs.map(([key, value]) => `${key} = ${value}`).join(" ,\n")})`),
  name.map((target) => `ref( '${target}' )`),
  name.map((target) => `ref("shop", '${target}')`),
  name.map((target) => `ref('${target}', v=2)`),
);
const MACROS = `//- macros/plain.sql
{% macro plain(a, b=2) %}{{ a }} / {% if b == 2 %}{{ b }}{% else %}{{ a if b else b ~ a }}{% endif %}{% endmacro %}
{% macro loud(a) %}{{ log(a) }}{{ ref('b') }}{% endmacro %}
{% macro outer(a) %}{{ plain(a) }}{% endmacro %}
{% macro wrong(a) %}{{ a.b.c }}{% endmacro %}
{% macro lost(a) %}{{ nowhere }}{% endmacro %}`;
const printed = fc.constantFrom(
  "x",
  " {{ item }},",
  "{{ this }}",
  "{{ item.x }}",
  "{{ ref('a') }}",
);
const block = fc.oneof(
  fc
    .tuple(fc.array(literal.leaf, { maxLength: 3 }), printed)
    .map(([items, body]) => `{% for item in [${items.join(", ")}] %}${body}{%- endfor %}`),
  printed.map((body) => `{% if is_incremental() %} where ${body} {% endif -%}`),
  fc.constantFrom(
    "{% for item in ['a'] if item %}{{ item }}{% endfor %}",
    "{% for loop in ['a'] %}{{ loop }}{% endfor %}",
    "{% if is_incremental() %}a{% else %}{{ ref('b') }}{% endif %}",
    "{% for item in [] %}{{ item }}{% else %}{{ ref('b') }}{% endfor %}",
    "{% if is_incremental() %}a",
    "{{ this }}",
  ),
);
const macroCall = fc.tuple(
  fc.constantFrom("plain", "loud", "outer", "wrong", "lost", "nowhere", "return"),
  fc.array(
    fc.oneof(
      literal.leaf,
      literal.leaf.map((value) => `b=${value}`),
    ),
    { maxLength: 4 },
  ),
);
const piece = fc.oneof(
  block,
  macroCall.map(([name, args]) => `{{ ${name}(${args.join(", ")}) }}`),
  call.map((inner) => `{{ ${inner} }}`),
  call.map((inner) => `{{- ${inner}-}}`),
  fc.constantFrom("select 1 -- }} {", "\n", "{# {{ ref('b') }} #}", "'it''s'", "{ x }"),
);

describe("literal calls", () => {
  it("are read as evaluation would read them", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const models = `${MACROS}\n//- models/a.sql\nselect 1\n//- models/b.sql\nselect 1\n//- models/c.sql\nx ${pieces.join(" ")}`;
        const fast = outcome(models);
        // A project with a `source` of its own takes nothing literally.
        const slow = outcome(`${models}\n//- macros/m.sql\n{% macro source() %}{% endmacro %}`);
        expect(fast).toEqual(slow);
      }),
      { numRuns: 300 },
    );
  });
});

function outcome(source: string): unknown {
  const project = projectOf(source);
  const node = project.nodes.get("model.shop.c") ?? project.disabled.get("model.shop.c");
  return {
    config: node?.config,
    dependsOn: node?.dependsOn,
    refs: node?.refs.map(({ args, version, span }) => ({ args, version, span })),
    calls: node?.configCalls.map(({ span }) => span),
    hint: node?.hint && { ...node.hint, origin: node.hint.origin.span },
    problems: project.problems.map(({ code, span, message }) => ({ code, span, message })),
  };
}
