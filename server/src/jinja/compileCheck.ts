/**
 * What Jinja2 refuses when it compiles a template that parses: unknown filters and tests outside
 * of conditions, `loop` as a loop's variable, a `caller` parameter without default.
 */

import { type FoldingFrame, foldConstant, isLiteral } from "./constantFolding";
import type { SyntaxFailure } from "./cursor";
import { checkCallerParameter } from "./macros";
import type { Expression, Statement } from "./nodes";
import { reprString } from "./reprString";
import { bodiesOf, childrenOf, expressionsOf, walkExpression, walkStatements } from "./walk";

/** The first thing that Jinja2's compiler would refuse, or JS undefined. */
export function findCompileFailure(
  statements: readonly Statement[],
  frame: FoldingFrame,
): SyntaxFailure | undefined {
  return checkBody(statements, frame, false, new Set()) ?? findPythonFailure(statements, false);
}

function pythonFailure(message: string, start: number, end: number): SyntaxFailure {
  return { message, span: { start, end }, lineOffset: start, pythonClass: "SyntaxError" };
}

/** Repeated arguments, and loop controls outside of a loop: only Python's compiler refuses them. */
function findPythonFailure(
  statements: readonly Statement[],
  isInLoop: boolean,
): SyntaxFailure | undefined {
  for (const statement of statements) {
    const { kind, start, end } = statement;
    if (kind === "loopControl" && !isInLoop) {
      const message =
        statement.control === "break" ? "'break' outside loop" : "'continue' not properly in loop";
      return pythonFailure(message, start, end);
    }
    if (kind === "macro" || kind === "callBlock") {
      const repeated = firstRepeated(statement.parameters);
      if (repeated !== undefined) {
        const message = `duplicate argument '${repeated.name}' in function definition`;
        return pythonFailure(message, repeated.start, repeated.end);
      }
    }
    for (const expression of expressionsOf(statement)) {
      const failure = findRepeatedKeyword(expression);
      if (failure !== undefined) return failure;
    }
    const bodies = bodiesOf(statement);
    for (let index = 0; index < bodies.length; index++) {
      const keepsLoop = kind === "if" || kind === "with" || kind === "autoescape";
      const isLoopBody = kind === "for" && index === 0;
      const failure = findPythonFailure(bodies[index]!, isLoopBody || (keepsLoop && isInLoop));
      if (failure !== undefined) return failure;
    }
  }
  return undefined;
}

function firstRepeated<T extends { readonly name: string }>(named: readonly T[]): T | undefined {
  if (named.length < 2) return undefined;
  const seen = new Set<string>();
  return named.find(({ name }) => seen.size === seen.add(name).size);
}

function findRepeatedKeyword(expression: Expression): SyntaxFailure | undefined {
  let failure: SyntaxFailure | undefined;
  walkExpression(expression, (node) => {
    if (node.kind !== "call" && node.kind !== "filter" && node.kind !== "test") return;
    const repeated = firstRepeated(node.kwargs);
    if (repeated === undefined) return;
    const message = `keyword argument repeated: ${repeated.name}`;
    failure ??= pythonFailure(message, repeated.start, repeated.end);
  });
  return failure;
}

function assertion(message: string, start: number, end: number): SyntaxFailure {
  return {
    message,
    span: { start, end },
    lineOffset: start,
    pythonClass: "TemplateAssertionError",
  };
}

function checkBody(
  statements: readonly Statement[],
  frame: FoldingFrame,
  isSoft: boolean,
  blocks: Set<string>,
): SyntaxFailure | undefined {
  for (const statement of statements) {
    const failure = checkStatement(statement, frame, isSoft, blocks);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function checkStatement(
  statement: Statement,
  frame: FoldingFrame,
  isSoft: boolean,
  blocks: Set<string>,
): SyntaxFailure | undefined {
  if (statement.kind === "for") {
    const failure = checkLoopTarget(statement);
    if (failure !== undefined) return failure;
  }
  if (statement.kind === "macro" || statement.kind === "callBlock") {
    const name = statement.kind === "macro" ? statement.name : undefined;
    const error = checkCallerParameter({ ...statement, name });
    if (error !== undefined) return assertion(error.message, statement.start, statement.end);
  }
  if (statement.kind === "block") {
    if (blocks.has(statement.name)) {
      const message = `block ${reprString(statement.name)} defined twice`;
      return assertion(message, statement.start, statement.end);
    }
    blocks.add(statement.name);
  }
  const checkTags = (): SyntaxFailure | undefined => {
    // The filter of a block belongs to the block's own scope, where nothing is soft.
    const isSoftHere = (isSoft && !isFiltered(statement)) || statement.kind === "if";
    for (const expression of expressionsOf(statement)) {
      const isPrinted = statement.kind === "output";
      const failure = checkExpression(expression, frame, isSoftHere, isPrinted);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
  // Inside a condition Jinja2 leaves unknown names to the moment when they are reached.
  const isBodySoft = statement.kind === "if";
  const checkBodies = (): SyntaxFailure | undefined => {
    for (const body of bodiesOf(statement)) {
      const failure = checkBody(body, frame, isBodySoft, blocks);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
  return isFiltered(statement) ? (checkBodies() ?? checkTags()) : (checkTags() ?? checkBodies());
}

function isFiltered({ kind }: Statement): boolean {
  return kind === "filterBlock" || kind === "setBlock";
}

function checkLoopTarget(
  statement: Extract<Statement, { kind: "for" }>,
): SyntaxFailure | undefined {
  let failure: SyntaxFailure | undefined;
  const check = (target: Expression): void =>
    walkExpression(target, (node) => {
      if (node.kind !== "name" || node.name !== "loop" || failure !== undefined) return;
      const message = "Can't assign to special loop variable in for-loop target";
      failure = assertion(message, node.start, node.end);
    });
  check(statement.target);
  walkStatements(statement.body, (inner) => {
    if (inner.kind === "set" || inner.kind === "setBlock") check(inner.target);
  });
  return failure;
}

function checkExpression(
  node: Expression,
  frame: FoldingFrame,
  isSoft: boolean,
  isPrinted: boolean,
): SyntaxFailure | undefined {
  const folded = foldConstant(node, frame);
  if (folded !== undefined && (isPrinted || isLiteral(folded.value))) return undefined;
  const known = frame.evaluation.environment;
  const isBranch = node.kind === "conditional";
  if (node.kind === "filter" && !isSoft && !known.filters.has(node.name)) {
    const message = `No filter named ${reprString(node.name)}.`;
    return assertion(message, node.nameSpan.start, node.nameSpan.end);
  }
  if (node.kind === "test" && !isSoft && !known.tests.has(node.name)) {
    const message = `No test named ${reprString(node.name)}.`;
    return assertion(message, node.nameSpan.start, node.nameSpan.end);
  }
  for (const child of childrenOf(node)) {
    const failure = checkExpression(child, frame, isSoft || isBranch, false);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
