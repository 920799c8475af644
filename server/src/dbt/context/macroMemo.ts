/**
 * Answers of macros that depend on nothing but their arguments, for the rest of the project: a macro
 * that looks a setting up is called hundreds of times in every model of some projects. What an
 * answer cost is charged each time, so that budgets end the same evaluations as without it.
 */
import type { CallArguments, Cost, Machine, Value } from "../../jinja/values";
import type { Question, WatchedMacros } from "./macroLookups";
import type { Recording } from "./recording";

interface Kept {
  readonly value: Value;
  readonly cost: Cost;
  readonly questions: ReadonlySet<Question>;
}

interface Call extends CallArguments {
  readonly isCertain: boolean;
  readonly machine: Pick<Machine, "measure" | "charge">;
}

export interface MacroMemo {
  /** What `run` gives for the call of the macro `id`, computed or remembered. */
  answer(id: string, call: Call, run: () => Value): Value;
  /** To be told when a template asks for something that is its node's own. */
  noteOwn(): void;
}

/** Calls of a macro that could not be kept before nobody tries any more. */
const PATIENCE = 8;

/** Answers kept at most, and characters in them and in what was asked: a project's settings are few. */
const KEPT_ANSWERS = 5_000;
const KEPT_LENGTH = 2_000_000;

/** A memo for one table of macros and one project's settings. */
export function macroMemo(
  table: Pick<WatchedMacros, "overhear" | "repeat">,
  current: () => Recording,
): MacroMemo {
  const kept = new Map<string, Kept>();
  const failures = new Map<string, number>();
  let ownCount = 0;
  let keptLength = 0;
  return {
    noteOwn: () => void ownCount++,
    answer(id, call, run) {
      const recording = current();
      if (recording.names !== undefined || (failures.get(id) ?? 0) >= PATIENCE) return run();
      const key = keyOf(id, recording, call);
      if (key === undefined) return run();
      const known = kept.get(key);
      if (known !== undefined) {
        call.machine.charge(known.cost);
        table.repeat(known.questions);
        return known.value;
      }
      if (kept.size >= KEPT_ANSWERS || keptLength >= KEPT_LENGTH) return run();
      const ownBefore = ownCount;
      const recordsBefore = recordsOf(recording);
      const { result, questions } = table.overhear(() => call.machine.measure(run));
      const { result: value, cost } = result;
      const isKept =
        isPlain(value) &&
        !cost.isUncertain &&
        ownCount === ownBefore &&
        recording.unknowns.size === 0 &&
        recordsOf(recording) === recordsBefore;
      if (isKept) {
        kept.set(key, { value, cost, questions });
        keptLength += key.length + (typeof value === "string" ? value.length : 1);
      } else failures.set(id, (failures.get(id) ?? 0) + 1);
      return value;
    },
  };
}

/** How much an evaluation has recorded; a macro that adds to it does more than answer. */
function recordsOf(recording: Recording): number {
  const { configs, refs, named, faults, unknowns, logs, traces, warnings } = recording;
  const lists = [configs, refs, named, faults, logs, traces, warnings];
  return lists.reduce((sum, list) => sum + list.length, unknowns.size);
}

/** Undefined where an argument is more than a plain value. */
function keyOf(id: string, { packageName }: Recording, call: Call): string | undefined {
  const parts = [id, packageName, call.isCertain ? "" : "?"];
  for (const value of call.args) {
    if (!isPlain(value)) return undefined;
    parts.push(textOfPlain(value));
  }
  for (const [name, value] of call.kwargs) {
    if (!isPlain(value)) return undefined;
    parts.push(`${name}=`, textOfPlain(value));
  }
  return JSON.stringify(parts);
}

/** True for values that nobody can change and that are told apart by their text. */
function isPlain(value: Value): value is string | boolean | bigint | null {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    typeof value === "bigint"
  );
}

function textOfPlain(value: string | boolean | bigint | null): string {
  return typeof value === "string" ? `'${value}` : `${typeof value} ${value}`;
}
