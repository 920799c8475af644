/**
 * Cuts a file into its top-level blocks (`{% macro %}`, `{% snapshot %}`, `{% test %}` …) as dbt
 * does before any template is parsed. Source: dbt-common `clients/_jinja_blocks.py`.
 */
import type { Span } from "../base/text";

export interface Block {
  /** `macro`, `test`, `data_test`, `snapshot`, `materialization`, `docs`. */
  readonly kind: string;
  readonly name: string;
  readonly nameSpan: Span;
  /** From the opening `{%` to after the closing `%}`. */
  readonly span: Span;
  /** Between the two tags. */
  readonly content: Span;
}

export interface BlockFault {
  readonly span: Span;
  readonly message: string;
  /** True where dbt-core only warns (a stray end tag). */
  readonly isStray: boolean;
  /** True where a block begins inside something else, which dbt 2 takes. */
  readonly isNested?: boolean;
}

const TAG_HEAD = /\{%[-+]?\s*([A-Za-z_]\w*)?/y;
const CLOSERS: Readonly<Record<string, string>> = { endif: "if", endfor: "for" };

/** Blocks of the given kinds. Comments and raw blocks are skipped. O(n). */
export function topLevelBlocks(
  text: string,
  kinds: ReadonlySet<string>,
): { readonly blocks: readonly Block[]; readonly faults: readonly BlockFault[] } {
  const blocks: Block[] = [];
  const faults: BlockFault[] = [];
  const flow: string[] = [];
  let current:
    | { kind: string; name: string; nameSpan: Span; start: number; inside: number }
    | undefined;
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at)) {
    const next = text[at + 1];
    if (next === "#") {
      const end = text.indexOf("#}", at + 2);
      if (end < 0) {
        faults.push({
          span: { start: at, end: at + 2 },
          message: "this comment is never closed: `#}` is missing",
          isStray: false,
        });
        return { blocks, faults };
      }
      at = end + 2;
      continue;
    }
    if (next === "{") {
      at = tagEnd(text, at + 2, "}}") ?? at + 2;
      continue;
    }
    if (next !== "%") {
      at++;
      continue;
    }
    TAG_HEAD.lastIndex = at;
    const head = TAG_HEAD.exec(text)!;
    const word = head[1] ?? "";
    const afterWord = at + head[0].length;
    const end = tagEnd(text, afterWord, "%}");
    if (end === undefined) {
      at = afterWord;
      continue;
    }
    if (word === "raw") {
      const close = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
      close.lastIndex = end;
      const found = close.exec(text);
      if (found === null) {
        faults.push({
          span: { start: at, end },
          message: "this raw block is never closed: {% endraw %} is missing",
          isStray: false,
        });
        return { blocks, faults };
      }
      at = found === null ? text.length : close.lastIndex;
      continue;
    }
    if (word === "if" || word === "for") flow.push(word);
    else if (Object.hasOwn(CLOSERS, word)) {
      if (flow.pop() !== CLOSERS[word] && current === undefined) {
        faults.push({ span: { start: at, end }, message: `a stray \`${word}\``, isStray: true });
      }
    }
    if (current !== undefined && word === `end${current.kind}`) {
      blocks.push({
        kind: current.kind,
        name: current.name,
        nameSpan: current.nameSpan,
        span: { start: current.start, end },
        content: { start: current.inside, end: at },
      });
      current = undefined;
      flow.length = 0;
    } else if (kinds.has(word)) {
      if (current !== undefined) {
        faults.push({
          span: { start: at, end },
          message: `a ${word} cannot begin inside the ${current.kind} '${current.name}'`,
          isStray: false,
          isNested: true,
        });
        return { blocks, faults };
      }
      if (flow.length > 0) {
        faults.push({
          span: { start: at, end },
          message: `a ${word} cannot begin inside {% ${flow.at(-1)} %}; dbt wants it at the top of the file`,
          isStray: false,
          isNested: true,
        });
        return { blocks, faults };
      }
      const name = /\s*([A-Za-z_]\w*)/y;
      name.lastIndex = afterWord;
      const found = name.exec(text);
      const nameEnd = found === null ? afterWord : name.lastIndex;
      current = {
        kind: word,
        name: found?.[1] ?? "",
        nameSpan: { start: nameEnd - (found?.[1]?.length ?? 0), end: nameEnd },
        start: at,
        inside: end,
      };
    } else if (current === undefined && word.startsWith("end") && kinds.has(word.slice(3))) {
      faults.push({ span: { start: at, end }, message: `a stray \`${word}\``, isStray: true });
    }
    at = end;
  }
  if (current !== undefined) {
    faults.push({
      span: { start: current.start, end: current.nameSpan.end },
      message: `the ${current.kind} '${current.name}' is never closed: \`end${current.kind}\` is missing`,
      isStray: false,
    });
  }
  return { blocks, faults };
}

/** Offset after `closer`, texts inside the tag skipped; undefined where it is missing. */
function tagEnd(text: string, from: number, closer: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    const unit = text[at]!;
    if (unit === "'" || unit === '"') {
      let close = at + 1;
      while (close < text.length && text[close] !== unit) close += text[close] === "\\" ? 2 : 1;
      if (close >= text.length) return undefined;
      at = close;
    } else if (text.startsWith(closer, at)) return at + closer.length;
  }
  return undefined;
}
