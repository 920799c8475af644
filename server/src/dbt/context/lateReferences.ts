/**
 * References that dbt sees only when it compiles: inside `{% call statement %}` and
 * `{% if execute %}`. A missing target stops dbt there just as one that it saw while parsing.
 */
import type { Expression, Statement } from "../../jinja/nodes";
import type { Template } from "../../jinja/template";
import { bodiesOf, expressionsOf, walkExpression } from "../../jinja/walk";
import type { RefCall } from "../nodes/rendering";
import type { PlaceOf, Recording } from "./recording";
import { siteOf } from "./recording";

/** Literal `ref()` and `source()` calls of code that runs at compile time only. */
export function lateReferences(
  recording: Recording,
  template: Template,
  placeOf: PlaceOf,
): readonly RefCall[] {
  const found: RefCall[] = [];
  const read = (expression: Expression, isCertain: boolean): void => {
    walkExpression(expression, (node) => {
      if (node.kind !== "call" || node.callee.kind !== "name") return;
      const { name } = node.callee;
      if (name !== "ref" && name !== "source") return;
      const args = node.args.map((arg) => (arg.kind === "constant" ? arg.value : null));
      if (args.length === 0 || !args.every((arg) => typeof arg === "string")) return;
      if (node.kwargs.length > 0 || node.spread !== undefined) return;
      const last = node.args[node.args.length - 1]!;
      const site = siteOf(recording, template, node, placeOf);
      found.push({
        kind: name,
        file: site.file,
        span: site.span,
        nameSpan: siteOf(recording, template, last, placeOf).span,
        args: args as string[],
        version: null,
        isCertain,
      });
    });
  };
  const visit = (statements: readonly Statement[], isLate: boolean, isCertain = true): void => {
    for (const statement of statements) {
      if (statement.kind === "macro") continue;
      if (isLate) for (const expression of expressionsOf(statement)) read(expression, isCertain);
      if (statement.kind === "callBlock") {
        const { callee } = statement.call;
        if (callee.kind === "name" && callee.name === "statement")
          visit(statement.body, true, isCertain);
        else visit(statement.body, isLate, isCertain);
      } else if (statement.kind === "if") {
        const [first] = statement.branches;
        const asksExecute = first?.test.kind === "name" && first.test.name === "execute";
        // Other conditions may go either way when dbt compiles: nothing is said of them.
        if (asksExecute && first !== undefined) visit(first.body, true, isCertain);
        else if (!isLate) for (const body of bodiesOf(statement)) visit(body, false, false);
      } else {
        const isRun = isCertain && statement.kind !== "for";
        for (const body of bodiesOf(statement)) visit(body, isLate, isRun);
      }
    }
  };
  visit(template.root, false);
  return found;
}
