/** What a run says beyond its times, as lines of its report: failures, idle threads, the best order. */
import { formatDuration } from "../base/duration";
import type { ScheduleAnswer } from "../ide/answers/scheduleAnswer";
import { count } from "../ide/words";
import { type Block, type Text, toned } from "./document";

const SHOWN_CAUSES = 3;
/** Idle time below this share of the threads' time is not worth a line. */
const WORTH = 0.01;

/** Facts named `failure`, `idle`, `best order`, `by chance` and `re-encoding`, as far as there is something to say. */
export function insightLines(
  answer: ScheduleAnswer,
  nameOf: (id: string) => string,
): readonly Block[] {
  const facts: readonly (readonly [string, Text | undefined])[] = [
    ["failure", failureWords(answer, nameOf)],
    ["in batches", microbatchWords(answer, nameOf)],
    ["idle", idleWords(answer, nameOf)],
    ["best order", optimumWords(answer)],
    ["by chance", jitterWords(answer)],
    ["re-encoding", reencodingWords(answer)],
  ];
  return facts.flatMap(([label, text]): readonly Block[] =>
    text === undefined ? [] : [{ kind: "fact", label, text }],
  );
}

function failureWords(
  { failures }: ScheduleAnswer,
  nameOf: (id: string) => string,
): Text | undefined {
  if (failures === undefined) return undefined;
  const { failed, skipped, cancelled, notStarted, failFast, makespanMs } = failures;
  const who = failed.length === 0 ? "nothing" : failed.map(nameOf).join(", ");
  const outcome = [
    `${count(skipped.length, "task")} skipped`,
    ...(failFast ? [`${cancelled.length} cancelled`, `${notStarted.length} never started`] : []),
  ].join(", ");
  return [
    toned("warning", `${who} fails`),
    `: ${outcome}; the run ends after `,
    toned("strong", formatDuration(makespanMs)),
    failFast ? " (--fail-fast)" : "",
  ];
}

function microbatchWords(
  { microbatch }: ScheduleAnswer,
  nameOf: (id: string) => string,
): Text | undefined {
  if (microbatch === undefined) return undefined;
  const { models, makespanMs, isDeadlocked, isCapped } = microbatch;
  if (isDeadlocked) {
    return toned("error", "models wait for batches that wait for their workers: dbt never ends");
  }
  const parts = models.map(
    ({ id, batches, startMs, endMs }) =>
      `${nameOf(id)} ${formatDuration(endMs - startMs)} in ${count(batches, "batch").replace(/batchs$/, "batches")}`,
  );
  return [
    "the run takes ",
    toned("strong", formatDuration(makespanMs)),
    `: ${parts.join(", ")}${isCapped ? "; at most half the threads run such models" : ""}`,
  ];
}

function idleWords(
  { idle, idleMs, makespanMs, threads }: ScheduleAnswer,
  nameOf: (id: string) => string,
): Text | undefined {
  const least = WORTH * makespanMs * threads;
  const endMs = idle.threads.reduce((sum, { reasons }) => sum + reasons.end, 0);
  const parts = idle.causes
    .filter((cause) => cause.idleMs > least)
    .slice(0, SHOWN_CAUSES)
    .map((cause) => `${formatDuration(cause.idleMs)} waiting for ${nameOf(cause.waitingFor)}`);
  if (endMs > least) parts.push(`${formatDuration(endMs)} with nothing left to start`);
  if (parts.length === 0) return undefined;
  return [`${formatDuration(idleMs)} of thread time: `, parts.join(", ")];
}

function optimumWords({ optimum, makespanMs }: ScheduleAnswer): Text | undefined {
  if (optimum === undefined || makespanMs === 0) return undefined;
  if (optimum.isOptimal) return toned("good", "no order of these tasks is shorter");
  const best = formatDuration(optimum.makespanMs);
  const within = `this run is within ${percent(optimum.withinPercent)} of the best possible`;
  return optimum.makespanMs < makespanMs ? `${within}; best order found ${best}` : within;
}

function jitterWords({ jitter, makespanMs }: ScheduleAnswer): Text | undefined {
  if (jitter === undefined || jitter.highMs - jitter.lowMs < WORTH * makespanMs) return undefined;
  const [low, high] = [formatDuration(jitter.lowMs), formatDuration(jitter.highMs)];
  return toned(
    "dim",
    `${low} – ${high} as durations vary by ${percent(jitter.relative * 100)} and ${jitter.absoluteMs} ms`,
  );
}

function reencodingWords({ reencoding }: ScheduleAnswer): Text | undefined {
  if (reencoding === undefined || reencoding.addsMs < 1) return undefined;
  const { makespanMs, addsMs, because, origin, tables } = reencoding;
  const named = tables.slice(0, SHOWN_CAUSES).map(({ table, columns, addsMs: own }) => {
    const what =
      columns.length === 1 ? `${table}[${columns[0]}]` : `${columns.length} keys of ${table}`;
    return `${what} +${formatDuration(own)}`;
  });
  const rest = tables.length - named.length;
  return [
    "up to ",
    toned("strong", formatDuration(makespanMs)),
    ` (+${formatDuration(addsMs)}): ${named.join(", ")}${rest > 0 ? `, ${rest} more` : ""}`,
    toned("dim", ` · ${origin}: ${because}; encodingHint: hash rules it out`),
  ];
}

function percent(value: number): string {
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} %`;
}
