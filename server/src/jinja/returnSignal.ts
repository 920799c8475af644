/** dbt's `return`: leaves the running macro with a value of any type. */
import type { Value } from "./values";
import { hostFunction, orElse } from "./values";

/** Travels from `return(…)` to the boundary of the macro call. */
export class ReturnSignal extends Error {
  constructor(readonly value: Value) {
    super("return outside of a macro");
  }
}

/** The function `return(data=none)` of dbt's contexts. */
export const returnFunction = hostFunction("return", ({ args, kwargs }) => {
  throw new ReturnSignal(orElse(args[0], () => kwargs.get("data") ?? null));
});
