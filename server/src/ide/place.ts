/**
 * What stands at an offset of a project file, as far as Heddle has something to say about it: a
 * model's config call or hint, a ref, a macro, a hint in YAML, the run's threads. Finds, never words.
 */
import { baseName } from "../base/fileSystem";
import type { Span } from "../base/text";
import type { DbtMacro, DbtNode, RefSite } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { isRunnable, macroNamed, nodeOfFile } from "./modelFacts";

export type Place =
  /** The model of this file: its first line, `config(` or its own `threads`. */
  | { readonly kind: "model"; readonly span: Span; readonly node: DbtNode }
  | { readonly kind: "ref"; readonly span: Span; readonly node: DbtNode; readonly ref: RefSite }
  | {
      readonly kind: "macro";
      readonly span: Span;
      readonly node: DbtNode;
      readonly macro: DbtMacro;
    }
  /** A `threads` key of a YAML file with the nodes that take it or lose it to a nearer one. */
  | {
      readonly kind: "hint";
      readonly span: Span;
      readonly carriers: readonly DbtNode[];
      readonly overridden: readonly DbtNode[];
    }
  /** The thread count of the run, in profiles.yml. */
  | { readonly kind: "runThreads"; readonly span: Span };

/** The place at `offset` of `file` (relative to the root); the most particular one wins. */
export function placeAt(project: ProjectSnapshot, file: string, offset: number): Place | undefined {
  const text = project.textOf(file);
  if (text === undefined) return undefined;
  return isYaml(file)
    ? placeInYaml(project, file, text, offset)
    : placeInModel(project, file, text, offset);
}

export function isYaml(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

function placeInModel(
  project: ProjectSnapshot,
  file: string,
  text: string,
  offset: number,
): Place | undefined {
  const node = nodeOfFile(project, file);
  if (node === undefined) return undefined;
  const ref = node.refs.find((site) => site.file === file && covers(site.span, offset));
  if (ref !== undefined) return { kind: "ref", span: ref.span, node, ref };

  const word = wordAt(text, offset);
  const name = text.slice(word.start, word.end);
  const isCall = /^\s*\(/.test(text.slice(word.end, word.end + 80));
  if (name === "config" && isCall) return { kind: "model", span: word, node };
  const isPython = /\.py$/i.test(file);
  if (name === "threads" && (isPython || isInJinja(text, offset)))
    return { kind: "model", span: word, node };
  if (isCall && isInJinja(text, offset)) {
    const macro = macroNamed(project, name, node.package);
    if (macro !== undefined) return { kind: "macro", span: word, node, macro };
  }
  const origin = node.hint?.origin;
  if (origin !== undefined && origin.file === file && covers(origin.span, offset)) {
    return { kind: "model", span: origin.span, node };
  }
  const lines = project.linesOf(file);
  const { line } = lines.positionAt(offset);
  if (line > 0) return undefined;
  const end = lines.offsetAt({ line: 0, character: Number.MAX_SAFE_INTEGER });
  return { kind: "model", span: { start: 0, end }, node };
}

function placeInYaml(
  project: ProjectSnapshot,
  file: string,
  text: string,
  offset: number,
): Place | undefined {
  const lines = project.linesOf(file);
  const { line } = lines.positionAt(offset);
  const start = lines.offsetAt({ line, character: 0 });
  const lineText = text.slice(start, lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }));
  const key = /["']?\+?threads["']?\s*:\s*(?:"[^"]*"|'[^']*'|[^\s,}#]*)/.exec(lineText);
  if (key === null) return undefined;
  const span = { start: start + key.index, end: start + key.index + key[0].length };
  if (!covers(span, offset)) return undefined;

  const isHere = (site: { readonly file: string; readonly span: Span }) =>
    site.file === file && lines.positionAt(site.span.start).line === line;
  const runThreads = project.project.threads.site;
  if (runThreads !== undefined && isHere(runThreads)) return { kind: "runThreads", span };
  const carriers: DbtNode[] = [];
  const overridden: DbtNode[] = [];
  for (const node of project.project.nodes.values()) {
    if (node.hint === undefined || !isRunnable(node)) continue;
    if (isHere(node.hint.origin)) carriers.push(node);
    else if (node.hint.overridden.some(isHere)) overridden.push(node);
  }
  if (carriers.length + overridden.length > 0 || baseName(file) !== "profiles.yml") {
    return { kind: "hint", span, carriers, overridden };
  }
  return undefined;
}

/** Touching the end counts: an editor's cursor stands between characters. */
function covers(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** The identifier around `offset`; an empty span where there is none. */
function wordAt(text: string, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && isWordUnit(text.charCodeAt(start - 1))) start--;
  while (end < text.length && isWordUnit(text.charCodeAt(end))) end++;
  return { start, end };
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 48 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 97 && unit <= 122) ||
    unit === 95
  );
}

/** Whether the nearest Jinja delimiter before `offset` opens an expression or a statement. */
function isInJinja(text: string, offset: number): boolean {
  const before = (delimiter: string) => text.lastIndexOf(delimiter, offset - 1);
  const opened = Math.max(before("{{"), before("{%"));
  return opened >= 0 && opened > Math.max(before("}}"), before("%}"));
}
