/** One past run beside its prediction as a table: the tasks that went least as predicted. */
import { formatDuration } from "../base/duration";
import type { RunComparisonAnswer } from "../ide/answers/runComparisonAnswer";
import { count } from "../ide/words";
import { type Block, type Text, toned } from "./document";

/** A terminal shows those that were furthest off; JSON has all. */
const SHOWN = 15;
/** Below this a difference is a machine's noise. */
const NOTABLE_MS = 20;

export function comparedRun(
  { file, threads, tasks, predictedMs, observedMs, error, orderAgreement }: RunComparisonAnswer,
  nameOf: (id: string) => string,
): readonly Block[] {
  const furthest = [...tasks]
    .sort((a, b) => Math.abs(b.durationErrorMs) - Math.abs(a.durationErrorMs))
    .slice(0, SHOWN);
  return [
    { kind: "gap" },
    {
      kind: "line",
      text: [
        toned("strong", file),
        ` · ${count(threads, "thread")} · predicted ${formatDuration(predictedMs)}, took ${formatDuration(observedMs)} (${signedPercent(error)}) · order ${(orderAgreement * 100).toFixed(1)} %`,
      ],
    },
    {
      kind: "table",
      columns: [
        { title: "furthest off", shrinkTo: 16 },
        { title: "started", align: "right" },
        { title: "predicted", align: "right" },
        { title: "took", align: "right" },
        { title: "ended", align: "right" },
      ],
      rows: furthest.map((task): readonly Text[] => [
        nameOf(task.id),
        formatDuration(task.observedStartMs),
        formatDuration(task.predictedStartMs),
        difference(task.durationErrorMs, "longer", "shorter"),
        difference(task.endErrorMs, "later", "earlier"),
      ]),
    },
  ];
}

function difference(ms: number, more: string, less: string): Text {
  if (Math.abs(ms) < NOTABLE_MS) return toned("dim", "as predicted");
  return ms > 0
    ? toned("warning", `${formatDuration(ms)} ${more}`)
    : `${formatDuration(-ms)} ${less}`;
}

function signedPercent(share: number): string {
  return `${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)} %`;
}
