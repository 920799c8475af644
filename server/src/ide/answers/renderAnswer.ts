/**
 * CONTRACT "heddle.render/1": what a template or a macro call evaluates to, or the error that
 * ended it, with its place.
 */
import { contextOf } from "../../jinja/context";
import type { JsonValue } from "../../jinja/json";
import type { Clock } from "../../jinja/machine";
import { type RenderError as JinjaError, renderTemplate } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import type { Value } from "../../jinja/values";

export interface RenderAnswer {
  readonly schema: "heddle.render/1";
  /** Null where an error ended the evaluation. */
  readonly text: string | null;
  /** Native result of `--call`. */
  readonly value: JsonValue;
  /** Keyword arguments of the `config()` calls, later ones over earlier ones. */
  readonly config: Readonly<Record<string, JsonValue>>;
  /** Arguments of each `ref()`. */
  readonly refs: readonly (readonly JsonValue[])[];
  readonly sources: readonly (readonly JsonValue[])[];
  readonly logs: readonly string[];
  readonly error: RenderError | null;
  /** What could not be known offline, in words. */
  readonly unknown: readonly string[];
}

export interface RenderError {
  /** `syntax`, `undefined`, `type`, `budget` … */
  readonly kind: string;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Python's class, for instance `TemplateSyntaxError`. */
  readonly pythonClass: string;
  /** The file that failed, where it is another than the one rendered. */
  readonly file?: string;
}

/** Renders `source` as bare Jinja: these names and Jinja2's own, nothing of dbt. Never throws. */
export function bareRenderAnswer(
  source: string,
  names: ReadonlyMap<string, Value>,
  clock?: Clock,
): RenderAnswer {
  const template = parseTemplate(source, { dialect: "jinja" });
  const { text, error, unknown } = renderTemplate(template, contextOf(names), {
    ...(clock !== undefined && { clock }),
  });
  return renderAnswer({
    text: error === undefined ? text : null,
    error: error === undefined ? null : renderError(error),
    unknown: unknown.map(({ reason }) => reason),
  });
}

/** An answer in which nothing but `parts` happened. */
export function renderAnswer(parts: Partial<Omit<RenderAnswer, "schema">>): RenderAnswer {
  return {
    schema: "heddle.render/1",
    text: parts.text ?? null,
    value: parts.value ?? null,
    config: parts.config ?? {},
    refs: parts.refs ?? [],
    sources: parts.sources ?? [],
    logs: parts.logs ?? [],
    error: parts.error ?? null,
    unknown: [...new Set(parts.unknown ?? [])],
  };
}

export function renderError(error: JinjaError): RenderError {
  const { kind, message, line, column, pythonClass, file } = error;
  return { kind, message, line, column, pythonClass, ...(file !== undefined && { file }) };
}
