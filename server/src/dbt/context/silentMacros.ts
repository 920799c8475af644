/**
 * Macros that do nothing but print: calls of them with written arguments need no evaluation, for all
 * that dbt takes from them while it parses is that they were called.
 */
import type { Expression, Statement } from "../../jinja/nodes";
import type { MacroDefinition, Template } from "../../jinja/template";
import type { AskedMacros, WatchedMacros } from "./macroLookups";

/** A call with written arguments. */
export interface PlainCall {
  readonly name: string;
  readonly argCount: number;
  readonly keywords: readonly string[];
}

/** A silent macro, and the answers that this rests on. */
export interface SilentMacro {
  readonly uniqueId: string;
  readonly asked: AskedMacros;
  readonly parameters: readonly string[];
}

/** Finds silent macros by the package that calls and the name. Each is looked at once. */
export function silentMacros(
  table: WatchedMacros,
): (packageName: string, call: PlainCall) => SilentMacro | undefined {
  const known = new Map<string, Map<string, SilentMacro | undefined>>();
  return (packageName, call) => {
    let named = known.get(packageName);
    if (named === undefined) {
      named = new Map();
      known.set(packageName, named);
    }
    let found = named.get(call.name);
    if (found === undefined && !named.has(call.name)) {
      found = lookAt(table, packageName, call.name);
      named.set(call.name, found);
    }
    return found !== undefined && accepts(found.parameters, call) ? found : undefined;
  };
}

function lookAt(table: WatchedMacros, packageName: string, name: string): SilentMacro | undefined {
  const { result, asked } = table.watch(() => {
    const macro = table.find(packageName, name);
    if (macro === undefined || macro.definition.kind !== "macro" || name === "return")
      return undefined;
    return isSilent(macro.template, macro.definition) ? macro : undefined;
  });
  return result && { uniqueId: result.uniqueId, asked, parameters: result.parameters };
}

function accepts(parameters: readonly string[], { argCount, keywords }: PlainCall): boolean {
  return (
    argCount <= parameters.length &&
    keywords.every((keyword) => parameters.indexOf(keyword) >= argCount)
  );
}

function isSilent(template: Template, { parameters, body }: MacroDefinition): boolean {
  if (template.problems.length > 0 || template.definitions.length !== 1) return false;
  const names = new Set(parameters.map(({ name }) => name));
  const isPlain = (expression: Expression): boolean => {
    switch (expression.kind) {
      case "constant":
        return true;
      case "name":
        return names.has(expression.name);
      case "concat":
        return expression.items.every(isPlain);
      case "conditional": {
        const { test, whenTrue, whenFalse } = expression;
        return [test, whenTrue, whenFalse].every((one) => one === undefined || isPlain(one));
      }
      case "logical":
        return isPlain(expression.left) && isPlain(expression.right);
      case "unary":
        return expression.operator === "not" && isPlain(expression.operand);
      case "compare":
        return (
          isPlain(expression.left) &&
          expression.rest.every(
            ({ operator, operand }) => (operator === "==" || operator === "!=") && isPlain(operand),
          )
        );
      default:
        return false;
    }
  };
  const isQuiet = (statement: Statement): boolean => {
    if (statement.kind === "output") {
      return statement.items.every((item) => item.kind === "data" || isPlain(item));
    }
    if (statement.kind !== "if") return false;
    return (
      statement.branches.every((branch) => isPlain(branch.test) && branch.body.every(isQuiet)) &&
      statement.otherwise.every(isQuiet)
    );
  };
  return (
    parameters.every((one) => one.default === undefined || isPlain(one.default)) &&
    body.every(isQuiet)
  );
}
