/**
 * The phrases that lens, hover, explain and answers share, so that one fact is said one way. Knows
 * what dbt does with a hint (facts measured on dbt 1.9 – 1.12 and 2.0); decides nothing.
 */

import { formatDuration } from "../base/duration";
import { baseName } from "../base/fileSystem";
import type { ModelDuration } from "../dbt/artifacts/modelDuration";
import type { Engine, Json, ThreadsHint } from "../dbt/project";

/** Adapters whose dbt 1 (from 1.10) warns about config keys that it does not know. */
const WARNING_ADAPTERS = new Set(["snowflake", "bigquery", "databricks", "redshift"]);

/** Made once: `toLocaleString` makes one for each number, which 10,000 rows of a table notice. */
const WHOLE = new Intl.NumberFormat("en-US");
const ONE_DECIMAL = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** `1 thread`, `4 threads`. */
export function count(amount: number, noun: string): string {
  return `${WHOLE.format(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** At most one decimal, without a trailing zero: `21.5`, `8`. */
export function figure(value: number): string {
  return ONE_DECIMAL.format(value);
}

/** `heavy-analytical` as people write it: `heavy analytical`. */
export function className(name: string): string {
  return name.replaceAll("-", " ");
}

export function engineName(engine: Engine): string {
  return engine === "fusion" ? "dbt 2" : "dbt 1";
}

/** The time with its origin in few words: `8 m 04 s`, `~2 m 00 s assumed`. */
export function shortDuration({ ms, origin }: ModelDuration): string {
  if (origin === "measured") return formatDuration(ms);
  return `${origin === "given" ? "" : "~"}${formatDuration(ms)} ${origin}`;
}

/** Where the time comes from and how far it varies: `measured, 7 runs …, 7 m 30 s – 8 m 50 s`. */
export function durationOrigin(duration: ModelDuration): string {
  const { origin, runs, lowMs, highMs, source, failedRuns } = duration;
  const parts: string[] = [origin];
  if (source !== "" && source !== origin) parts.push(source);
  if (runs > 0 && !/\bruns?\b/.test(source)) parts.push(count(runs, "run"));
  if (lowMs !== undefined && highMs !== undefined && highMs > lowMs) {
    parts.push(`${formatDuration(lowMs)} – ${formatDuration(highMs)}`);
  }
  if (failedRuns !== undefined && failedRuns > 0)
    parts.push(`${count(failedRuns, "failed run")} left out`);
  return parts.join(", ");
}

/** A moment of the run on a clock that starts at 0: `12:40`, `1:02:40`; seconds below one minute. */
export function runClock(ms: number, makespanMs: number): string {
  if (makespanMs < 60_000) return ms < 1 ? "0 s" : formatDuration(ms);
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** What stands in the file for a hint's value: `6`, `"abc"`, `null`. */
export function shownValue(value: Json): string {
  return JSON.stringify(value) ?? "nothing";
}

/**
 * The macro whose call decided the hint, for `threads 3 from get_optimal_threads()`; absent where
 * the value is written out.
 */
export function decidingMacro(hint: ThreadsHint): string | undefined {
  const { via } = hint.origin;
  const name = via.replace(/\(\)$/, "");
  const isMacro = /^[A-Za-z_][\w.]*$/.test(name) && !/^(?:dbt\.)?config$/.test(name);
  return isMacro ? name : undefined;
}

/** What dbt 1 (dbt-core, Python) does with a hint, in one clause. */
export function fateInDbt1(hint: ThreadsHint, adapter: string | null): string {
  if (hint.key !== "threads") return "no effect on the run: dbt keeps it in meta for tools to read";
  if (adapter !== null && WARNING_ADAPTERS.has(adapter)) {
    return "ignored with a warning (CustomKeyInConfigDeprecation): dbt has no per-model threads";
  }
  return "ignored: dbt has no per-model threads";
}

/** What dbt 2 (Rust, Fusion) does with a hint, in one clause. */
export function fateInDbt2(hint: ThreadsHint): string {
  if (hint.key !== "threads") return "no effect on the run: dbt keeps it in meta for tools to read";
  const isProjectFile = baseName(hint.origin.file) === "dbt_project.yml";
  return isProjectFile
    ? "refused: dbt1013, it reads the key as a folder of models"
    : "refused: dbt1060, an unknown config key";
}
