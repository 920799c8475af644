/**
 * Makespan against thread count as a report: the count worth paying for first, then the curve.
 * Takes the answer as it is.
 */
import { formatDuration } from "../base/duration";
import type { LimitCurve } from "../ide/answers/limitCurves";
import type { SweepAnswer, SweepCurve } from "../ide/answers/sweepAnswer";
import type { SweepPoint, SweepResult } from "../protocol";
import { type Block, type ReportDocument, type Text, toned } from "./document";
import { sweepCurve } from "./sweepCurve";
import { trustLines } from "./trustLines";

const BAR_WIDTH = 36;
/** Thread counts this far beyond saturation all look the same and are left out of the table. */
const SHOWN_PAST_SATURATION = 2;
/** A longer table is thinned out: every count up to here, then steps of about an eighth. */
const SHOWN_ALL = 16;

/** Report of one sweep; `name` is the project's or workload's, `today` the configured count. */
export function sweepReport(answer: SweepAnswer, name: string, today?: number): ReportDocument {
  const { recommended, saturatesAt, hints, policy, points } = answer;
  if (points.every(({ makespanMs }) => makespanMs === 0)) {
    const text: Text = [toned("strong", name), " · nothing to run: no task takes any time"];
    return { title: `Threads for ${name}`, blocks: [{ kind: "heading", level: 1, text }] };
  }
  const blocks: readonly Block[] = [
    {
      kind: "heading",
      level: 1,
      text: [
        toned("strong", name),
        ` · threads ${points[0]?.threads ?? 1} to ${points.at(-1)?.threads ?? 1} · hints ${hints} · order ${policy}`,
      ],
    },
    {
      kind: "line",
      text: [
        "recommended ",
        toned(
          "strong",
          `${recommended.threads} ${recommended.threads === 1 ? "thread" : "threads"}`,
        ),
        `: ${recommended.because}`,
      ],
    },
    {
      kind: "line",
      text: toned(
        "dim",
        `shortest from ${saturatesAt} ${saturatesAt === 1 ? "thread" : "threads"} on`,
      ),
    },
    { kind: "gap" },
    ...sweepCurve(points, [
      ...(today === undefined ? [] : [{ threads: today, word: "today" }]),
      { threads: recommended.threads, word: "recommended" },
    ]),
    sweepTable(answer, today),
    ...(answer.curves === undefined
      ? []
      : [{ kind: "gap" } as const, gridTable(answer.curves, today)]),
    ...(answer.limits === undefined || answer.limits.length === 0
      ? []
      : [{ kind: "gap" } as const, limitsTable(answer.limits)]),
    ...trustLines(answer),
  ];
  return { title: `Threads for ${name}`, blocks };
}

/** One row per limit of a tabular model: as it is, and at the value worth asking for. */
function limitsTable(limits: readonly LimitCurve[]): Block {
  return {
    kind: "table",
    columns: [
      { title: "limit", shrinkTo: 24 },
      { title: "today", align: "right" },
      { title: "makespan", align: "right" },
      { title: "recommended", align: "right" },
      { title: "makespan", align: "right" },
    ],
    rows: limits.map(({ limit, of, today, recommended, points }) => {
      const at = (value: number) =>
        formatDuration(points.find((point) => point.value === value)?.makespanMs ?? 0);
      return [`${limit} of ${of}`, `${today}`, at(today), `${recommended}`, at(recommended)];
    }),
  };
}

/** One row per meaning and order: at today's threads, at those worth paying for, at its best. */
function gridTable(curves: readonly SweepCurve[], today: number | undefined): Block {
  const at = ({ points }: SweepCurve, threads: number | undefined) => {
    const point = points.find((one) => one.threads === threads);
    return point === undefined ? "" : formatDuration(point.makespanMs);
  };
  return {
    kind: "table",
    columns: [
      { title: "hints, order", shrinkTo: 16 },
      { title: today === undefined ? "" : `${today} threads`, align: "right" },
      { title: "recommended", align: "right" },
      { title: "makespan", align: "right" },
      { title: "shortest from", align: "right" },
    ],
    rows: curves.map((one) => [
      `${one.hints}, ${one.policy === "fusion" ? "dbt 2" : one.policy}`,
      at(one, today),
      toned("strong", String(one.recommended.threads)),
      at(one, one.recommended.threads),
      String(one.saturatesAt),
    ]),
  };
}

function sweepTable(answer: SweepResult, today: number | undefined): Block {
  const { points, recommended, saturatesAt } = answer;
  const shown = shownPoints(answer, today);
  const longest = Math.max(1, ...shown.map(({ makespanMs }) => makespanMs));
  return {
    kind: "table",
    columns: [
      { title: "threads", align: "right" },
      { title: "makespan", align: "right" },
      { title: "busy", align: "right" },
      { title: "this thread saves", align: "right" },
      { title: "" },
      { title: "" },
    ],
    rows: shown.map((point) => [
      String(point.threads),
      formatDuration(point.makespanMs),
      `${Math.round(point.utilization * 100)} %`,
      gain(point, points[0]),
      toned("dim", bar(point.makespanMs / longest)),
      mark(point.threads, recommended.threads, saturatesAt, today),
    ]),
  };
}

/** The counts that tell something: few enough to read, with all that are named in the text. */
function shownPoints(answer: SweepResult, today: number | undefined): readonly SweepPoint[] {
  const { points, recommended, saturatesAt } = answer;
  const named = new Set([today, recommended.threads, recommended.threads + 1, saturatesAt]);
  let next = 1;
  return points.filter((point, index) => {
    const { threads, gainPerThreadMs } = point;
    const isNamed = named.has(threads) || index === 0 || index === points.length - 1;
    const isPast = threads > saturatesAt + SHOWN_PAST_SATURATION && gainPerThreadMs >= 0;
    if (isPast) return threads === today;
    if (!isNamed && index >= SHOWN_ALL && threads < next) return false;
    next = threads + Math.max(1, Math.floor(threads / 8));
    return true;
  });
}

function gain(point: SweepPoint, first: SweepPoint | undefined): Text {
  if (point === first) return "";
  if (point.gainPerThreadMs < 0) {
    return toned("warning", `costs ${formatDuration(-point.gainPerThreadMs)}`);
  }
  return point.gainPerThreadMs === 0
    ? toned("dim", "nothing")
    : formatDuration(point.gainPerThreadMs);
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A share of the widest bar, to an eighth of a column. */
function bar(share: number): string {
  const eighths = Math.max(1, Math.round(share * BAR_WIDTH * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

function mark(
  threads: number,
  recommended: number,
  saturatesAt: number,
  today: number | undefined,
): Text {
  const words = [
    ...(threads === recommended ? ["recommended"] : []),
    ...(threads === today ? ["today"] : []),
    ...(threads === saturatesAt && threads !== recommended ? ["shortest"] : []),
  ];
  return toned("strong", words.join(" · "));
}
