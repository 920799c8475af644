/**
 * Finds the call expression that a host call came from, so that a config value can point at its own
 * text and at the macro that decided it.
 */
import type { Span } from "../../base/text";
import type { CallNode, Expression } from "../../jinja/nodes";
import type { Template } from "../../jinja/template";
import type { TemplateText } from "../../jinja/values";
import { walkExpression, walkExpressions } from "../../jinja/walk";

const CALLS = new WeakMap<TemplateText, ReadonlyMap<string, CallNode>>();

/** The call expression at `span` of `template`, or undefined. O(template) once, then O(1). */
export function callNodeAt(template: TemplateText, span: Span): CallNode | undefined {
  let calls = CALLS.get(template);
  if (calls === undefined) {
    const found = new Map<string, CallNode>();
    if ("root" in template) {
      walkExpressions((template as Template).root, (expression) => {
        if (expression.kind === "call")
          found.set(`${expression.start}:${expression.end}`, expression);
      });
    }
    calls = found;
    CALLS.set(template, calls);
  }
  return calls.get(`${span.start}:${span.end}`);
}

/** `name` or `package.name` of what an expression calls, outermost call first. */
export function calledName(expression: Expression): string | undefined {
  let name: string | undefined;
  walkExpression(expression, (node) => {
    if (name === undefined && node.kind === "call") name = dottedName(node.callee);
  });
  return name;
}

export function dottedName(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "getattr") return undefined;
  const object = dottedName(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

/** Spans of a call's keyword values by keyword, and of a single dict argument's values. */
export function keywordValues(call: CallNode): ReadonlyMap<string, Expression> {
  const values = new Map<string, Expression>();
  for (const keyword of call.kwargs) values.set(keyword.name, keyword.value);
  const [only] = call.args;
  if (only?.kind === "dict") {
    for (const { key, value } of only.pairs) {
      if (key.kind === "constant" && typeof key.value === "string") values.set(key.value, value);
    }
  }
  return values;
}
