/** What the run history says, as a report: the longest durations with their spread and trend. */
import { formatDuration } from "../base/duration";
import type { CalibratedDuration, CalibrationAnswer } from "../ide/answers/calibrationAnswer";
import { count } from "../ide/words";
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
