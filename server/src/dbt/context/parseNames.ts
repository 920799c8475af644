/** Names of dbt's parse context that are the same for every node. */
import { dictOf } from "../../jinja/dicts";
import { hostFunction, hostObject, orElse, textOf, type Value } from "../../jinja/values";
import type { Profile } from "../profiles";
import { adapterObject, apiObject, exceptionsObject } from "./adapterObject";
import { targetValue } from "./targetValue";
import { signedFunction } from "./values";

/** What stands for a database, a run and the command line while dbt parses. */
export function parseNames(
  profile: Profile,
  dispatch: (name: string, namespace: string | undefined) => Value,
  onLog: (text: string) => void,
  isFusion: boolean,
): readonly (readonly [string, Value])[] {
  const { adapter, target } = profile;
  return [
    ["target", targetValue(profile)],
    ["execute", false],
    ["adapter", adapterObject(adapter, dispatch, isFusion)],
    ["api", apiObject(adapter)],
    ["exceptions", exceptionsObject(onLog)],
    ["database", target?.database ?? null],
    ["schema", target?.schema ?? null],
    ["graph", dictOf([])],
    ["load_result", hostFunction("load_result", () => null)],
    [
      "store_result",
      signedFunction("store_result", ["name", "response", "agate_table="], () => ""),
    ],
    ["store_raw_result", hostFunction("store_raw_result", () => "")],
    ["load_agate_table", hostFunction("load_agate_table", () => null)],
    ["submit_python_job", hostFunction("submit_python_job", () => null)],
    ["write", hostFunction("write", () => "")],
    ["selected_resources", []],
    ["dbt_metadata_envs", dictOf([])],
    ["invocation_args_dict", dictOf([["which", "parse"]])],
    ["context_macro_stack", null],
    ["sql_now", ""],
    ["env", dictOf([])],
    ["pre_hooks", []],
    ["post_hooks", []],
    ["sql", null],
    ["compiled_code", null],
    ["defer_relation", null],
    ["column", hostObject("type", {})],
    [
      "validation",
      hostObject("dict", { any: hostFunction("any", () => hostFunction("validate", () => null)) }),
    ],
    [
      "try_or_compiler_error",
      hostFunction("try_or_compiler_error", (call) => {
        const [, callee, ...rest] = call.args;
        return callee === undefined ? null : call.machine.call(callee, rest, call.kwargs);
      }),
    ],
    [
      "adapter_macro",
      hostFunction("adapter_macro", (call) => {
        const [name, ...rest] = call.args;
        const text = textOf(orElse(name, () => "")) ?? "";
        const [first, second] = text.split(".");
        const found = dispatch(second ?? first!, second === undefined ? undefined : first);
        return call.machine.call(found, rest, call.kwargs);
      }),
    ],
  ];
}
