/**
 * A simulated run as a report: how long it takes under each meaning of hints, the Gantt, what
 * holds it up and what would save the most. Takes the answer as it is.
 */
import { formatDuration } from "../base/duration";
import { type Bottleneck, bottleneck, lengthMs } from "../ide/answers/bottleneck";
import type { ScheduleAnswer } from "../ide/answers/scheduleAnswer";
import { count } from "../ide/words";
import type { Alternative, Saving } from "../protocol";
import {
  type Block,
  type Column,
  type ReportDocument,
  type Span,
  spansOf,
  type Text,
  toned,
} from "./document";
import { ganttLines, ganttSvg } from "./gantt";
import { insightLines } from "./insightLines";
import { type OriginCounts, originsText } from "./origins";
import { taskNames } from "./taskNames";
import { trustLines } from "./trustLines";

/** What the report says beside the schedule itself. */
export interface ScheduleSubject {
  readonly name: string;
  /** `150 models`, `dbt-core 1.x`, `postgres` … */
  readonly facts: readonly string[];
  readonly durations: OriginCounts;
  /** Runs behind the measured durations. */
  readonly runs: number;
  /** Whether the run is asked for as it is today, with nothing changed by options. */
  readonly isToday: boolean;
  /** A refresh of a tabular model: it knows no hints, and no other order can be asked for. */
  readonly isRefresh?: boolean;
  /** Thread count worth paying for; left out where nobody computed it. */
  readonly recommended?: { readonly threads: number; readonly because: string };
}

const SHOWN_CHAIN = 6;
/** Threads drawn in text; the busiest come first. */
const MOST_ROWS = 64;

/** Report of one simulated run. */
export function scheduleReport(answer: ScheduleAnswer, subject: ScheduleSubject): ReportDocument {
  const { name, facts, durations, runs, recommended, isToday, isRefresh = false } = subject;
  const nameOf = taskNames(answer.tasks.map(({ id }) => id));
  const title = `Predicted ${isRefresh ? "refresh" : "run"} of ${name}`;
  if (answer.tasks.length === 0) {
    return { title, blocks: [heading(name, facts), line("nothing to run: no task is selected")] };
  }
  const savings = answer.savings ?? [];
  const possible = isRefresh ? savings.filter(({ id }) => id !== undefined) : savings;
  const saving = savingsLines(possible, nameOf);
  return {
    title,
    blocks: [
      heading(name, facts),
      line(toned("dim", `durations: ${originsText(durations, runs)}`)),
      ...(isToday ? [] : [line(againstToday(answer))]),
      { kind: "gap" },
      isRefresh ? refreshTable(answer) : meaningsTable(answer, isToday),
      { kind: "gap" },
      ganttFigure(answer),
      { kind: "gap" },
      ...bottleneckLines(answer, nameOf),
      ...saving,
      ...(recommended === undefined
        ? []
        : [
            fact("recommended", [
              toned("strong", count(recommended.threads, "thread")),
              `: ${recommended.because}`,
            ]),
          ]),
      ...insightLines(answer, nameOf),
      ...trustLines(answer),
    ],
  };
}

function heading(name: string, facts: readonly string[]): Block {
  const text: Text = [toned("strong", name), facts.map((fact) => ` · ${fact}`).join("")];
  return { kind: "heading", level: 1, text };
}

/** The run asked for beside the run as it is configured now. */
function againstToday({ makespanMs, kpis }: ScheduleAnswer): Text {
  const percentShorter = kpis["durationReductionPercent"] ?? 0;
  const size = `${Math.abs(percentShorter).toFixed(Math.abs(percentShorter) < 10 ? 1 : 0)} %`;
  const comparison: Span =
    Math.abs(percentShorter) < 0.05
      ? toned("dim", "as long as today's run")
      : percentShorter > 0
        ? toned("good", `${size} shorter than today's run`)
        : toned(
            "warning",
            percentShorter < -100
              ? `${(1 - percentShorter / 100).toFixed(1)} times as long as today's run`
              : `${size} longer than today's run`,
          );
  return ["this run: ", toned("strong", formatDuration(makespanMs)), ", ", comparison];
}

