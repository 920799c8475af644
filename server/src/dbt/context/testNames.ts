/**
 * Macros that a generic test finds by their plain names besides those of its own package and of the
 * root project: all that its macro leads to, whatever package they are of. Source: dbt-core 1.11
 * `context/macros.py` (`TestMacroNamespace`), `clients/jinja_static.py`.
 */
import type { Value } from "../../jinja/values";
import type { EvaluatorCore } from "./evaluation";
import type { MacroTable, TableMacro } from "./projectMacros";

const DISPATCHED =
  /\bdispatch\s*\(\s*(?:macro_name\s*=\s*)?['"](\w+)['"](?:\s*,\s*(?:macro_namespace\s*=\s*)?['"](\w+)['"])?/g;
const CALLED = /\b(?:([A-Za-z_]\w*)\s*\.\s*)?([A-Za-z_]\w*)\s*\(/g;

const NAMES = new WeakMap<EvaluatorCore, Map<string, ReadonlyMap<string, Value>>>();

/** The macros by name. O(texts of all that the test's macro leads to), once for each macro. */
export function testNames(core: EvaluatorCore, test: TableMacro): ReadonlyMap<string, Value> {
  let known = NAMES.get(core);
  if (known === undefined) {
    known = new Map();
    NAMES.set(core, known);
  }
  let names = known.get(test.uniqueId);
  if (names === undefined) {
    const found = new Map<string, Value>();
    for (const macro of ledTo(core.input.table, test)) {
      const value = core.macroFor(macro.package, macro.name);
      if (value !== undefined) found.set(macro.name, value);
    }
    names = found;
    known.set(test.uniqueId, names);
  }
  return names;
}

/**
 * Which `get_where_subquery` a generic test calls: the one that a plain name means to the whole
 * project, unless that one or the test's macro leads to others, of which the last counts. Undefined
 * where it is dbt's own. O(texts of all that they lead to), once for each macro.
 */
export function whereMacro(
  core: EvaluatorCore,
  test: TableMacro | undefined,
): TableMacro | undefined {
  const { table } = core.input;
  const { packages, root } = core.input.resolution();
  const named = [...packages.keys()].flatMap((owner) => table.findIn(owner, WHERE) ?? []);
  const plain = table.findIn(root.name, WHERE) ?? table.lastNamed(WHERE);
  if (plain === undefined || named.length < 2) return plain;
  const seen = new Set<TableMacro>();
  for (const first of test === undefined ? [plain] : [plain, test]) {
    for (const macro of ledTo(table, first)) if (macro.name === WHERE) seen.add(macro);
  }
  return [...seen].at(-1);
}

const WHERE = "get_where_subquery";

/** A macro and all that it calls or dispatches to, as far as its text shows. */
function ledTo(table: MacroTable, first: TableMacro): ReadonlySet<TableMacro> {
  const found = new Set<TableMacro>([first]);
  for (const macro of found) {
    const { source } = macro.template;
    const add = (next: TableMacro | undefined): void => void (next && found.add(next));
    for (const [, owner, name] of source.matchAll(CALLED)) {
      if (owner === undefined) add(table.find(macro.package, name!));
      else if (table.has(owner)) add(table.findIn(owner, name!));
    }
    for (const [, name, namespace] of source.matchAll(DISPATCHED)) {
      const owner = namespace ?? macro.package;
      for (const one of table.macros.values()) {
        if (one.package === owner && one.name.endsWith(`__${name}`))
          add(table.findIn(owner, one.name));
      }
    }
  }
  return found;
}
