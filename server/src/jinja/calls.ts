/** Calls any callable value with the sandbox's refusals. */
import type { Span } from "../base/text";
import { typeError } from "./errors";
import type { Frame } from "./frame";
import { undefinedFailure } from "./undefinedValues";
import type { CallArguments, HostCall, Value } from "./values";
import { isKind, isUndefined, isUnknown, typeName } from "./values";

/** `callee(*args, **kwargs)` from the call expression at `span`. */
export function callValue(
  callee: Value,
  { args, kwargs }: CallArguments,
  span: Span,
  frame: Frame,
): Value {
  const { machine, undefinedMode } = frame.evaluation;
  machine.step();
  if (isUnknown(callee)) return callee;
  if (isUndefined(callee)) {
    if ((callee.mode ?? undefinedMode) === "dbt-parse") return callee;
    throw undefinedFailure(callee);
  }
  const hostCall: HostCall = {
    args,
    kwargs,
    span: { start: span.start, end: span.end },
    template: frame.template,
    isCertain: machine.isCertain,
    machine,
  };
  if (isKind(callee, "function")) return callee.call(hostCall);
  if (isKind(callee, "object") && callee.call !== undefined) return callee.call(hostCall);
  throw typeError(`'${typeName(callee)}' object is not callable`);
}
