/**
 * The whole of a project in one report for people who do not open an editor: how its runs went,
 * how the next one will go, what thread counts would do, and what is worth doing first.
 */
import { formatDuration } from "../base/duration";
import type { ReportAnswer, ReportFinding } from "../ide/answers/reportAnswer";
import type { HistoryKpis, RunKpis } from "../ide/answers/runKpis";
import { count, engineName } from "../ide/words";
import { type Block, type ReportDocument, type Text, toned } from "./document";
import { ganttLines, ganttSvg } from "./gantt";
import { dayOf, historyChart } from "./historyChart";
import { originsText } from "./origins";
import { sweepReport } from "./sweepReport";
import { taskNames } from "./taskNames";

const MOST_RUNS = 20;
const MOST_ADVICE = 25;
const ORIGINS: ReadonlySet<string> = new Set(["measured", "given", "estimated", "assumed"]);

/** The report of one project. */
export function projectReport(answer: ReportAnswer): ReportDocument {
  const { name, schedule, sweep, history, deadlineMs } = answer;
  const title = `Parallel runs of ${name}`;
  const [, ...sweepBlocks] = sweepReport(sweep, name, schedule.threads).blocks;
  return {
    title,
    blocks: [
      { kind: "heading", level: 1, text: title },
      { kind: "line", text: toned("dim", settingWords(answer)) },
      ...figures(answer),
      heading("What to do first"),
      ...adviceBlocks(answer),
      heading("Runs over time"),
      ...trendBlocks(history),
      ...historyChart(history.runs, deadlineMs ?? undefined),
      ...runsTable(history.runs),
      heading("Today's schedule"),
      {
        kind: "line",
        text: `${count(schedule.tasks.length, "task")} on ${count(schedule.threads, "thread")}: ${formatDuration(schedule.makespanMs)}, ${percent(schedule.utilization)} busy; no order can take less than ${formatDuration(schedule.lowerBoundMs)}.`,
      },
      {
        kind: "figure",
        title: "The bars that stand out decide the makespan; the others have slack",
        lines: (width) => ganttLines(schedule, { width, rows: 40 }),
        html: ganttSvg(schedule),
      },
      heading("Thread counts"),
      ...sweepBlocks,
    ],
  };
}

function heading(text: string): Block {
  return { kind: "heading", level: 2, text };
}

/** `150 tasks · dbt 1 · postgres · target prod · threads 16 (profiles.yml) · durations: …`. */
function settingWords({ schedule, setting }: ReportAnswer): string {
  const { engine, engineOrigin, adapter, target, threadsOrigin, durations, runs } = setting;
  return [
    count(schedule.tasks.length, "task"),
    engineOrigin === "default" ? engineName(engine) : `${engineName(engine)} (${engineOrigin})`,
    adapter ?? "adapter unknown",
    ...(target === null ? [] : [`target ${target}`]),
    `threads ${schedule.threads} (${threadsOrigin})`,
    `durations: ${originsText(durations, runs)}`,
  ].join(" · ");
}

function figures(answer: ReportAnswer) {
  const { schedule, sweep, history, deadlineMs } = answer;
  const { medianMs, failedShare, inTimeShare, totalCost, runs } = history;
  const newest = runs.at(-1);
  const gain = sweep.points.find(({ threads }) => threads === schedule.threads)?.gainPerThreadMs;
  const facts: readonly (readonly [string, Text] | undefined)[] = [
    ["next run", [toned("strong", formatDuration(schedule.makespanMs)), " predicted"]],
    newest && [
      "last run",
      `${formatDuration(newest.durationMs)} on ${dayOf(newest)}${medianMs === null ? "" : `, median ${formatDuration(medianMs)}`}`,
    ],
    ["critical path", formatDuration(schedule.criticalPathMs)],
    ["utilization", `${percent(schedule.utilization)} of ${count(schedule.threads, "thread")}`],
    gain === undefined || schedule.threads < 2
      ? undefined
      : ["last thread", `saves ${formatDuration(gain)}`],
    failedShare === null
      ? undefined
      : ["failed runs", `${percent(failedShare)} of ${count(runs.length, "run")}`],
    inTimeShare === null || deadlineMs === null
      ? undefined
      : ["in time", `${percent(inTimeShare)} without failure within ${formatDuration(deadlineMs)}`],
    totalCost === null || newest === undefined || newest.cost === null
      ? undefined
      : [
          "cost",
          `${newest.cost.toFixed(2)} for the last run, ${totalCost.toFixed(2)} for ${count(runs.length, "run")} (${priceWords(answer)})`,
        ],
  ];
  return facts.flatMap((fact): readonly Block[] =>
    fact === undefined ? [] : [{ kind: "fact", label: fact[0], text: fact[1] }],
  );
}