const RUN_COLUMNS: readonly Column[] = [
  { title: "", shrinkTo: 14 },
  { title: "makespan", align: "right" },
  { title: "busy", align: "right" },
  { title: "over bound", align: "right" },
  { title: "", shrinkTo: 6 },
];

/** What each meaning would do, dbt's own first. */
function meaningsTable(answer: ScheduleAnswer, isTodayAsked: boolean): Block {
  const rows = answer.alternatives.filter(
    (one) => one.policy === "dbt-core" || one.hints === "ignored" || isAsked(one, answer),
  );
  const shown = rows.some((one) => isAsked(one, answer)) ? rows : [answer, ...rows];
  const today = shown.find((one) => isEngineToday(one, answer));
  const context = { answer, today, isTodayAsked, boundMs: boundOfAll(answer) };
  return {
    kind: "table",
    columns: RUN_COLUMNS,
    rows: [
      ...shown.map((one) => meaningRow(one, context)),
      [
        toned("dim", "lower bound"),
        toned("dim", formatDuration(context.boundMs)),
        "",
        "",
        toned("dim", boundWords(answer)),
      ],
    ],
  };
}

/** A refresh runs in one way only; beside it stands what no order can beat. */
function refreshTable(answer: ScheduleAnswer): Block {
  const { makespanMs, lowerBoundMs, utilization } = answer;
  const above = lowerBoundMs > 0 ? makespanMs / lowerBoundMs - 1 : 0;
  return {
    kind: "table",
    columns: RUN_COLUMNS,
    rows: [
      [
        toned("strong", "predicted refresh"),
        toned("strong", formatDuration(makespanMs)),
        `${Math.round(Math.min(1, utilization) * 100)} %`,
        above < 0.0005 ? "at it" : `+${percent(above)}`,
        "",
      ],
      [
        toned("dim", "lower bound"),
        toned("dim", formatDuration(lowerBoundMs)),
        "",
        "",
        toned("dim", boundWords(answer)),
      ],
    ],
  };
}

interface MeaningContext {
  readonly answer: ScheduleAnswer;
  /** What the engine does with the hints now. */
  readonly today: Alternative | undefined;
  readonly isTodayAsked: boolean;
  readonly boundMs: number;
}

function meaningRow(one: Alternative, context: MeaningContext): readonly Text[] {
  const { answer, today, isTodayAsked, boundMs } = context;
  const isToday = isTodayAsked && isEngineToday(one, answer);
  const name = isToday ? "today (hints ignored)" : meaningName(one);
  const above = boundMs > 0 ? one.makespanMs / boundMs - 1 : 0;
  const busy = one.makespanMs > 0 ? answer.workMs / (one.makespanMs * answer.threads) : 0;
  const isShown = isAsked(one, answer);
  return [
    isShown ? toned("strong", name) : name,
    isShown ? toned("strong", formatDuration(one.makespanMs)) : formatDuration(one.makespanMs),
    `${Math.round(Math.min(1, busy) * 100)} %`,
    above < 0.0005 ? "at it" : `+${percent(above)}`,
    [one === today ? "" : comparison(one, today), isShown ? spreadWords(answer) : ""].flatMap(
      spansOf,
    ),
  ];
}

/** How the run varies from night to night; dbt 2 also by its own order. */
function spreadWords({ spread, band }: ScheduleAnswer): Text {
  const parts = [
    ...(spread === undefined ? [] : [`P90 ${formatDuration(spread.p90Ms)}`]),
    ...(band === undefined || band.highMs - band.lowMs < 1
      ? []
      : [`${formatDuration(band.lowMs)} – ${formatDuration(band.highMs)} by chance`]),
  ];
  return toned("dim", parts.map((part) => `  ${part}`).join(""));
}

function comparison(one: Alternative, today: Alternative | undefined): Text {
  if (today === undefined) return "";
  const savedMs = today.makespanMs - one.makespanMs;
  if (Math.abs(savedMs) < 1) return toned("dim", "the same");
  return savedMs > 0
    ? toned("good", `−${formatDuration(savedMs)}`)
    : toned("warning", `+${formatDuration(-savedMs)}`);
}

