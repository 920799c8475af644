/**
 * The only caller of each feature of the ide room: a project as a string in, words out. A change of
 * a feature's signature touches one function here and no test.
 */
import type { TextEdit } from "../../server/src/base/problem";
import { cardMarkdown, cardText, type LinkTargets } from "../../server/src/ide/card";
import { fixAll, quickFixes, ruleActions } from "../../server/src/ide/codeActions";
import { codeLens, codeLensTitle } from "../../server/src/ide/codeLens";
import { completion } from "../../server/src/ide/completion";
import { diagnosticsByFile } from "../../server/src/ide/diagnostics";
import { documentLinks } from "../../server/src/ide/documentLinks";
import { explain } from "../../server/src/ide/explain";
import { fixRule } from "../../server/src/ide/fixRule";
import { hover } from "../../server/src/ide/hover";
import { inlayHints } from "../../server/src/ide/inlayHints";
import { marks } from "../../server/src/ide/marks";
import { targets } from "../../server/src/ide/targets";
import type { Settings, TargetsResult } from "../../server/src/protocol";
import { applyEdits } from "../support/applyEdits";
import { type OpenedFixture, openFixture } from "../support/openFixture";

type Overrides = Partial<Settings>;

/** Text of the lens of a file, or `no lens`. */
export function lensOf(source: string, file: string, settings?: Overrides): string {
  const { project } = openFixture(source, settings);
  const lens = codeLens(project, file);
  return lens === undefined ? "no lens" : (codeLensTitle(project, lens.uniqueId) ?? "vanished");
}

/** The hover at `$0`: what it underlines, then its card as plain text; `nothing` where it is silent. */
export function hoverAt(source: string, settings?: Overrides): string {
  const { project, file, offset } = openAtCursor(source, settings);
  const found = hover(project, file, offset);
  if (found === undefined) return "nothing";
  const text = project.textOf(file) ?? "";
  return `«${text.slice(found.span.start, found.span.end)}»\n${cardText(found.card)}`;
}

/** The hover at `$0` as Markdown with readable link addresses. */
export function hoverMarkdownAt(source: string): string {
  const { project, file, offset } = openAtCursor(source);
  const found = hover(project, file, offset);
  const links: LinkTargets = {
    site: (site) => `${site.file}@${site.span.start}`,
    command: ({ command, id }) => `${command}?${id}`,
  };
  return found === undefined ? "nothing" : cardMarkdown(found.card, links);
}

/** `file line:character-line:character severity code: message` for every problem. */
export function diagnosticsOf(source: string, settings?: Overrides): readonly string[] {
  const { project } = openFixture(source, settings);
  return [...diagnosticsByFile(project)].flatMap(([file, problems]) =>
    problems.map(({ span, severity, code, message }) => {
      const { start, end } = project.linesOf(file).rangeOf(span);
      const place = `${start.line}:${start.character}-${end.line}:${end.character}`;
      return `${file} ${place} ${severity} ${code}: ${message}`;
    }),
  );
}

/** Titles of the quick fixes at `$0`, preferred ones with a star. */
export function quickFixTitlesAt(source: string): readonly string[] {
  const { project, file, offset } = openAtCursor(source);
  return quickFixes(project, file, { start: offset, end: offset }).map(
    ({ title, isPreferred }) => `${isPreferred ? "* " : ""}${title}`,
  );
}

/** The file of `$0` after the quick fix whose title contains `title`. */
export function afterQuickFix(source: string, title: string): string {
  const { project, file, offset } = openAtCursor(source);
  const actions = quickFixes(project, file, { start: offset, end: offset });
  const action = actions.find((one) => one.title.includes(title));
  if (action === undefined) {
    throw new Error(`No fix "${title}" among: ${actions.map((one) => one.title).join(", ")}`);
  }
  return edited(project.textOf(file) ?? "", file, action.edits);
}

