/** What the run history says, as a report: the longest durations with their spread and trend. */
import { formatDuration } from "../base/duration";
import { baseName } from "../base/fileSystem";
import type { CalibratedDuration, CalibrationAnswer } from "../ide/answers/calibrationAnswer";
import { count } from "../ide/words";
import { comparedRun } from "./comparedRun";
import { type Block, type ReportDocument, type Text, toned } from "./document";
import { originsText } from "./origins";
import { taskNames } from "./taskNames";

/** A terminal shows the longest; JSON has all. */
const SHOWN = 25;
/** Change over the whole history below which a trend is noise. */
const NOTABLE_TREND = 0.01;

const NO_HISTORY: Block = {
  kind: "line",
  text: "no run history found: dbt leaves target/run_results.json, --history GLOB names other files",
};

export function calibrationReport(answer: CalibrationAnswer): ReportDocument {
  const { history, durations, origins, name } = answer;
  const since = history.newest === null ? "" : `, the newest from ${history.newest.slice(0, 10)}`;
  const nameOf = taskNames(durations.map(({ uniqueId }) => uniqueId));
  const hidden = durations.length - SHOWN;
  const blocks: readonly Block[] = [
    {
      kind: "heading",
      level: 1,
      text: [
        toned("strong", name),
        ` · ${count(history.runs, "run")} in ${count(history.files.length, "file")}${since}`,
      ],
    },
    ...(history.runs === 0 ? [NO_HISTORY] : []),
    { kind: "line", text: toned("dim", `durations: ${originsText(origins, history.runs)}`) },
    ...(history.runs === 0 ? [] : evidenceLines(answer)),
    ...predictionsTable(answer, nameOf),
    ...(answer.comparison === undefined ? [] : comparedRun(answer.comparison, nameOf)),
    ...(durations.length === 0
      ? []
      : [{ kind: "gap" } as const, durationsTable(durations, nameOf)]),
    ...(hidden > 0
      ? [
          {
            kind: "line",
            text: toned("dim", `and ${count(hidden, "shorter node")}; --json has all`),
          } as const,
        ]
      : []),
  ];
  return { title: `Run history of ${name}`, blocks };
}

/** What the runs show beside durations. */
function evidenceLines({ slowdown, overhead }: CalibrationAnswer): readonly Block[] {
  const { by, because, errorWith, errorWithout, capacityRange } = slowdown;
  const { startupMs, hooksMs, handoverMs } = overhead;
  const range =
    capacityRange === null
      ? ""
      : ` (${capacityRange.low.toFixed(1)} to ${capacityRange.high?.toFixed(1) ?? "any number"})`;
  const known = `; a duration is then known to ${share(errorWith)} instead of ${share(errorWithout)}`;
  const text: Text =
    by === "nothing"
      ? `off, no evidence: ${because}`
      : [toned("strong", by), `: ${because}${range}`, toned("dim", known)];
  const around = [
    ...(startupMs === null ? [] : [`start-up ${formatDuration(startupMs)}`]),
    ...(hooksMs === null ? [] : [`of it and after it hooks ${formatDuration(hooksMs)}`]),
    ...(handoverMs === null ? [] : [`${formatDuration(handoverMs)} from one node to the next`]),
  ];
  return [
    { kind: "fact", label: "slowdown", text },
    ...(around.length === 0
      ? []
      : [{ kind: "fact", label: "overhead", text: around.join(" · ") } as const]),
  ];
}

/** Past runs, each predicted from those before it. */
function predictionsTable(
  { predictions }: CalibrationAnswer,
  nameOf: (id: string) => string,
): readonly Block[] {
  if (predictions.runs.length === 0) return [];
  return [
    { kind: "gap" },
    {
      kind: "line",
      text: ["predicted from the runs before each: ", toned("strong", predictions.words)],
    },
    {
      kind: "table",
      columns: [
        { title: "run", shrinkTo: 27 },
        { title: "threads", align: "right" },
        { title: "predicted", align: "right" },
        { title: "took", align: "right" },
        { title: "error", align: "right" },
        { title: "same order", align: "right" },
        { title: "most by", shrinkTo: 16 },
      ],
      rows: predictions.runs.map(
        ({ file, threads, error, explainedBy, ...run }): readonly Text[] => {
          const [cause] = explainedBy;
          return [
            baseName(file),
            String(threads),
            formatDuration(run.predictedMs),
            formatDuration(run.observedMs),
            `${error < 0 ? "−" : "+"}${share(Math.abs(error))}`,
            share(run.orderAgreement),
            cause === undefined
              ? ""
              : `${nameOf(cause.id)} ${cause.byMs < 0 ? "−" : "+"}${formatDuration(Math.abs(cause.byMs))}`,
          ];
        },
      ),
    },
  ];
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function durationsTable(
  durations: readonly CalibratedDuration[],
  nameOf: (id: string) => string,
): Block {
  return {
    kind: "table",
    columns: [
      { title: "node", shrinkTo: 24 },
      { title: "duration", align: "right" },
      { title: "origin" },
      { title: "nine runs in ten", align: "right" },
      { title: "runs", align: "right" },
      { title: "per run", align: "right" },
      { title: "failed", align: "right" },
    ],
    rows: durations.slice(0, SHOWN).map((duration) => durationRow(duration, nameOf)),
  };
}

function durationRow(
  duration: CalibratedDuration,
  nameOf: (id: string) => string,
): readonly Text[] {
  const { uniqueId, ms, origin, low, high, runs, failedRuns, trendPerRun } = duration;
  return [
    nameOf(uniqueId),
    formatDuration(ms),
    toned("dim", origin),
    low === null || high === null ? "" : `${formatDuration(low)} – ${formatDuration(high)}`,
    runs === 0 ? "" : String(runs),
    trendWords(trendPerRun),
    failedRuns === 0 ? "" : toned("warning", String(failedRuns)),
  ];
}

function trendWords(trend: number | null): Text {
  if (trend === null || Math.abs(trend) < NOTABLE_TREND) return "";
  const percent = `${Math.abs(trend * 100).toFixed(0)} %`;
  return trend > 0 ? toned("warning", `+${percent}`) : toned("good", `−${percent}`);
}
