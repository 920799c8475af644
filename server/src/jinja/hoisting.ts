/**
 * Jinja2 decides when it compiles where a name comes from. A name that a scope assigns before it
 * reads it is that scope's own from the start: what runs earlier (a macro, a nested block) sees it
 * undefined, even where the context has such a name (jinja2 3.1, `idtracking.py`).
 */
import type { Expression, Parameter, Statement, Target } from "./nodes";
import { walkExpression } from "./walk";

/** What one scope's own statements do with names; nested scopes are not part of it. */
export interface ScopeNames {
  /** Every name read or assigned. */
  readonly references: ReadonlySet<string>;
  /** Names assigned, outside of conditions, before they are read. */
  readonly ownFromStart: readonly string[];
}

type Cache = WeakMap<readonly Statement[], ScopeNames>;
const withMacros: Cache = new WeakMap();
const withoutMacros: Cache = new WeakMap();

/**
 * The names of the scope with this body; computed once per body. Where macros are not bound under
 * their plain names, as in dbt, defining one assigns nothing.
 */
export function scopeNames(
  body: readonly Statement[],
  bindsMacros: boolean,
  parameters: readonly Parameter[] = [],
): ScopeNames {
  const known = bindsMacros ? withMacros : withoutMacros;
  const found = known.get(body);
  if (found !== undefined) return found;
  const references = new Set<string>();
  const own = new Set<string>();
  for (const { name, default: value } of parameters) {
    references.add(name);
    if (value !== undefined) addReads(value, references);
  }
  collect(body, references, own, bindsMacros);
  const names: ScopeNames = { references, ownFromStart: [...own] };
  known.set(body, names);
  return names;
}

function addReads(expression: Expression, references: Set<string>): void {
  walkExpression(expression, (node) => {
    if (node.kind === "name") references.add(node.name);
  });
}

function collect(
  body: readonly Statement[],
  references: Set<string>,
  own: Set<string> | undefined,
  bindsMacros: boolean,
): void {
  const read = (expression: Expression | undefined): void => {
    if (expression !== undefined) addReads(expression, references);
  };
  const store = (name: string): void => {
    if (references.has(name)) return;
    references.add(name);
    own?.add(name);
  };
  for (const statement of body) {
    switch (statement.kind) {
      case "output":
        for (const item of statement.items) if (item.kind !== "data") read(item);
        break;
      case "set":
        read(statement.value);
        storeTarget(statement.target, references, store);
        break;
      case "setBlock":
        storeTarget(statement.target, references, store);
        break;
      case "macro":
        if (bindsMacros) store(statement.name);
        break;
      case "for":
        read(statement.iterable);
        break;
      case "callBlock":
        read(statement.call);
        break;
      case "filterBlock":
        read(statement.filter);
        break;
      case "with":
        for (const { value } of statement.bindings) read(value);
        break;
      case "do":
        read(statement.value);
        break;
      case "if":
        collectBranches(statement, references, read, bindsMacros);
        break;
      default:
        break;
    }
  }
}

/** A name that only some branches assign is looked up outside when the branch did not run. */
function collectBranches(
  statement: Extract<Statement, { kind: "if" }>,
  references: Set<string>,
  read: (expression: Expression) => void,
  bindsMacros: boolean,
): void {
  const after = new Set<string>();
  const visit = (body: readonly Statement[]): void => {
    const inBranch = new Set(references);
    collect(body, inBranch, undefined, bindsMacros);
    for (const name of inBranch) after.add(name);
  };
  statement.branches.forEach(({ test, body }, index) => {
    if (index === 0) read(test);
    else addReads(test, after);
    visit(body);
  });
  visit(statement.otherwise);
  for (const name of after) references.add(name);
}

function storeTarget(target: Target, references: Set<string>, store: (name: string) => void): void {
  if (target.kind === "tuple") {
    for (const item of target.items) storeTarget(item, references, store);
  } else if (target.kind === "name") store(target.name);
  else if (target.kind === "namespace") references.add(target.name);
}