/** The file after "fix all", or `nothing to fix`. */
export function afterFixAll(source: string, file: string): string {
  const { project } = openFixture(source);
  const action = fixAll(project, file);
  if (action === undefined) return "nothing to fix";
  return `${action.title}\n${edited(project.textOf(file) ?? "", file, action.edits)}`;
}

/** What is offered at `$0` for all findings of a rule in the project. */
export function ruleActionTitlesAt(source: string): readonly string[] {
  const { project, file, offset } = openAtCursor(source);
  return ruleActions(project, file, { start: offset, end: offset }).map(({ title }) => title);
}

/** Every file that fixing a rule in the project changes, as it is afterwards; `nothing to fix`. */
export function afterFixRule(source: string, code: string, settings?: Overrides): string {
  const { project } = openFixture(source, settings);
  const fix = fixRule(project, code);
  if (fix === undefined) return "nothing to fix";
  const { what, edits, fixCount, leftCount } = fix;
  const files = [...new Set(edits.map(({ file }) => file))];
  return [
    `${what} (${fixCount}, ${leftCount} left)`,
    ...files.map((file) => `//- ${file}\n${edited(project.textOf(file) ?? "", file, edits)}`),
  ].join("\n");
}

/** Completions at `$0`: `label (detail) → inserted text`. */
export function completionsAt(source: string): readonly string[] {
  const { project, file, offset } = openAtCursor(source);
  return completion(project, file, offset).map(({ label, detail, snippet, isPreselected }) => {
    const mark = isPreselected ? "* " : "";
    return `${mark}${label}${detail === "" ? "" : ` (${detail})`} → ${snippet}`;
  });
}

/** The file with its inlay hints written into it, as `⟨hint⟩`. */
export function withInlayHints(source: string, file: string): string {
  const { project } = openFixture(source, { inlayHints: { enable: true } });
  const text = project.textOf(file) ?? "";
  let result = text;
  for (const { offset, label } of [
    ...inlayHints(project, file, { start: 0, end: text.length }),
  ].reverse()) {
    result = `${result.slice(0, offset)}⟨${label}⟩${result.slice(offset)}`;
  }
  return result;
}

/** Links of a file: `«text» → file:line tooltip`. */
export function linksOf(source: string, file: string): readonly string[] {
  const { project } = openFixture(source);
  const text = project.textOf(file) ?? "";
  return documentLinks(project, file).map(({ span, target, tooltip }) => {
    const { line } = project.linesOf(target.file).positionAt(target.span.start);
    return `«${text.slice(span.start, span.end)}» → ${target.file}:${line + 1} ${tooltip}`;
  });
}

/** Marks of a file: `line name: words`, the line from 1. */
export function marksOf(source: string, file: string, settings?: Overrides): readonly string[] {
  const { project } = openFixture(source, settings);
  return marks(project, file).map(({ line, name, words }) => `${line + 1} ${name}: ${words}`);
}

export function targetsOf(source: string): TargetsResult {
  return targets(openFixture(source).project);
}

/** The plain text of Explain Model, without the rules' own messages. */
export function explained(source: string, name: string): string {
  const { project } = openFixture(source);
  const node = project.findNode(name);
  if (node === undefined) throw new Error(`The fixture has no node ${name}.`);
  const ruleMessage = /((?:error|warning|information|hint) [\w-]+): .*/g;
  return explain(project, node).text.replace(ruleMessage, "$1: …");
}

function openAtCursor(
  source: string,
  settings?: Overrides,
): { readonly file: string; readonly offset: number } & OpenedFixture {
  const opened = openFixture(source, settings);
  const { cursor } = opened.fixture;
  if (cursor === undefined) throw new Error("The fixture has no $0.");
  return { ...opened, ...cursor };
}

function edited(text: string, file: string, edits: readonly TextEdit[]): string {
  return applyEdits(
    text,
    edits.filter((edit) => edit.file === file),
  );
}
