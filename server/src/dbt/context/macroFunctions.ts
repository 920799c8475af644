/**
 * A project's macros and dbt's own as callable values, found by name and through
 * `adapter.dispatch`; calls are recorded. Source: dbt-core 1.11 `clients/jinja.py`
 * (`MacroGenerator`), `context/providers.py` (`BaseDatabaseWrapper.dispatch`).
 */
import type { Context } from "../../jinja/context";
import { PythonError } from "../../jinja/errors";
import { macroValue } from "../../jinja/render";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isUndefined,
  orElse,
  textOf,
  unknown,
  type Value,
} from "../../jinja/values";
import { DISPATCHED_BUILTINS } from "../builtins/macroNames";
import { checkArguments } from "../builtins/macroParameters";
import type { Resolution } from "../resolution";
import { callBuiltin } from "./builtinFunctions";
import type { MacroMemo } from "./macroMemo";
import { builtinMacroId } from "./macroTable";
import type { MacroTable, TableMacro } from "./projectMacros";
import type { Recording } from "./recording";
import { listing } from "./values";

export interface MacroFunctions {
  functionOf(macro: TableMacro): Value;
  builtinOf(name: string): Value;
  /** A macro found by name; undefined where there is none. */
  macroFor(packageName: string, name: string): Value | undefined;
  dispatch(packageName: string, name: string, namespace: string | undefined): Value;
  /** A package as an object whose members are its macros. */
  namespaceOf(packageName: string): Value;
}

/** The call with what a model leaves undefined staying as lenient as it is in the model. */
function lenient(call: HostCall): HostCall {
  const mark = (value: Value): Value =>
    isUndefined(value) && value.mode === undefined ? { ...value, mode: "dbt-parse" } : value;
  const isMarked = (value: Value): boolean => mark(value) !== value;
  if (!call.args.some(isMarked) && ![...call.kwargs.values()].some(isMarked)) return call;
  const kwargs = new Map([...call.kwargs].map(([key, value]) => [key, mark(value)]));
  return { ...call, args: call.args.map(mark), kwargs };
}

/** The macros of `table`, run in whatever evaluation is under way. */
export function macroFunctions({
  table,
  resolution,
  current,
  context,
  memo,
}: {
  readonly table: MacroTable;
  readonly resolution: () => Resolution;
  readonly current: () => Recording;
  readonly context: () => Context;
  readonly memo: MacroMemo;
}): MacroFunctions {
  const tracked = (id: string, name: string, run: (call: HostCall) => Value): Value => ({
    kind: "function",
    typeName: "MacroGenerator",
    name,
    call: (call) => {
      const recording = current();
      if (recording.depth === 0) recording.macros.add(id);
      const logCount = recording.logs.length;
      recording.depth++;
      try {
        return run(call);
      } finally {
        recording.depth--;
        if (recording.depth === 0 && recording.logs.length > logCount) {
          recording.traces.push({ macro: name, logs: recording.logs.slice(logCount) });
        }
      }
    },
  });
  const functions = new Map<string, Value>();
  const functionOf = (macro: TableMacro): Value => {
    let found = functions.get(macro.uniqueId);
    if (found === undefined) {
      const value = macroValue(macro.definition, macro.template, context, "jinja");
      const { syntaxError } = macro.template;
      found = tracked(macro.uniqueId, macro.name, (call) => {
        if (syntaxError !== undefined)
          throw new PythonError("CompilationError", syntaxError.message);
        const { own, names } = current();
        const isParsing = call.template === own && names?.get("execute") !== true;
        const run = (): Value => value.call(isParsing ? lenient(call) : call);
        return memo.answer(macro.uniqueId, call, run);
      });
      functions.set(macro.uniqueId, found);
    }
    return found;
  };
  const builtinOf = (name: string): Value => {
    const key = `builtin ${name}`;
    let found = functions.get(key);
    if (found === undefined) {
      found = tracked(builtinMacroId(name) ?? `macro.dbt.${name}`, name, (call) => {
        checkArguments(name, call);
        return callBuiltin(name, call, resolution().profile.target);
      });
      functions.set(key, found);
    }
    return found;
  };
  const macroFor = (packageName: string, name: string): Value | undefined => {
    const found = table.find(packageName, name);
    if (found !== undefined) return functionOf(found);
    return builtinMacroId(name) === undefined ? undefined : builtinOf(name);
  };
  const dispatch = (packageName: string, name: string, namespace: string | undefined): Value => {
    const { root, packages, profile } = resolution();
    const order = namespace === undefined ? undefined : root.project.dispatch.get(namespace);
    const searched: readonly (string | undefined)[] =
      order ??
      (namespace !== undefined && (packages.has(namespace) || namespace === "dbt")
        ? [root.name, namespace]
        : [undefined]);
    const prefixes = [...(profile.adapter?.dispatchTypes ?? []), "default"];
    for (const owner of searched) {
      for (const prefix of prefixes) {
        const full = `${prefix}__${name}`;
        const macro =
          owner === undefined ? table.find(packageName, full) : table.findIn(owner, full);
        if (macro !== undefined) return functionOf(macro);
      }
      if ((owner === "dbt" || owner === undefined) && DISPATCHED_BUILTINS.has(name)) {
        return builtinOf(`default__${name}`);
      }
    }
    if (namespace !== undefined && resolution().missing?.isNamespace(namespace)) {
      return unknown(`${namespace}.${name}, whose package is not installed`);
    }
    if (profile.adapter === undefined) return unknown(`${name}() of an adapter that is not known`);
    throw new PythonError(
      "CompilationError",
      `In dispatch: no macro named '${name}' was found in ${searched.map((one) => one ?? "any package").join(", ")} with the prefixes ${prefixes.join(", ")}`,
    );
  };
  const namespaces = new Map<string, Value>();
  const namespaceOf = (packageName: string): Value => {
    let found = namespaces.get(packageName);
    if (found === undefined) {
      const member = (name: string): Value | undefined => {
        if (packageName === "dbt") {
          return builtinMacroId(name) === undefined ? undefined : builtinOf(name);
        }
        const macro = table.findIn(packageName, name);
        return macro === undefined ? undefined : functionOf(macro);
      };
      found = hostObject(
        "dict",
        {
          get: hostFunction("get", (call) =>
            orElse(member(textOf(orElse(call.args[0], () => "")) ?? ""), () => null),
          ),
        },
        {
          attribute: (name) => member(name) ?? listing(packageName, name),
          item: (key) => member(textOf(key) ?? ""),
        },
      );
      namespaces.set(packageName, found);
    }
    return found;
  };

  return { functionOf, builtinOf, macroFor, dispatch, namespaceOf };
}
