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
const piece = fc.oneof(
  call.map((inner) => `{{ ${inner} }}`),
  call.map((inner) => `{{- ${inner}-}}`),
  fc.constantFrom("select 1 -- }} {", "\n", "{# {{ ref('b') }} #}", "'it''s'", "{ x }"),
);

describe("literal calls", () => {
  it("are read as evaluation would read them", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const models = `//- models/a.sql\nselect 1\n//- models/b.sql\nselect 1\n//- models/c.sql\nx ${pieces.join(" ")}`;
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
