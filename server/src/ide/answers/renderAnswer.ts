/**
 * CONTRACT "heddle.render/1": what a template or a macro call evaluates to, or the error that
 * ended it, with its place. Evaluates nothing itself.
 */
import type { JsonValue } from "./jsonValues";

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
  /** 1-based; null where the error has no place. */
  readonly line: number | null;
  readonly column: number | null;
  /** Python's class, for instance `TemplateSyntaxError`. */
  readonly pythonClass?: string;
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
    unknown: parts.unknown ?? [],
  };
}
