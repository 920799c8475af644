/**
 * Links from a model's config to the place that decides its threads, where that is another file: a
 * line of YAML or a macro. Links nothing else; going to definitions is left to other extensions.
 */
import type { Span } from "../base/text";
import type { DbtNode, Site } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { macroNamed, nodeOfFile } from "./modelFacts";
import { decidingMacro, shownValue } from "./words";

export interface DocumentLink {
  readonly span: Span;
  readonly target: Site;
  readonly tooltip: string;
}

/** Links of a model file, in text order. */
export function documentLinks(project: ProjectSnapshot, file: string): readonly DocumentLink[] {
  const node = nodeOfFile(project, file);
  if (node?.hint === undefined) return [];
  return [...originLinks(project, node, file), ...macroLinks(project, node, file)].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

/** From the word `config` to the YAML that sets or overrides the hint. */
function originLinks(
  project: ProjectSnapshot,
  { hint, configCalls }: DbtNode,
  file: string,
): readonly DocumentLink[] {
  const call = configCalls.find((site) => site.file === file);
  if (hint === undefined || call === undefined || hint.origin.file === file) return [];
  const { line } = project.linesOf(hint.origin.file).positionAt(hint.origin.span.start);
  const text = project.textOf(file) ?? "";
  const at = text.indexOf("config", call.span.start);
  if (at < 0 || at >= call.span.end) return [];
  return [
    {
      span: { start: at, end: at + "config".length },
      target: hint.origin,
      tooltip: `threads ${shownValue(hint.value)} comes from ${hint.origin.file}:${line + 1}`,
    },
  ];
}

/** From the macro's name in the value to the macro. */
function macroLinks(
  project: ProjectSnapshot,
  { hint, package: ownPackage }: DbtNode,
  file: string,
): readonly DocumentLink[] {
  const name = hint && decidingMacro(hint);
  if (hint === undefined || name === undefined || hint.origin.file !== file) return [];
  const macro = macroNamed(project, name, ownPackage);
  const text = project.textOf(file) ?? "";
  const at = text.indexOf(name, hint.origin.span.start);
  if (macro === undefined || at < 0 || at >= hint.origin.span.end) return [];
  return [
    {
      span: { start: at, end: at + name.length },
      target: { file: macro.file, span: macro.nameSpan },
      tooltip: `${name}() decides threads: ${shownValue(hint.value)}`,
    },
  ];
}
