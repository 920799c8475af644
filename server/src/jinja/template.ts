/**
 * Parses a template: strictly as Jinja2 does, and where that fails once more with recovery, so
 * that an editor gets every problem at its place and a tree to work on. Never throws.
 */
import type { Fix } from "../base/problem";
import type { Span } from "../base/text";
import { findCompileFailure } from "./compileCheck";
import type { FoldingFrame } from "./constantFolding";
import { EMPTY_CONTEXT } from "./context";
import { type Dialect, type SyntaxFailure, SyntaxFailureSignal, TokenCursor } from "./cursor";
import { rootFrame, startEvaluation } from "./evaluation";
import { expressionGrammar } from "./expressionParser";
import { tokenize } from "./lexer";
import { type LexProblem, TOO_MANY_TOKENS } from "./lexFailure";
import type { MacroNode, Parameter, Statement } from "./nodes";
import { parseTemplateBody } from "./statementParser";
import type { TemplateText } from "./values";
import { walkStatements } from "./walk";

export type TemplateProblemCode =
  | "jinja-syntax"
  | "sql-comment-in-jinja-tag"
  | "hash-comment-in-jinja-tag";

/** A place that dbt would refuse. */
export interface TemplateProblem {
  readonly code: TemplateProblemCode;
  readonly span: Span;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** What Jinja2 itself would raise for the template. `line` is 1-based. */
export interface TemplateSyntaxError {
  readonly pythonClass: SyntaxFailure["pythonClass"];
  readonly message: string;
  readonly line: number;
  readonly span: Span;
}

/** Something a file defines for others: `{% macro %}` and dbt's blocks. */
export interface MacroDefinition {
  readonly kind: MacroNode["tag"];
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly node: MacroNode;
}

export interface Template extends TemplateText {
  readonly root: readonly Statement[];
  /** Empty exactly where Jinja2 accepts the template. */
  readonly problems: readonly TemplateProblem[];
  /** The first error of strict parsing, in Jinja2's words. */
  readonly syntaxError: TemplateSyntaxError | undefined;
  /** Definitions at any depth, in order. */
  readonly definitions: readonly MacroDefinition[];
}

export interface ParseOptions {
  /** Relative to the project root; used in fixes. */
  readonly file?: string;
  /** `jinja` refuses dbt's blocks and typed macro arguments. Default `dbt`. */
  readonly dialect?: Dialect;
}

/** Most problems that one file reports. */
const PROBLEM_LIMIT = 200;

/** Longest source that is parsed, in UTF-16 units. */
const SOURCE_LIMIT = 5_000_000;

/** Parses `source`. O(n). */
export function parseTemplate(source: string, options: ParseOptions = {}): Template {
  const { file, dialect = "dbt" } = options;
  if (source.length > SOURCE_LIMIT)
    return refused(source, file, "the file is too large for Heddle");
  const strict = parseStrictly(source, dialect);
  const failure =
    "root" in strict ? findCompileFailure(strict.root, foldingFrame(source, file)) : strict.failure;
  if (failure === undefined) return finish(source, file, rootOf(strict), [], undefined);
  if (failure.message === TOO_MANY_TOKENS) return refused(source, file, TOO_MANY_TOKENS);

  const syntaxError: TemplateSyntaxError = {
    pythonClass: failure.pythonClass,
    message: failure.message,
    line: lineAt(source, failure.lineOffset),
    span: failure.span,
  };
  if ("root" in strict) {
    const problem = syntaxProblem(failure.message, failure.span);
    return finish(source, file, strict.root, [problem], syntaxError);
  }
  const recovered = parseWithRecovery(source, file, dialect);
  const problems =
    recovered.problems.length > 0
      ? recovered.problems
      : [syntaxProblem(failure.message, failure.span)];
  return finish(source, file, recovered.root, problems, syntaxError);
}

function rootOf(parsed: { readonly root: readonly Statement[] } | object): readonly Statement[] {
  return "root" in parsed ? parsed.root : [];
}

/** What constants may cost when a template is parsed. */
const FOLDING_BUDGET = { steps: 20_000, memory: 1_000_000 };

function foldingFrame(source: string, file: string | undefined): FoldingFrame {
  const evaluation = startEvaluation({ budget: FOLDING_BUDGET });
  return { ...rootFrame([], evaluation, { source, file }, EMPTY_CONTEXT, []), isFolding: true };
}

function finish(
  source: string,
  file: string | undefined,
  root: readonly Statement[],
  problems: readonly TemplateProblem[],
  syntaxError: TemplateSyntaxError | undefined,
): Template {
  const definitions: MacroDefinition[] = [];
  walkStatements(root, (statement) => {
    if (statement.kind !== "macro") return;
    const { tag: kind, name, nameSpan, start, end, parameters, body } = statement;
    const span = { start, end };
    definitions.push({ kind, name, nameSpan, span, parameters, body, node: statement });
  });
  return { source, file, root, problems, syntaxError, definitions };
}

function refused(source: string, file: string | undefined, message: string): Template {
  const span = { start: 0, end: 0 };
  const problems = [syntaxProblem(message, span)];
  const syntaxError = { pythonClass: "TemplateSyntaxError", message, line: 1, span } as const;
  return finish(source, file, [], problems, syntaxError);
}

function parseStrictly(
  source: string,
  dialect: Dialect,
): { readonly root: Statement[] } | { readonly failure: SyntaxFailure } {
  try {
    const { tokens } = tokenize(source, "strict");
    const cursor = new TokenCursor(tokens, "strict", dialect, expressionGrammar);
    return { root: parseTemplateBody(cursor) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function failureOf(error: unknown): SyntaxFailure {
  if (error instanceof SyntaxFailureSignal) return error.failure;
  if (!(error instanceof RangeError)) throw error;
  return {
    message: "the template nests too deeply for Heddle",
    span: { start: 0, end: 0 },
    lineOffset: 0,
    pythonClass: "TemplateSyntaxError",
  };
}

function parseWithRecovery(
  source: string,
  file: string | undefined,
  dialect: Dialect,
): { readonly root: Statement[]; readonly problems: readonly TemplateProblem[] } {
  const { tokens, problems: lexProblems } = tokenize(source, "recovery");
  const failures: SyntaxFailure[] = [];
  let root: Statement[] = [];
  try {
    const cursor = new TokenCursor(tokens, "recovery", dialect, expressionGrammar);
    try {
      root = parseTemplateBody(cursor);
    } finally {
      failures.push(...cursor.failures);
    }
  } catch (error) {
    failures.push(failureOf(error));
  }
  const brokenTags = new Set(
    lexProblems.filter(({ kind }) => kind === "syntax").map(({ tag }) => tag.start),
  );
  const tagStarts = lexProblems.map(({ tag }) => tag).sort((a, b) => a.start - b.start);
  const problems = [
    ...lexProblems.map((problem) => problemOf(source, file, problem)),
    ...failures
      .filter(({ span }) => !brokenTags.has(tagAt(tagStarts, span.start)))
      .map(({ message, span }) => syntaxProblem(message, span)),
  ];
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { root, problems: problems.slice(0, PROBLEM_LIMIT) };
}

/** Start of the last of `tags` that begins at or before `offset` and reaches it; -1 without. */
function tagAt(tags: readonly Span[], offset: number): number {
  let low = 0;
  let high = tags.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tags[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  const tag = tags[low - 1];
  return tag !== undefined && offset <= tag.end ? tag.start : -1;
}

function syntaxProblem(message: string, span: Span): TemplateProblem {
  return { code: "jinja-syntax", span, message: `Jinja syntax error: ${message}`, fixes: [] };
}

function problemOf(source: string, file: string | undefined, problem: LexProblem): TemplateProblem {
  if (problem.kind === "syntax") return syntaxProblem(problem.message, problem.span);
  const code =
    problem.kind === "sql-comment" ? "sql-comment-in-jinja-tag" : "hash-comment-in-jinja-tag";
  const fixes = commentFixes(source, file ?? "", problem);
  return { code, span: problem.span, message: problem.message, fixes };
}

/** Moves the comment in front of its tag as a Jinja comment, or deletes it. */
function commentFixes(source: string, file: string, problem: LexProblem): Fix[] {
  const { span, tag } = problem;
  let start = span.start;
  while (start > tag.start && (source[start - 1] === " " || source[start - 1] === "\t")) start--;
  const removal = { file, span: { start, end: span.end }, newText: "" };
  const remove: Fix = { title: "Delete the comment", preferred: false, edits: [removal] };
  const text = source.slice(span.start, span.end).replace(/^(--|#)\s*/, "");
  if (text.includes("#}")) return [{ ...remove, preferred: true }];
  const at = { start: tag.start, end: tag.start };
  const insertion = { file, span: at, newText: `{# ${text} #}\n` };
  return [
    { title: "Move the comment in front of the tag", preferred: true, edits: [insertion, removal] },
    remove,
  ];
}

/** 1-based line of an offset as Jinja2 counts: `\n`, `\r\n` and `\r` end a line. O(n). */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = 0; at < offset && at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit === 10 || (unit === 13 && source.charCodeAt(at + 1) !== 10)) line++;
  }
  return line;
}
