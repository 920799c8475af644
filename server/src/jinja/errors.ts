/**
 * Errors as Python and Jinja2 raise them: class name, text and the place in the template.
 * Knows nothing of how a surface shows them.
 */
import type { Span } from "../base/text";

/** Families of errors that `heddle render` reports. */
export type ErrorKind =
  | "syntax"
  | "undefined"
  | "type"
  | "value"
  | "key"
  | "index"
  | "zero-division"
  | "overflow"
  | "attribute"
  | "security"
  | "budget"
  | "compiler"
  | "runtime";

const KIND_OF_CLASS: ReadonlyMap<string, ErrorKind> = new Map([
  ["TemplateSyntaxError", "syntax"],
  ["TemplateAssertionError", "syntax"],
  ["SyntaxError", "syntax"],
  ["UndefinedError", "undefined"],
  ["TypeError", "type"],
  ["FilterArgumentError", "value"],
  ["ValueError", "value"],
  ["JSONDecodeError", "value"],
  ["UnicodeEncodeError", "value"],
  ["KeyError", "key"],
  ["IndexError", "index"],
  ["ZeroDivisionError", "zero-division"],
  ["OverflowError", "overflow"],
  ["AttributeError", "attribute"],
  ["SecurityError", "security"],
  ["BudgetError", "budget"],
  ["CompilationError", "compiler"],
]);

/** Family of a Python exception class; classes without a family of their own are `runtime`. */
export function errorKindOf(pythonClass: string): ErrorKind {
  return KIND_OF_CLASS.get(pythonClass) ?? "runtime";
}

/**
 * A Python exception travelling through the interpreter. Host functions throw it to raise
 * (`new PythonError("CompilationError", text)` is dbt's `raise_compiler_error`).
 * The interpreter fills `span` and `template` with the innermost place it knows.
 */
export class PythonError extends Error {
  span: Span | undefined;
  template: { readonly source: string; readonly file: string | undefined } | undefined;

  constructor(
    readonly pythonClass: string,
    message: string,
    /** What is known beyond Python's words. */
    readonly note?: string,
  ) {
    super(message);
  }
}

/** `TypeError` with this text. */
export function typeError(message: string, note?: string): PythonError {
  return new PythonError("TypeError", message, note);
}

/** `ValueError` with this text. */
export function valueError(message: string): PythonError {
  return new PythonError("ValueError", message);
}

/** `UndefinedError` with this text. */
export function undefinedError(message: string): PythonError {
  return new PythonError("UndefinedError", message);
}

/** The end of a budget: no Python class has this name, templates cannot catch it. */
export function budgetError(message: string): PythonError {
  return new PythonError("BudgetError", message);
}
