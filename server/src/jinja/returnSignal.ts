/** dbt's `return`: leaves the running macro with a value of any type. */
import { typeError } from "./errors";
import type { Value } from "./values";
import { hostFunction, orElse } from "./values";

/** Travels from `return(…)` to the boundary of the macro call. No Error: it needs no stack. */
export class ReturnSignal {
  constructor(readonly value: Value) {}
}

/** The function `return(data=none)` of dbt's contexts. */
export const returnFunction = hostFunction("return", ({ args, kwargs }) => {
  if (args.length + kwargs.size !== 1) {
    throw typeError(`return() takes one value, not ${args.length + kwargs.size}`);
  }
  throw new ReturnSignal(orElse(args[0], () => kwargs.get("data") ?? null));
});
