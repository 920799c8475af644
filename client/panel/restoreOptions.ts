/** The choices of a run from saved data of any shape: each that makes no sense is left out. */

import type { RunOptions } from "./messages";
import { engineChoices, hintChoices, policyChoices } from "./words";

const texts = ["target", "select", "exclude", "at", "run"] as const;

/** Valid options; never throws. */
export function restoreOptions(saved: unknown): RunOptions {
  if (!isRecord(saved)) return {};
  const threads = asThreads(saved["threads"]);
  const hints = hintChoices.find(({ id }) => id === saved["hints"])?.id;
  const policy = policyChoices.find(({ id }) => id === saved["policy"])?.id;
  const engine = engineChoices.find(({ id }) => id === saved["engine"])?.id;
  return {
    ...(threads !== undefined && { threads }),
    ...(hints !== undefined && { hints }),
    ...(policy !== undefined && { policy }),
    ...(saved["command"] === "build" && { command: "build" as const }),
    ...(engine !== undefined && { engine }),
    ...Object.fromEntries(texts.flatMap((name) => textEntry(name, saved[name]))),
    ...slowdownOf(saved),
    ...restoreWhatIf(saved["whatIf"]),
  };
}

function textEntry(name: string, value: unknown): (readonly [string, string])[] {
  return typeof value === "string" && value !== "" ? [[name, value]] : [];
}

function slowdownOf(saved: Fields): Pick<RunOptions, "capacity" | "contention"> {
  const { capacity, contention } = saved;
  const law = isRecord(contention) ? contention : {};
  const { alpha, beta } = law;
  const isCapacity = typeof capacity === "number" && Number.isFinite(capacity) && capacity > 0;
  return {
    ...(isCapacity && { capacity }),
    ...(isShare(alpha) && isShare(beta) && { contention: { alpha, beta } }),
  };
}

function restoreWhatIf(saved: unknown): Pick<RunOptions, "whatIf"> {
  if (!isRecord(saved)) return {};
  const entries = Object.entries(saved).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === "number" && Number.isFinite(entry[1]) && entry[1] >= 0,
  );
  return entries.length === 0 ? {} : { whatIf: Object.fromEntries(entries) };
}

function asThreads(value: unknown): number | undefined {
  const isCount = typeof value === "number" && Number.isInteger(value) && value >= 1;
  return isCount ? value : undefined;
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

type Fields = Readonly<Record<string, unknown>>;

/** True for objects with fields, as JSON has them. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
