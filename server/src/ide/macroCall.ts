/** The text of a macro call in a template, and which way the macro's conditions went in it. */
import type { Span } from "../base/text";
import { renderCall, type TakenBranch } from "../dbt/renderFile";
import type { ProjectSnapshot } from "../workspace/snapshot";

/** A longer call is a body of its own, and evaluated with its model anyway. */
const LONGEST_CALL = 2_000;

/** The call whose name is `name`, up to the bracket that ends it; undefined where none does. */
export function callAround(text: string, name: Span): string | undefined {
  const end = Math.min(text.length, name.start + LONGEST_CALL);
  let depth = 0;
  let quote = "";
  for (let at = name.end; at < end; at++) {
    const sign = text[at]!;
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === "(" || sign === "[" || sign === "{") depth++;
    else if (sign === ")" || sign === "]" || sign === "}") {
      depth--;
      if (depth === 0) return text.slice(name.start, at + 1);
      if (depth < 0) return undefined;
    }
  }
  return undefined;
}

/**
 * Conditions that the call decided in the macro's own file, in order; empty where they depend on
 * names that only the model sets. One evaluation, on the budget of any other.
 */
export function branchesOfCall(
  project: ProjectSnapshot,
  call: string,
  { file, macroFile }: { readonly file: string; readonly macroFile: string },
): readonly TakenBranch[] {
  const rendered = renderCall(project.project, call, { file });
  if (rendered === undefined || rendered.error !== undefined) return [];
  return (rendered.branches ?? []).filter((branch) => branch.file === macroFile);
}
