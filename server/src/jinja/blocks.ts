/**
 * `{% block %}` without inheritance: runs where it stands, once more for each `self.name()`, and has
 * no parent for `super()`.
 */
import { type Frame, innerScope } from "./frame";
import type { BlockNode, Statement } from "./nodes";
import { joinOutput } from "./output";
import { hostFunction, hostObject, textOf, undefinedWithHint, type Value } from "./values";
import { walkStatements } from "./walk";

type Execute<Completion> = (body: readonly Statement[], frame: Frame) => Completion;

/** The same frame at the template's outermost scope. */
export function rootOf(frame: Frame): Frame {
  let { scope } = frame;
  while (scope.parent !== undefined) scope = scope.parent;
  return { ...frame, scope };
}

/** Runs the block in a scope within that of `frame`. */
export function runBlock<Completion>(
  block: BlockNode,
  frame: Frame,
  execute: Execute<Completion>,
): Completion {
  const inner = innerScope(frame, block.body);
  if (inner.scope.references.has("super")) {
    const hint = `there is no parent block called '${block.name}'.`;
    inner.scope.variables.set("super", undefinedWithHint(hint, "super"));
  }
  return execute(block.body, inner);
}

/** `self` of a template: its blocks as functions that give their text. */
export function selfReference(
  root: readonly Statement[],
  frame: Frame,
  execute: Execute<unknown>,
): Value {
  const blocks = new Map<string, Value>();
  walkStatements(root, (statement) => {
    if (statement.kind !== "block") return;
    const { name } = statement;
    const call = (): Value => {
      const { machine } = frame.evaluation;
      const output: Value[] = [];
      machine.enter();
      try {
        runBlock(statement, { ...rootOf(frame), output }, execute);
      } finally {
        machine.leave();
      }
      const text = joinOutput(output);
      return machine.isEscaping ? { kind: "markup", text } : text;
    };
    blocks.set(name, { ...hostFunction(name, call), typeName: "BlockReference" });
  });
  return hostObject("TemplateReference", blocks, {
    item: (key) => blocks.get(textOf(key) ?? ""),
    text: () => "<TemplateReference None>",
  });
}
