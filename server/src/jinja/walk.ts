/** Visits every statement and expression of a tree, parents before children, in source order. */
import type { ArgumentList, Expression, Statement } from "./nodes";

/** Calls `visit` for each statement, at any depth. */
export function walkStatements(
  statements: readonly Statement[],
  visit: (statement: Statement) => void,
): void {
  for (const statement of statements) {
    visit(statement);
    for (const body of bodiesOf(statement)) walkStatements(body, visit);
  }
}

/** Calls `visit` for each expression in `statements`, at any depth. */
export function walkExpressions(
  statements: readonly Statement[],
  visit: (expression: Expression) => void,
): void {
  walkStatements(statements, (statement) => {
    for (const expression of expressionsOf(statement)) walkExpression(expression, visit);
  });
}

/** Calls `visit` for `expression` and each one inside it. */
export function walkExpression(
  expression: Expression,
  visit: (expression: Expression) => void,
): void {
  visit(expression);
  for (const child of childrenOf(expression)) walkExpression(child, visit);
}

/** The statement lists inside a statement. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return [...statement.branches.map((branch) => branch.body), statement.otherwise];
    case "for":
      return [statement.body, statement.otherwise];
    case "setBlock":
    case "macro":
    case "callBlock":
    case "filterBlock":
    case "with":
    case "block":
    case "autoescape":
      return [statement.body];
    default:
      return [];
  }
}

/** The expressions that stand directly in a statement's tags. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "output":
      return statement.items.filter((item) => item.kind !== "data");
    case "if":
      return statement.branches.map((branch) => branch.test);
    case "for":
      return present([statement.target, statement.iterable, statement.test]);
    case "set":
      return [statement.target, statement.value];
    case "setBlock":
      return present([statement.target, statement.filter]);
    case "macro":
      return present(statement.parameters.map((parameter) => parameter.default));
    case "callBlock":
      return present([
        ...statement.parameters.map((parameter) => parameter.default),
        statement.call,
      ]);
    case "filterBlock":
      return [statement.filter];
    case "with":
      return statement.bindings.flatMap(({ target, value }) => [target, value]);
    case "do":
    case "autoescape":
      return [statement.value];
    case "templateReference":
      return [statement.template];
    default:
      return [];
  }
}

/** The expressions directly inside an expression. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "list":
    case "tuple":
    case "concat":
      return expression.items;
    case "dict":
      return expression.pairs.flatMap(({ key, value }) => [key, value]);
    case "binary":
    case "logical":
      return [expression.left, expression.right];
    case "unary":
      return [expression.operand];
    case "compare":
      return [expression.left, ...expression.rest.map(({ operand }) => operand)];
    case "conditional":
      return present([expression.whenTrue, expression.test, expression.whenFalse]);
    case "getattr":
      return [expression.object];
    case "getitem":
      return [expression.object, expression.index];
    case "slice":
      return present([expression.start_, expression.stop, expression.step]);
    case "call":
      return [expression.callee, ...argumentsOf(expression)];
    case "filter":
      return present([expression.input, ...argumentsOf(expression)]);
    case "test":
      return [expression.input, ...argumentsOf(expression)];
    default:
      return [];
  }
}

function argumentsOf(list: ArgumentList): readonly Expression[] {
  return present([
    ...list.args,
    ...list.kwargs.map(({ value }) => value),
    list.spread,
    list.spreadKeywords,
  ]);
}

function present(expressions: readonly (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}
