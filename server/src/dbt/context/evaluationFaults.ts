/** What goes wrong in an evaluation, as faults at the place in the project where a person looks. */

import type { Span } from "../../base/text";
import { lineIndex } from "../../base/text";
import type { RenderError } from "../../jinja/render";
import type { Template, TemplateProblem } from "../../jinja/template";
import type { TemplateText } from "../../jinja/values";
import { walkExpressions } from "../../jinja/walk";
import type { RenderFault } from "../nodes/rendering";
import type { EvaluatorCore } from "./evaluation";
import { type Recording, siteOf } from "./recording";

/** What dbt 2's Jinja reads where Jinja2 does not: its own filters and tests, texts with any escapes. */
const SYNTAX_OF_PYTHON = new RegExp(
  [
    "keyword argument repeated",
    "No filter named '(?:bool|datetimeformat|lines|pluralize|split)'",
    "No test named '(?:endingwith|safe|startingwith)'",
    "truncated \\\\",
    "unknown Unicode character name",
  ].join("|"),
);

/** A syntax problem of a node's own text. */
export function syntaxFault(recording: Recording, problem: TemplateProblem): RenderFault {
  const { site, offset } = recording;
  const file = site?.file ?? recording.file;
  const place = (span: Span) =>
    site?.span ?? { start: span.start + offset, end: span.end + offset };
  const fixes = problem.fixes.map((fix) => ({
    ...fix,
    edits: fix.edits.map((edit) => ({ ...edit, file, span: place(edit.span) })),
  }));
  // dbt 2 leaves a model's hooks until it runs, and lets a keyword stand twice.
  const isHook = site !== undefined && recording.draft?.resourceType !== "operation";
  return {
    file,
    span: place(problem.span),
    code: problem.code,
    isOfCore: isHook || SYNTAX_OF_PYTHON.test(problem.message),
    message: sentence(problem.message),
    fixes: site === undefined ? fixes : [],
  };
}

/** An evaluation's error. */
export function faultOf(
  core: EvaluatorCore,
  recording: Recording,
  error: RenderError,
): RenderFault {
  const { placeOf } = core.input.table;
  const template = templateOf(core, recording, error);
  const comment = template === undefined ? undefined : commentBefore(template.source, error);
  if (comment !== undefined && template !== undefined) {
    return {
      ...siteOf(recording, template, comment, placeOf),
      code: "sql-comment-in-jinja-tag",
      message: `\`--\` starts no comment inside a Jinja tag: dbt calculates with what follows it (${error.message}). Put the comment outside, or write {# … #}.`,
    };
  }
  const nowhere = { source: "", file: undefined };
  const site = siteOf(recording, template ?? nowhere, error.span, placeOf);
  // Macros that call each other without end stop dbt as well; what merely takes long does not.
  if (error.kind === "budget" && !error.message.startsWith("macros call each other")) {
    recording.unknowns.add("everything after a template that takes too long");
    return {
      ...site,
      code: "evaluation-error",
      isUnlikely: true,
      message: `Heddle stops here, ${error.message}: what follows is not known. dbt may well go on.`,
    };
  }
  return {
    ...site,
    code: error.message.startsWith("Required var") ? "var-missing" : "evaluation-error",
    isOfCore:
      isOfPython(error) || isOfComparison(template, error) || isOfLooseName(recording, error),
    message: sentence(
      error.pythonClass === "CompilationError" ? error.message : `Jinja: ${error.message}`,
    ),
  };
}

/** What only Python refuses; dbt 2's Jinja goes on with nothing, infinity or the arguments it takes. */
const OF_PYTHON: Readonly<Record<string, RegExp>> = {
  ZeroDivisionError: /division by zero$/,
  IndexError: /^(?:tuple|pop) index out of range/,
  TypeError: new RegExp(
    [
      "takes (?:not more than \\d+ argument|no keyword argument)",
      "^'NoneType' object is not iterable",
      "^argument (?:of type 'NoneType' is not|must be) iterable",
      "is not JSON serializable",
      "not supported between instances",
      "^object of type '(?:NoneType|Relation)' has no len",
      "^unsupported operand type\\(s\\) for \\+=: ",
      '^can only concatenate (?:list \\(not "tuple"|tuple \\(not "list")\\)',
      "^unsupported operand type\\(s\\) for -: '(?:list|tuple)' and '(?:list|tuple)'",
      "^'in <string>' requires string",
      "is an invalid keyword argument for __new__",
      "^log\\(\\) got an unexpected keyword argument",
    ].join("|"),
  ),
  AttributeError: /has no attribute 'splitlines'$/,
  ValueError: /^Unknown format code|^Single '[{}]' encountered/,
  KeyError: /^'/,
  PatternError: /^multiple repeat|and its alternatives differ$/,
  CompilationError: /^config\(\) needs at least|^duplicate argument/,
};

function isOfPython({ pythonClass, message, note }: RenderError): boolean {
  // An argument that is given twice stops dbt 2 as well, and only that has a note.
  return note === undefined && (OF_PYTHON[pythonClass]?.test(message) ?? false);
}

/** dbt 2 reads a name that is no text as an empty one, and looks up no name of these resources. */
function isOfLooseName({ draft }: Recording, { pythonClass, message }: RenderError): boolean {
  return (
    (draft?.resourceType === "exposure" || draft?.resourceType === "unit_test") &&
    pythonClass === "CompilationError" &&
    /^ref\(\) was given|^the names? in (?:ref|source)\(\) must/.test(message)
  );
}

/** dbt 2 compares with what is undefined too. */
function isOfComparison(template: TemplateText | undefined, { pythonClass, span }: RenderError) {
  if (pythonClass !== "UndefinedError" || template === undefined || !("root" in template)) {
    return false;
  }
  let isFound = false;
  walkExpressions((template as Template).root, (node) => {
    if (node.kind === "compare" && node.start === span.start && node.end === span.end) {
      isFound = true;
    }
  });
  return isFound;
}

/** The same error with the file, line and column of the project's file that it lies in. */
export function placedError(
  core: EvaluatorCore,
  recording: Recording,
  error: RenderError,
  textOf: (file: string) => string | undefined,
): RenderError {
  const template = templateOf(core, recording, error);
  if (template === undefined) return error;
  const { file, span } = siteOf(recording, template, error.span, core.input.table.placeOf);
  const text = textOf(file);
  if (text === undefined) return error;
  const { line, character } = lineIndex(text).positionAt(span.start);
  return { ...error, file, span, line: line + 1, column: character + 1 };
}

/** A message that ends as a sentence does. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.?!…)]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** A `--` that was meant as a comment and read as two minus signs. */
function commentBefore(source: string, error: RenderError): Span | undefined {
  if (error.pythonClass !== "UndefinedError") return undefined;
  const lineEnd = source.indexOf("\n", error.span.end);
  const line = source.slice(0, lineEnd < 0 ? source.length : lineEnd);
  const start = line.lastIndexOf("--", error.span.end);
  if (start < 0 || line.lastIndexOf("\n") > start || line.slice(start).includes("}}"))
    return undefined;
  const open = Math.max(line.lastIndexOf("{{", start), line.lastIndexOf("{%", start));
  const close = Math.max(line.lastIndexOf("}}", start), line.lastIndexOf("%}", start));
  return open > close ? { start, end: line.length } : undefined;
}

/** The text that an error lies in: the node's own, or a macro's. */
function templateOf(
  { input }: EvaluatorCore,
  recording: Recording,
  { file }: RenderError,
): TemplateText | undefined {
  const { own } = recording;
  return file === undefined || file === own?.file ? own : input.table.labelled(file);
}
