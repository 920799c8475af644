/**
 * Templates in which no name or member can be missed when dbt compiles them, told from their text: they
 * only print, compare and loop over names and call what is known to exist. Most models are of that
 * kind, and are not evaluated a second time.
 */
import type { ArgumentList, Expression, Statement } from "../../jinja/nodes";
import type { Template } from "../../jinja/template";
import { bodiesOf, expressionsOf } from "../../jinja/walk";
import type { MacroTable } from "./projectMacros";

/** Names of dbt that can be called with anything, and give something that can be printed. */
const CALLABLE: ReadonlySet<string> = new Set([
  "config",
  "env_var",
  "function",
  "is_incremental",
  "metric",
  "ref",
  "source",
  "var",
]);
const TESTS: ReadonlySet<string> = new Set(["defined", "undefined", "none"]);

/** What a name is asked in: its package, and the macros that were looked at on the way. */
interface Look {
  readonly table: MacroTable;
  readonly packageName: string;
  readonly seen: Set<Template>;
}

/** False where only evaluating can tell. O(template and the macros that it calls). */
export function isHarmless(table: MacroTable, packageName: string, template: Template): boolean {
  return isBody(template.root, { table, packageName, seen: new Set() }, assignedIn(template.root));
}

function isBody(
  statements: readonly Statement[],
  look: Look,
  assigned: ReadonlySet<string>,
): boolean {
  return statements.every((statement) => {
    switch (statement.kind) {
      case "output":
      case "if":
      case "for":
      case "set":
      case "do":
      case "loopControl":
        break;
      case "setBlock":
        if (statement.filter !== undefined) return false;
        break;
      default:
        return false;
    }
    return (
      expressionsOf(statement).every((expression) => isPlain(expression, look, assigned)) &&
      bodiesOf(statement).every((body) => isBody(body, look, assigned))
    );
  });
}

function isPlain(expression: Expression, look: Look, assigned: ReadonlySet<string>): boolean {
  const every = (expressions: readonly Expression[]): boolean =>
    expressions.every((one) => isPlain(one, look, assigned));
  switch (expression.kind) {
    case "constant":
    case "name":
      return true;
    case "list":
    case "tuple":
    case "concat":
      return every(expression.items);
    case "dict":
      return expression.pairs.every(({ key, value }) => every([key, value]));
    case "logical":
      return every([expression.left, expression.right]);
    case "unary":
      return expression.operator === "not" && every([expression.operand]);
    case "conditional": {
      const { test, whenTrue, whenFalse } = expression;
      return every(whenFalse === undefined ? [test, whenTrue] : [test, whenTrue, whenFalse]);
    }
    case "compare":
      return (
        expression.rest.every(({ operator }) => operator === "==" || operator === "!=") &&
        every([expression.left, ...expression.rest.map(({ operand }) => operand)])
      );
    case "test":
      return (
        TESTS.has(expression.name) && areArguments(expression, every) && every([expression.input])
      );
    case "call": {
      const { callee } = expression;
      if (callee.kind !== "name" || assigned.has(callee.name)) return false;
      return areArguments(expression, every) && isCallable(callee.name, look);
    }
    default:
      return false;
  }
}

function areArguments(
  { args, kwargs, spread, spreadKeywords }: ArgumentList,
  every: (expressions: readonly Expression[]) => boolean,
): boolean {
  if (spread !== undefined || spreadKeywords !== undefined) return false;
  return every(args) && kwargs.every(({ value }) => every([value]));
}

function isCallable(name: string, look: Look): boolean {
  const macro = look.table.find(look.packageName, name);
  if (macro === undefined) return CALLABLE.has(name) && !look.table.has(name);
  const { definition, template } = macro;
  if (template.problems.length > 0 || template.syntaxError !== undefined) return false;
  // One that is being looked at, or was found harmless before, adds nothing new.
  if (look.seen.has(template)) return true;
  look.seen.add(template);
  const assigned = new Set(assignedIn(definition.body));
  for (const parameter of definition.parameters) assigned.add(parameter.name);
  return (
    definition.parameters.every(
      (parameter) => parameter.default === undefined || isPlain(parameter.default, look, assigned),
    ) && isBody(definition.body, look, assigned)
  );
}

const NOTHING: ReadonlySet<string> = new Set(["caller", "loop", "varargs", "kwargs"]);

/** Names that the statements bind, at any depth. */
function assignedIn(statements: readonly Statement[]): ReadonlySet<string> {
  let names: Set<string> | undefined;
  const add = (target: Expression): void => {
    if (target.kind === "tuple" || target.kind === "list") target.items.forEach(add);
    else if (target.kind === "name") {
      names ??= new Set(NOTHING);
      names.add(target.name);
    }
  };
  const visit = (body: readonly Statement[]): void => {
    for (const statement of body) {
      if (statement.kind === "set" || statement.kind === "setBlock" || statement.kind === "for") {
        add(statement.target);
      }
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(statements);
  return names ?? NOTHING;
}
