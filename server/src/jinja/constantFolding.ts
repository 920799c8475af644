/**
 * Jinja2 computes expressions without names and calls when it compiles. That shows in three
 * places: native rendering makes text of constants, `10[:2]` prints nothing instead of raising,
 * and filters in a constant's dead branch are never looked up.
 */
import { PythonError } from "./errors";
import { evaluate } from "./expressions";
import { type Frame, NOT_CONSTANT } from "./frame";
import type { Expression } from "./nodes";
import type { Value } from "./values";
import { isKind, isUnknown, textOf } from "./values";
import { childrenOf } from "./walk";

/** A frame in which constants are computed: no names, small budgets. */
export type FoldingFrame = Frame & { readonly isFolding: true };

/** The value that Jinja2's compiler computes for `node`, if it does. */
export function foldConstant(
  node: Expression,
  frame: FoldingFrame,
): { readonly value: Value } | undefined {
  if (node.kind === "constant") return node;
  if (!mayBeConstant(node)) return undefined;
  try {
    const value = evaluate(node, frame);
    return isUnknown(value) ? undefined : { value };
  } catch (error) {
    if (error === NOT_CONSTANT || error instanceof PythonError) return undefined;
    throw error;
  }
}

/** Quick look: a name or call outside of a branch that may be dead makes a constant impossible. */
export function mayBeConstant(node: Expression): boolean {
  switch (node.kind) {
    case "constant":
      return true;
    case "logical":
      return mayBeConstant(node.left);
    case "conditional":
      return mayBeConstant(node.test);
    case "compare":
      return mayBeConstant(node.left) && node.rest.slice(0, 1).every(isOperandConstant);
    case "getattr":
      return mayBeConstant(node.object);
    case "name":
    case "call":
    case "bad":
    case "namespace":
      return false;
    default:
      return childrenOf(node).every(mayBeConstant);
  }
}

function isOperandConstant({ operand }: { readonly operand: Expression }): boolean {
  return mayBeConstant(operand);
}

/** Whether the compiler may keep the value as a literal (`has_safe_repr`). */
export function isLiteral(value: Value): boolean {
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isLiteral);
  if (isKind(value, "tuple")) return value.items.every(isLiteral);
  if (isKind(value, "dict")) {
    return [...value.entries.values()].every(
      (entry) => isLiteral(entry.key) && isLiteral(entry.value),
    );
  }
  return isKind(value, "range") || textOf(value) !== undefined;
}