function priceWords({ pricePerThreadHour, pricePerWarehouseHour }: ReportAnswer): string {
  return pricePerThreadHour === null
    ? `hours × ${pricePerWarehouseHour}`
    : `threads × hours × ${pricePerThreadHour}`;
}

function trendBlocks({ runs, trendMsPerRun, regression, leftOut }: HistoryKpis): readonly Block[] {
  if (runs.length === 0) {
    return [{ kind: "line", text: "No run history was found: durations are given or estimated." }];
  }
  const trend =
    trendMsPerRun === null
      ? "no clear trend (Mann–Kendall test at 5 %)"
      : `${trendMsPerRun > 0 ? "+" : "−"}${formatDuration(Math.abs(trendMsPerRun))} per run (Theil–Sen slope, Mann–Kendall test at 5 %)`;
  const latest: Text =
    regression === null
      ? "too few runs to judge the newest (six without failure are needed)"
      : [
          regression.verdict === "ordinary"
            ? "as before"
            : toned(
                regression.verdict === "slower" ? "warning" : "good",
                `${regression.verdict} than before`,
              ),
          `: ${formatDuration(regression.latestMs)} against a median of ${formatDuration(regression.medianMs)}, robust z-score ${regression.score.toFixed(1).replace("-", "−")} (limit 3.5)`,
        ];
  return [
    { kind: "fact", label: "trend", text: trend },
    { kind: "fact", label: "newest run", text: latest },
    ...(leftOut === 0
      ? []
      : [
          {
            kind: "fact" as const,
            label: "left out",
            text: `${count(leftOut, "run")} of another command or of less than half the nodes`,
          },
        ]),
  ];
}

function runsTable(runs: readonly RunKpis[]): readonly Block[] {
  if (runs.length === 0) return [];
  const hasDeadline = runs.some(({ isInTime }) => isInTime !== null);
  const hasCost = runs.some(({ cost }) => cost !== null);
  return [
    {
      kind: "table",
      columns: [
        { title: "day" },
        { title: "duration", align: "right" },
        { title: "critical path", align: "right" },
        { title: "threads", align: "right" },
        { title: "busy", align: "right" },
        { title: "nodes", align: "right" },
        { title: "failed", align: "right" },
        ...(hasDeadline ? [{ title: "in time" }] : []),
        ...(hasCost ? [{ title: "cost", align: "right" as const }] : []),
      ],
      rows: runs
        .slice(-MOST_RUNS)
        .map((run) => [
          dayOf(run),
          formatDuration(run.durationMs),
          formatDuration(run.criticalPathMs),
          String(run.threads),
          percent(run.utilization),
          String(run.nodes),
          run.failedNodes === 0 ? "0" : toned("error", String(run.failedNodes)),
          ...(hasDeadline ? [run.isInTime === true ? "yes" : toned("warning", "no")] : []),
          ...(hasCost ? [(run.cost ?? 0).toFixed(2)] : []),
        ]),
    },
  ];
}

function adviceBlocks({ schedule, savings, findings }: ReportAnswer): readonly Block[] {
  const nameOf = taskNames(schedule.tasks.map(({ id }) => id));
  const advice = [
    ...savings.map(({ id, title, how, savesMs, basis }) => ({
      savesMs,
      row: [
        toned("good", formatDuration(savesMs)),
        `${id === undefined ? title : nameOf(id)} ${how}`,
        ORIGINS.has(basis) ? `simulated with ${basis} durations` : basis,
      ] satisfies readonly Text[],
    })),
    ...findings.map((finding) => ({ savesMs: finding.savesMs ?? 0, row: findingRow(finding) })),
  ]
    .sort((x, y) => y.savesMs - x.savesMs)
    .map(({ row }) => row);
  if (advice.length === 0) return [{ kind: "line", text: "Nothing found." }];
  const left = advice.length - MOST_ADVICE;
  return [
    {
      kind: "table",
      columns: [
        { title: "saves", align: "right" },
        { title: "what", shrinkTo: 40 },
        { title: "why it can be trusted", shrinkTo: 30 },
      ],
      rows: advice.slice(0, MOST_ADVICE),
    },
    ...(left > 0 ? [{ kind: "line" as const, text: `… and ${left} more; see heddle check` }] : []),
  ];
}

function findingRow(finding: ReportFinding): readonly Text[] {
  const { severity, code, message, place, more, savesMs, evidence } = finding;
  const trust =
    evidence === undefined
      ? ""
      : evidence.kind === "heuristic"
        ? " · a heuristic, the gain is not measured"
        : ` · confidence ${evidence.confidence}: ${evidence.because}`;
  return [
    savesMs === undefined ? toned("dim", "–") : toned("good", formatDuration(savesMs)),
    message,
    [
      toned(severity, severity),
      ` \`${code}\` ${place}${more === 0 ? "" : ` and ${more} more`}${trust}`,
    ],
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
