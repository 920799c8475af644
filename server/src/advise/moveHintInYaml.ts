/**
 * Moves a `threads` key of dbt_project.yml or a properties file to `meta.heddle.threads` by range
 * edits: comments, order, quotes, anchors and indentation of everything else stay.
 */
import type { TextEdit } from "../base/problem";
import type { Span } from "../base/text";
import type { YamlDocument, YamlPath } from "../yaml/parseYaml";
import type { YamlMap } from "../yaml/values";
import { mapAt, pathAt } from "./yamlPath";

/** Values that can stand inside a flow mapping as they are. */
const FLOW_SAFE = /^(?:[\w.+-]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')$/;

/** Edits of `file` for the key at `offset`; undefined where the place cannot be edited safely. */
export function moveHintInYaml(
  file: string,
  document: YamlDocument,
  offset: number,
): readonly TextEdit[] | undefined {
  const { text } = document;
  const path = pathAt(document, offset);
  const key = path?.at(-1);
  if (path === undefined || (key !== "threads" && key !== "+threads")) return undefined;
  const keySpan = document.keySpan(path);
  const valueSpan = document.valueSpan(path);
  const value = text.slice(valueSpan.start, valueSpan.end);
  if (!FLOW_SAFE.test(value) || !followsKey(text, keySpan, valueSpan)) return undefined;

  const isProject = /(?:^|\/)dbt_project\.ya?ml$/.test(file);
  const meta = findMeta(document, path, isProject);
  if (meta === undefined) {
    const name = isProject ? "+meta" : "meta";
    const written = text.slice(keySpan.start, keySpan.end);
    return [
      { file, span: keySpan, newText: written.replace(/\+?threads/, name) },
      insertion(file, valueSpan.start, "{heddle: {threads: "),
      insertion(file, valueSpan.end, "}}"),
    ];
  }
  const added = addToMeta(file, document, meta, value);
  if (added === undefined) return undefined;
  const removed = { file, span: removalSpan(text, keySpan, valueSpan), newText: "" };
  return [added, removed].sort((a, b) => a.span.start - b.span.start);
}

/** False for aliases, anchors and tags: only a colon and space may lie between. */
function followsKey(text: string, keySpan: Span, valueSpan: Span): boolean {
  return /^\s*:\s*$/.test(text.slice(keySpan.end, valueSpan.start));
}

/**
 * Edit that takes the `threads` key at `offset` away; undefined where that would leave its mapping
 * empty, which dbt would read as a config value.
 */
export function removeHintInYaml(
  file: string,
  document: YamlDocument,
  offset: number,
): TextEdit | undefined {
  const path = pathAt(document, offset);
  if (path === undefined || !/^\+?threads$/.test(String(path.at(-1)))) return undefined;
  const siblings = mapAt(document, path.slice(0, -1));
  const keySpan = document.keySpan(path);
  const valueSpan = document.valueSpan(path);
  if (siblings === undefined || Object.keys(siblings).length < 2) return undefined;
  if (!followsKey(document.text, keySpan, valueSpan)) return undefined;
  return { file, span: removalSpan(document.text, keySpan, valueSpan), newText: "" };
}

/** The `meta` that dbt would merge the hint with; undefined where there is none yet. */
function findMeta(
  document: YamlDocument,
  path: YamlPath,
  isProject: boolean,
): YamlPath | undefined {
  const parentPath = path.slice(0, -1);
  const parent = mapAt(document, parentPath);
  const name = isProject ? "+meta" : "meta";
  if (parent !== undefined && Object.hasOwn(parent, name)) return [...parentPath, name];
  if (isProject || parentPath.at(-1) !== "config") return undefined;
  // dbt refuses `meta` both beside and inside `config`, so the one beside it is used.
  const entryPath = parentPath.slice(0, -1);
  const entry = mapAt(document, entryPath);
  return entry !== undefined && Object.hasOwn(entry, "meta") ? [...entryPath, "meta"] : undefined;
}

function addToMeta(
  file: string,
  document: YamlDocument,
  meta: YamlPath,
  value: string,
): TextEdit | undefined {
  const entries = mapAt(document, meta);
  if (entries === undefined) return undefined;
  if (!Object.hasOwn(entries, "heddle")) {
    return addEntry(file, document, meta, entries, `heddle: {threads: ${value}}`);
  }
  const heddlePath = [...meta, "heddle"];
  const heddle = mapAt(document, heddlePath);
  if (heddle === undefined || Object.hasOwn(heddle, "threads")) return undefined;
  return addEntry(file, document, heddlePath, heddle, `threads: ${value}`);
}

/** Puts `entry` first into the mapping at `path`, in that mapping's own style. */
function addEntry(
  file: string,
  { text, keySpan, valueSpan }: YamlDocument,
  path: YamlPath,
  entries: YamlMap,
  entry: string,
): TextEdit | undefined {
  const own = valueSpan(path);
  if (!followsKey(text, keySpan(path), own)) return undefined;
  if (text[own.start] === "{") {
    const isEmpty = Object.keys(entries).length === 0;
    return insertion(file, own.start + 1, isEmpty ? entry : `${entry}, `);
  }
  const lineStart = text.lastIndexOf("\n", own.start) + 1;
  const indent = text.slice(lineStart, own.start);
  if (!/^ *$/.test(indent)) return undefined;
  const lineBreak = text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
  return insertion(file, own.start, `${entry}${lineBreak}${indent}`);
}

/** The entry, with its line where nothing else stands on it, or with one comma in a flow mapping. */
function removalSpan(text: string, keySpan: Span, valueSpan: Span): Span {
  const lineStart = text.lastIndexOf("\n", keySpan.start - 1) + 1;
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(valueSpan.end));
  if (/^[ \t]*$/.test(text.slice(lineStart, keySpan.start))) {
    if (rest !== null) return { start: lineStart, end: valueSpan.end + rest[0].length };
    return { start: keySpan.start, end: valueSpan.end };
  }
  const comma = /^\s*,[ \t]*/.exec(text.slice(valueSpan.end))?.[0];
  if (comma !== undefined) return { start: keySpan.start, end: valueSpan.end + comma.length };
  const before = /,\s*$/.exec(text.slice(0, keySpan.start))?.[0] ?? "";
  return { start: keySpan.start - before.length, end: valueSpan.end };
}

function insertion(file: string, at: number, newText: string): TextEdit {
  return { file, span: { start: at, end: at }, newText };
}
