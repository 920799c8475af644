/** What a person types about another clock or other variables, and how a choice is named. Pure. */

import type { RunContext } from "../../server/src/protocol";
import type { Translate } from "./translate";

/**
 * ISO time without a zone of `02:00` (the next one after `now`) or `2026-01-31T02:00`; absent for
 * anything else.
 */
export function clockOf(text: string, now: Date): string | undefined {
  const clock = /^\s*(\d{1,2}):(\d{2})\s*$/.exec(text);
  if (clock !== null) {
    const [hour, minute] = [Number(clock[1]), Number(clock[2])];
    if (hour > 23 || minute > 59) return undefined;
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute);
    if (day.getTime() <= now.getTime()) day.setDate(day.getDate() + 1);
    return localIso(day);
  }
  const moment = /^\s*(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?\s*$/.exec(text);
  if (moment === null) return undefined;
  const iso = `${moment[1]}T${moment[2]}${moment[3] ?? ":00"}`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

function localIso(day: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  return `${date}T${two(day.getHours())}:${two(day.getMinutes())}:00`;
}

/** The variables of a JSON object; none for an empty text, absent for anything else. */
export function varsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
    return isTable ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** `at 02:00, target prod, 2 variables`; empty for no choice. */
export function contextWords({ at, target, vars }: RunContext, t: Translate): string {
  const amount = Object.keys(vars ?? {}).length;
  return [
    at === undefined ? "" : t("at {0}", at.slice(11, 16)),
    target === undefined ? "" : t("target {0}", target),
    amount === 0 ? "" : amount === 1 ? t("1 variable") : t("{0} variables", amount),
  ]
    .filter((part) => part !== "")
    .join(", ");
}
