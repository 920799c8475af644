/**
 * The text that a reader would call the hint: `threads=2` or `threads: 2` with its key, inside
 * `meta` too. Where it cannot be found, the place that the configuration came from.
 */
import type { Span } from "../base/text";
import type { ConfigOrigin, DbtProject } from "../dbt/project";
import type { YamlDocument, YamlPath } from "../yaml/parseYaml";
import { entryOf, isYamlMap, type YamlMap } from "../yaml/values";
import { type ArgumentList, type CallArgument, configCallAt, dictionaryAt } from "./callArguments";
import { isYamlFile, yamlDocument } from "./yamlDocuments";
import { mapAt, pathAt } from "./yamlPath";

/** Span in `origin.file`. */
export function hintSpan(project: DbtProject, { file, span }: ConfigOrigin): Span {
  const text = project.files.get(file);
  if (text === undefined) return span;
  if (isYamlFile(file)) return spanInYaml(yamlDocument(project, file), span) ?? span;
  const call = configCallAt(text, span.start);
  const hint = call && hintArgument(text, call, span);
  return hint?.span ?? span;
}

/** The argument `threads`, or the entry `threads` of `meta`, whichever `span` lies in. */
function hintArgument(text: string, list: ArgumentList, span: Span): CallArgument | undefined {
  const own = list.items.find(
    (item) => item.span.start <= span.start && span.start <= item.span.end,
  );
  if (own === undefined || own.name === "threads") return own;
  const entries = dictionaryAt(text, own.valueSpan);
  if (entries === undefined) return own;
  const heddle = entries.items.find((item) => item.name === "heddle");
  const inner = heddle && dictionaryAt(text, heddle.valueSpan);
  const isThreads = ({ name }: CallArgument): boolean => name === "threads";
  return inner?.items.find(isThreads) ?? entries.items.find(isThreads) ?? own;
}

function spanInYaml(document: YamlDocument | undefined, span: Span): Span | undefined {
  const path = document && pathAt(document, span.start);
  if (document === undefined || path === undefined) return undefined;
  const hint = hintPath(document, path);
  const keySpan = document.keySpan(hint);
  const valueSpan = document.valueSpan(hint);
  const isOneLine = !document.text.slice(keySpan.start, valueSpan.end).includes("\n");
  // The value of an alias stands elsewhere.
  return valueSpan.start > keySpan.start && isOneLine
    ? { start: keySpan.start, end: valueSpan.end }
    : keySpan;
}

function hintPath(document: YamlDocument, path: YamlPath): YamlPath {
  if (!/^\+?meta$/.test(String(path.at(-1)))) return path;
  const meta = mapAt(document, path);
  const heddle = meta && entryOf(meta, "heddle");
  if (isYamlMap(heddle) && hasThreads(heddle)) return [...path, "heddle", "threads"];
  return meta !== undefined && hasThreads(meta) ? [...path, "threads"] : path;
}

function hasThreads(map: YamlMap): boolean {
  return Object.hasOwn(map, "threads");
}
