/** Methods of MarkupSafe's `Markup`: those of `str`, with arguments escaped and results marked. */
import { escapeHtml } from "../html";
import { stripTags, unescapeHtml } from "../htmlText";
import type { Markup, Value } from "../values";
import { isKind, tuple } from "../values";
import { expectNone, type MethodCall } from "./methodArguments";
import { stringMethods } from "./stringMethods";

/** Methods whose text arguments become part of the result. */
const ESCAPES_ARGUMENTS: ReadonlySet<string> = new Set([
  "join",
  "replace",
  "ljust",
  "rjust",
  "center",
  "format",
]);

/** The method `name` of `self`, or JS undefined. */
export function markupMethod(
  self: Markup,
  name: string,
): ((call: MethodCall) => Value) | undefined {
  if (name === "unescape" || name === "striptags") {
    return (call) => {
      expectNone(call, "Markup");
      return name === "striptags" ? stripTags(self.text) : unescapeHtml(self.text);
    };
  }
  const method = stringMethods.get(name);
  if (method === undefined) return undefined;
  return (call) => {
    const escapes = ESCAPES_ARGUMENTS.has(name);
    const args = escapes ? call.args.map(escapeArgument) : call.args;
    const kwargs = new Map(
      [...call.kwargs].map(([key, value]) => [key, escapes ? escapeArgument(value) : value]),
    );
    return marked(method(self.text, { ...call, args, kwargs }));
  };
}

function escapeArgument(value: Value): Value {
  if (Array.isArray(value)) return value.map(escapeArgument);
  if (isKind(value, "tuple")) return tuple(value.items.map(escapeArgument));
  return typeof value === "string" || isKind(value, "markup") ? escapeHtml(value) : value;
}

function marked(value: Value): Value {
  if (typeof value === "string") return { kind: "markup", text: value };
  if (Array.isArray(value)) return value.map(marked);
  return isKind(value, "tuple") ? tuple(value.items.map(marked)) : value;
}
