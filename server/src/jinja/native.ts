/**
 * dbt's native rendering, used for `dbt_project.yml`, `profiles.yml` and properties: a template
 * that is one expression gives its value, everything else is text. Constants are text as well,
 * because Jinja2 computes them when it compiles (dbt-common 1.39, `quoted_native_concat`).
 */
import type { Context } from "./context";
import { PythonError } from "./errors";
import { rootFrame } from "./evaluation";
import { markerOf } from "./filters/nativeFilters";
import { numberOf } from "./numbers";
import { str } from "./print";
import { literalEval } from "./pythonLiteral";
import { guard, type RenderOptions, type ValueResult } from "./render";
import { execute } from "./statements";
import type { Template } from "./template";
import type { Value } from "./values";

/** The native value of `template`. */
export function renderNative(
  template: Template,
  context: Context,
  options: RenderOptions = {},
): ValueResult {
  let value: Value | undefined;
  const outcome = guard(template, { ...options, isNative: true }, (evaluation) => {
    const output: Value[] = [];
    execute(template.root, rootFrame(template.root, evaluation, template, context, output));
    value = concatenate(output);
  });
  return { value: outcome.error === undefined ? value : undefined, ...outcome };
}

function concatenate(pieces: readonly Value[]): Value {
  const [only] = pieces;
  if (only === undefined) return "";
  if (pieces.length > 1) return pieces.map(str).join("");
  const marker = markerOf(only);
  if (marker === undefined) return only;
  const text = str(only);
  if (marker === "TextMarker") return text;
  const literal = literalEval(text);
  const value = literal === undefined ? text : literal;
  if (marker === "BoolMarker" && typeof value !== "boolean") throw conversionError(text, "bool");
  const isNumber = typeof value !== "boolean" && numberOf(value) !== undefined;
  if (marker === "NumberMarker" && !isNumber) throw conversionError(text, "number");
  return value;
}

function conversionError(text: string, type: string): PythonError {
  return new PythonError(
    "JinjaRenderingError",
    `Could not convert value '${text}' into type '${type}'`,
  );
}
