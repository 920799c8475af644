/** Makes one of the calls that `macros.py` recorded, in the same stub of dbt's context. */
import type { JsonValue } from "../../../server/src/jinja/json";
import { type RenderError, renderTemplate } from "../../../server/src/jinja/render";
import { parseTemplate } from "../../../server/src/jinja/template";
import { hostFunction, isKind, type Value } from "../../../server/src/jinja/values";
import { canonical, type StubWorld, stubContext } from "./stubContext";

export interface RecordedCall {
  readonly package: string;
  readonly macro: string;
  readonly args: readonly JsonValue[];
  readonly kwargs: Readonly<Record<string, JsonValue>>;
  readonly value?: JsonValue;
  readonly raises?: string;
  readonly message?: string;
  readonly logs: readonly string[];
}

export interface Recorded extends StubWorld {
  readonly calls: readonly RecordedCall[];
  readonly refused: readonly { readonly package: string; readonly source: string }[];
}

/** What Heddle made of a call. */
export interface CallOutcome {
  readonly value: JsonValue;
  readonly error: RenderError | undefined;
  readonly logs: readonly string[];
  readonly isUnknown: boolean;
}

/** The value, or why there is none, and what was logged. */
export function callInStub(recorded: Recorded, call: RecordedCall): CallOutcome {
  const world = stubContext(recorded);
  const context = world.contextOf(call.package);
  let value: Value = null;
  const callee = world.macro(call.package, call.macro) ?? null;
  const probe = hostFunction("probe", ({ machine }) => {
    value = machine.call(
      callee,
      call.args.map(world.argument),
      new Map(Object.entries(call.kwargs).map(([key, item]) => [key, world.argument(item)])),
    );
    return "";
  });
  const { error, unknown } = renderTemplate(
    parseTemplate("{{ probe() }}"),
    { lookup: (name) => (name === "probe" ? probe : context.lookup(name)) },
    { bindsLocalMacros: false },
  );
  const shown = canonical(value);
  const isUnknown =
    unknown.length > 0 || isKind(value, "unknown") || JSON.stringify(shown).includes("⟦");
  return { value: shown, error, logs: world.logs, isUnknown };
}
