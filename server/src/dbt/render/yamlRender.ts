/**
 * Renders the Jinja inside parsed YAML as dbt does: text values only, never keys, with dates made
 * text, skipping the key paths that dbt leaves for later. Knows no names that templates can see.
 */
import {
  isYamlList,
  setEntry,
  YamlFloat,
  type YamlMap,
  YamlTime,
  type YamlValue,
} from "../../yaml/values";

/** What rendering one text gave: a typed value, or why there is none. */
export type Rendered =
  | { readonly value: YamlValue }
  | { readonly unknown: string }
  | {
      readonly error: string;
      readonly code?: string;
      /** True where all that is wrong is a name that nobody defined: dbt 2 prints nothing there. */
      readonly isUndefined?: boolean;
    };

export type RenderText = (text: string) => Rendered;
export type KeyPath = readonly (string | number)[];

/** A text whose value is not known or cannot be had; the rendered tree holds null there. */
export interface RenderGap {
  readonly path: KeyPath;
  readonly text: string;
  readonly reason: string;
  /** True where dbt would stop with an error. */
  readonly isError: boolean;
  readonly code?: string;
  /** As in `Rendered`. */
  readonly isUndefined?: boolean;
}

export interface RenderedTree {
  readonly value: YamlValue;
  readonly gaps: readonly RenderGap[];
}

/** True where a text holds anything that Jinja would touch. */
export function hasJinja(text: string): boolean {
  return /\{[{%#]|[#}%]\}/.test(text);
}

/**
 * `value` with every text rendered for which `isRendered` holds. Parts without Jinja are shared
 * with the input. O(size).
 */
export function renderTree(
  value: YamlValue,
  isRendered: (path: KeyPath) => boolean,
  renderText: RenderText,
): RenderedTree {
  const gaps: RenderGap[] = [];
  const path: (string | number)[] = [];
  const visit = (part: YamlValue): YamlValue => {
    if (typeof part === "string") {
      if (!hasJinja(part)) {
        // Rendering, even of a plain text, drops one line break at its end.
        return part.endsWith("\n") && isRendered(path) ? part.replace(/\r?\n$/, "") : part;
      }
      if (!isRendered(path)) return part;
      const result = renderText(part);
      if ("value" in result) return result.value;
      const isError = "error" in result;
      gaps.push({
        path: [...path],
        text: part,
        reason: isError ? result.error : result.unknown,
        isError,
        ...(isError && result.code !== undefined ? { code: result.code } : {}),
        ...(isError && result.isUndefined === true ? { isUndefined: true } : {}),
      });
      return null;
    }
    if (typeof part !== "object" || part === null || part instanceof YamlFloat) return part;
    if (part instanceof YamlTime) return isRendered(path) ? part.iso : part;
    if (isYamlList(part)) {
      let copy: YamlValue[] | undefined;
      for (let i = 0; i < part.length; i++) {
        const old = part[i]!;
        if (typeof old === "number" || typeof old === "boolean") continue;
        path.push(i);
        const fresh = visit(old);
        path.pop();
        if (fresh !== old) {
          copy ??= [...part];
          copy[i] = fresh;
        }
      }
      return copy ?? part;
    }
    const map = part as YamlMap;
    let copy: { [key: string]: YamlValue } | undefined;
    for (const key of Object.keys(map)) {
      const old = map[key]!;
      if (typeof old === "number" || typeof old === "boolean") continue;
      path.push(key);
      const fresh = visit(old);
      path.pop();
      if (fresh !== old) {
        copy ??= { ...map };
        setEntry(copy, key, fresh);
      }
    }
    return copy ?? map;
  };
  return { value: visit(value), gaps };
}
