/** Recorded refreshes beside predicted ones, as a report: how long, job by job, and the fitted rates. */
import { formatDuration } from "../base/duration";
import type {
  ComparedRefresh,
  PlaceEntry,
  ProcessingAnswer,
} from "../ide/answers/processingAnswer";
import { count } from "../ide/words";
import { type Block, type ReportDocument, toned } from "./document";

/** A terminal shows the longest; JSON has all. */
const SHOWN = 20;

export function processingReport(answer: ProcessingAnswer): ReportDocument {
  const { name, refreshes, rates, error } = answer;
  const blocks: readonly Block[] = [
    {
      kind: "heading",
      level: 1,
      text: [
        toned("strong", name),
        refreshes.length === 1
          ? " · 1 recorded refresh"
          : ` · ${refreshes.length} recorded refreshes`,
      ],
    },
    ...(refreshes.length === 0
      ? [
          {
            kind: "line",
            text: "no trace found: --history GLOB names job graphs (DGML, trace XML) or progress reports (XML, CSV)",
          } as const,
        ]
      : [{ kind: "line", text: errorWords(error) } as const]),
    ...(rates.length === 0 ? [] : [{ kind: "gap" } as const, ratesTable(answer)]),
    ...refreshes.flatMap(refreshBlocks),
  ];
  return { title: `Recorded refreshes of ${name}`, blocks };
}

function errorWords({ kind, assumed, fitted }: ProcessingAnswer["error"]): string {
  const how =
    kind === "held-out"
      ? "each predicted by rates fitted on the others, at worst"
      : "on the one refresh that the rates were fitted on; another trace would tell more";
  return `error of the makespan ${percent(fitted)}, with assumed rates ${percent(assumed)}: ${how}`;
}

function percent(share: number | null): string {
  if (share === null) return "unknown";
  const value = Math.round(share * 1000) / 10;
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value)} %`;
}

function ratesTable({ rates }: ProcessingAnswer): Block {
  return {
    kind: "table",
    columns: [
      { title: "step" },
      { title: "jobs", align: "right" },
      { title: "observed / assumed work", align: "right" },
    ],
    rows: rates.map(({ step, jobs, factor }) => [
      step,
      String(jobs),
      `× ${factor.toLocaleString("en-US", { maximumSignificantDigits: 3 })}`,
    ]),
  };
}

function refreshBlocks(refresh: ComparedRefresh): readonly Block[] {
  const { file, kind, observedMs, predictedMs, assumedMs, jobs, unmatched } = refresh;
  const longest = [...jobs]
    .sort((a, b) => b.observed.runningMs - a.observed.runningMs)
    .slice(0, SHOWN);
  const shown = jobs.filter((job) => longest.includes(job));
  const rest = jobs.length - shown.length;
  return [
    { kind: "gap" },
    { kind: "heading", level: 2, text: `${file} (${kind})` },
    {
      kind: "line",
      text: `observed ${formatDuration(observedMs)} · predicted ${formatDuration(predictedMs)} with fitted rates, ${formatDuration(assumedMs)} with assumed ones`,
    },
    {
      kind: "table",
      columns: [
        { title: "job", shrinkTo: 24 },
        { title: "blocked", align: "right" },
        { title: "waiting", align: "right" },
        { title: "running", align: "right" },
        { title: "predicted: blocked", align: "right" },
        { title: "waiting", align: "right" },
        { title: "running", align: "right" },
      ],
      rows: shown.map(({ step, table, partition, observed, predicted }) => [
        [step, [table, partition].filter((part) => part !== null).join("/")].join(" ").trim(),
        ...cells(observed),
        ...(predicted === null ? ["", "", "not predicted"] : cells(predicted)),
      ]),
    },
    ...(rest > 0
      ? [
          {
            kind: "line",
            text: toned("dim", `and ${count(rest, "shorter job")}; --json has all`),
          } as const,
        ]
      : []),
    ...(unmatched.length > 0
      ? [
          {
            kind: "line",
            text: toned(
              "dim",
              `${count(unmatched.length, "job")} of the trace about nothing in the model: ${unmatched.slice(0, 3).join(", ")}`,
            ),
          } as const,
        ]
      : []),
  ];
}

function cells({ blockedMs, waitingMs, runningMs }: PlaceEntry): readonly string[] {
  return [blockedMs, waitingMs, runningMs].map((ms) => (ms === null ? "?" : formatDuration(ms)));
}