function meaningName({ hints, policy }: Alternative): string {
  const order =
    policy === "longest-path" ? "longest path first" : policy === "fusion" ? "dbt 2" : "";
  const meaning = {
    ignored: order === "" ? "hints ignored (dbt)" : "",
    seats: "seats",
    exclusive: "exclusive (literally)",
    slots: "slots",
  }[hints];
  return [meaning, order].filter((part) => part !== "").join(", ");
}

/** Every engine ignores hints; each has an order of its own. */
function isEngineToday({ hints, policy }: Alternative, { engine }: ScheduleAnswer): boolean {
  return hints === "ignored" && policy === (engine === "fusion" ? "fusion" : "dbt-core");
}

/** The bound that holds for every row: hints only take possibilities away. */
function boundOfAll({ hints, lowerBoundMs, criticalPathMs, workMs, threads }: ScheduleAnswer) {
  return hints === "ignored" ? lowerBoundMs : Math.max(criticalPathMs, workMs / threads);
}

function isAsked(one: Alternative, { hints, policy }: ScheduleAnswer): boolean {
  return one.hints === hints && one.policy === policy;
}

function boundWords({ criticalPathMs, workMs, threads }: ScheduleAnswer): string {
  const work = formatDuration(workMs / threads);
  return `critical path ${formatDuration(criticalPathMs)}, work/${threads} ${work}`;
}

function ganttFigure(answer: ScheduleAnswer): Block {
  return {
    kind: "figure",
    title: `Gantt: ${answer.threads} threads, hints ${answer.hints}, order ${answer.policy}`,
    lines: (width, paint) =>
      ganttLines(answer, {
        width,
        rows: MOST_ROWS,
        paint: (text, isCritical) => paint(toned(isCritical ? "warning" : "information", text)),
      }),
    html: ganttSvg(answer),
  };
}

function bottleneckLines(answer: ScheduleAnswer, nameOf: (id: string) => string): readonly Block[] {
  const found = bottleneck(answer);
  return [
    fact("bottleneck", bottleneckWords(found, answer, nameOf)),
    fact("critical path", chainWords(answer.criticalPath, nameOf)),
  ];
}

function bottleneckWords(
  { kind, chain, waitingCount, longest }: Bottleneck,
  answer: ScheduleAnswer,
  nameOf: (id: string) => string,
): readonly (string | ReturnType<typeof toned>)[] {
  const busy = `${Math.round(answer.utilization * 100)} %`;
  const slowest = longest === undefined ? "" : nameOf(longest.id);
  const length = longest === undefined ? "" : formatDuration(lengthMs(longest));
  switch (kind) {
    case "nothing":
      return ["nothing: no task takes any time"];
    case "dependencies":
      return [
        toned("strong", "dependencies"),
        `: ${count(chain.length, "task")} in a row, the longest `,
        toned("strong", slowest),
        ` with ${length}; more threads change nothing`,
      ];
    case "threads":
      return [toned("strong", "threads"), `: ${busy} busy; only more of them or less work helps`];
    case "places":
      return [
        toned("strong", "order"),
        `: ${waitingCount} of the ${count(chain.length, "task")} that decide the end were ready and waited for a free place; the longest is `,
        toned("strong", slowest),
        ` with ${length}`,
      ];
  }
}

function chainWords(ids: readonly string[], nameOf: (id: string) => string): string {
  const names = ids.map(nameOf);
  if (names.length <= SHOWN_CHAIN) return names.join(" → ");
  const hidden = names.length - SHOWN_CHAIN + 1;
  return [...names.slice(0, 3), `… ${hidden} more …`, ...names.slice(3 - SHOWN_CHAIN + 1)].join(
    " → ",
  );
}

function savingsLines(
  savings: readonly Saving[],
  nameOf: (id: string) => string,
): readonly Block[] {
  return savings.map((saving, index) =>
    fact(index === 0 ? "save the most" : "", [
      `${index + 1} `,
      toned("strong", saving.id === undefined ? saving.title : nameOf(saving.id)),
      toned("good", ` −${formatDuration(saving.savesMs)}`),
      ` ${saving.how}`,
      toned("dim", saving.basis === "" ? "" : ` · ${saving.basis}`),
    ]),
  );
}

function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

function line(text: Text): Block {
  return { kind: "line", text };
}

function fact(label: string, text: Text): Block {
  return { kind: "fact", label, text };
}
