/**
 * `adapter.dispatch` in macros whose name leads nowhere. dbt-core looks all of them up while it
 * parses, called or not, and reads the name from the text. Source: dbt-core 1.11
 * `parser/manifest.py` (`macro_depends_on`), `clients/jinja_static.py`.
 */
import type { Problem } from "../../base/problem";
import type { CallNode } from "../../jinja/nodes";
import { walkExpressions } from "../../jinja/walk";
import { DISPATCHED_BUILTINS } from "../builtins/macroNames";
import { dottedName } from "../context/callNodes";
import type { MacroTable, TableMacro } from "../context/projectMacros";
import { addProblem, type Resolution } from "../resolution";

type DispatchInput = Pick<Resolution, "engine" | "profile" | "missing" | "root" | "packages">;

/** Reports them at the call. O(length of the macros that dispatch). */
export function checkDispatch(
  resolution: DispatchInput,
  table: MacroTable,
  problems: Problem[],
): void {
  if (resolution.engine === "fusion" || resolution.profile.adapter === undefined) return;
  for (const one of table.macros.values()) {
    const macro = table.findIn(one.package, one.name);
    if (!macro?.template.source.includes(".dispatch")) continue;
    walkExpressions(macro.template.root, (expression) => {
      if (expression.kind !== "call" || dottedName(expression.callee) !== "adapter.dispatch")
        return;
      const message = faultOf(resolution, table, expression);
      if (message === undefined) return;
      const site = siteOf(table, macro, expression);
      addProblem({ problems }, "unknown-macro", "error", site, message);
    });
  }
}

function siteOf(table: MacroTable, macro: TableMacro, { start, end }: CallNode) {
  const place = table.placeOf(macro.template);
  const offset = place?.offset ?? 0;
  return { file: macro.file, span: { start: start + offset, end: end + offset } };
}

function faultOf(
  resolution: DispatchInput,
  table: MacroTable,
  { args, kwargs }: CallNode,
): string | undefined {
  const keyword = (name: string) => kwargs.find((one) => one.name === name)?.value;
  if (keyword("packages") !== undefined) {
    return "`adapter.dispatch` takes no `packages` any more: name the package as `macro_namespace`.";
  }
  const first = args[0] ?? keyword("macro_name");
  const wanted = args[1] ?? keyword("macro_namespace");
  if (
    first?.kind !== "constant" ||
    (args[1] === undefined && wanted && wanted.kind !== "constant")
  ) {
    return "dbt reads what `adapter.dispatch` names from the text: write the names as plain texts.";
  }
  const name = first.value;
  const namespace = wanted?.kind === "constant" ? wanted.value : null;
  if (typeof name !== "string") return undefined;
  if (namespace !== null && typeof namespace !== "string") {
    return "The namespace of `adapter.dispatch` must be a text.";
  }
  if (namespace !== null && resolution.missing?.isNamespace(namespace)) return undefined;
  const searched = searchedPackages(resolution, namespace);
  const prefixes = [...(resolution.profile.adapter?.dispatchTypes ?? []), "default"];
  const isFound = searched.some((owner) => {
    if ((owner === undefined || owner === "dbt") && DISPATCHED_BUILTINS.has(name)) return true;
    return prefixes.some((prefix) => {
      const full = `${prefix}__${name}`;
      const macro = owner === undefined ? table.lastNamed(full) : table.findIn(owner, full);
      return macro !== undefined;
    });
  });
  if (isFound) return undefined;
  const where = namespace === null ? "" : ` for the namespace '${namespace}'`;
  return `dbt finds no ${prefixes.map((prefix) => `'${prefix}__${name}'`).join(" or ")}${where}, and stops here while it parses.`;
}

function searchedPackages(
  { root, packages }: DispatchInput,
  namespace: string | null,
): readonly (string | undefined)[] {
  if (namespace === null) return [undefined];
  const order = root.project.dispatch.get(namespace);
  if (order !== undefined && order.length > 0) return order;
  const isInstalled = packages.has(namespace) || namespace === "dbt";
  return isInstalled ? [root.name, namespace] : [undefined];
}
