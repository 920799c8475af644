/**
 * What stops dbt when it compiles a node's code though parsing it went well: a name or member that
 * is not there is forgiven by the one and not by the other. Whatever the database, the manifest or
 * the environment would say is Unknown here, so that nothing is blamed for it.
 */

import { renderTemplate } from "../../jinja/render";
import type { Template } from "../../jinja/template";
import { type HostCall, hostFunction, hostObject, unknown, type Value } from "../../jinja/values";
import type { RenderFault } from "../nodes/rendering";
import { isAdapterMember } from "./adapterObject";
import type { EvaluatorCore } from "./evaluation";
import { faultOf } from "./evaluationFaults";
import { newRecording, type Recording } from "./recording";
import { resolverObject } from "./values";

/** Calls that ask the database, or for what only a run knows. */
const ASKED = [
  "run_query",
  "load_result",
  "load_relation",
  "load_agate_table",
  "statement",
  "is_incremental",
  "should_full_refresh",
];
/** Values that exist, but are not known before the whole project is. */
const LATER = [
  "graph",
  "model",
  "this",
  "flags",
  "results",
  "schemas",
  "database_schemas",
  "selected_resources",
  "invocation_args_dict",
  "dbt_metadata_envs",
  "env_var",
  "var",
  "builtins",
  "context",
];
/**
 * Steps that the check may take. With so much unknown it goes every way through every macro: a
 * project whose models set up hundreds of settings each would be checked for minutes.
 */
const STEPS = 3_000;
const REPORTED: ReadonlySet<string> = new Set(["UndefinedError", "SecurityError"]);

/** The fault, at its place; undefined where nothing certain is wrong. O(one evaluation). */
export function compileFault(
  core: EvaluatorCore,
  parsed: Recording,
  template: Template,
): RenderFault | undefined {
  const recording = newRecording(parsed);
  recording.own = template;
  recording.names = strictNames(core);
  const result = core.during(recording, () =>
    renderTemplate(template, core.contextOf(recording), {
      ...core.options,
      budget: { steps: STEPS },
      isTolerant: false,
      undefinedMode: "jinja",
    }),
  );
  if (result.error === undefined || !REPORTED.has(result.error.pythonClass)) return undefined;
  return { ...faultOf(core, recording, result.error), isOfCompiling: true };
}

const NAMES = new WeakMap<EvaluatorCore, ReadonlyMap<string, Value>>();

function strictNames(core: EvaluatorCore): ReadonlyMap<string, Value> {
  const known = NAMES.get(core);
  if (known !== undefined) return known;
  const names = new Map<string, Value>([["execute", true]]);
  for (const name of ASKED) {
    names.set(
      name,
      hostFunction(name, () => unknown(`${name}()`)),
    );
  }
  for (const name of LATER) names.set(name, unknown(name));
  for (const name of ["ref", "source", "metric", "function"]) {
    const call = (): Value => unknown(`${name}()`);
    names.set(name, resolverObject(name, call));
  }
  names.set(
    "config",
    hostObject(
      "RuntimeConfigObject",
      {},
      {
        call: () => "",
        attribute: (member) => hostFunction(member, () => unknown(`config.${member}()`)),
      },
    ),
  );
  const dispatch = (call: HostCall): Value => {
    const found = core.parseName("adapter");
    const method = found && call.machine.attribute(found, "dispatch");
    return method === undefined
      ? unknown("adapter.dispatch()")
      : call.machine.call(method, call.args, call.kwargs);
  };
  names.set(
    "adapter",
    hostObject(
      "RuntimeDatabaseWrapper",
      { dispatch: hostFunction("dispatch", dispatch) },
      {
        attribute: (member) =>
          isAdapterMember(core.input.resolution().profile.adapter?.type, member)
            ? hostFunction(member, () => unknown(`adapter.${member}()`))
            : undefined,
      },
    ),
  );
  NAMES.set(core, names);
  return names;
}
