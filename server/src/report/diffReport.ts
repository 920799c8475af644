/** A change of a project as a report that fits a pull request: the run, the models, the findings. */
import { formatDuration } from "../base/duration";
import type { CheckedProblem } from "../ide/answers/checkAnswer";
import type { DiffAnswer, DiffSide, ModelChange, ModelListed } from "../ide/answers/diffAnswer";
import { count } from "../ide/words";
import { type Block, type ReportDocument, type Text, toned } from "./document";

/** More rows than this are counted, so that a comment stays readable and within its host's limit. */
const MOST_ROWS = 50;

/** The report of one comparison. */
export function diffReport(answer: DiffAnswer): ReportDocument {
  const { project, base, head, models, findings } = answer;
  const { added, removed, changed } = models;
  const title = `Heddle: ${project}, ${base.name} → ${head.name}`;
  const rows = [
    ...added.map((model) => listedRow(model, toned("good", "added"))),
    ...removed.map((model) => listedRow(model, toned("warning", "removed"))),
    ...changed.map(changedRow),
  ];
  return {
    title,
    blocks: [
      { kind: "heading", level: 1, text: title },
      { kind: "fact", label: "run", text: runText(answer) },
      { kind: "fact", label: "critical path", text: chainText(base, head) },
      {
        kind: "fact",
        label: "models",
        text: `${added.length} added · ${removed.length} removed · ${changed.length} changed in cost, hint, materialization, dependencies or place`,
      },
      {
        kind: "fact",
        label: "findings",
        text: `${findings.new.length} new · ${findings.gone.length} gone · ${findings.kept} as before`,
      },
      { kind: "fact", label: "durations", text: durationsText(base, head) },
      ...tableOf("Models", ["model", "change", ""], rows),
      ...tableOf("New findings", ["place", "severity", "finding"], findings.new.map(findingRow)),
      ...tableOf(
        "Findings that are gone",
        ["place", "severity", "finding"],
        findings.gone.map(findingRow),
      ),
    ],
  };
}

function runText({ base, head, makespanDeltaMs }: DiffAnswer): Text {
  const runs = `${formatDuration(base.makespanMs)} on ${count(base.threads, "thread")} → ${formatDuration(head.makespanMs)} on ${count(head.threads, "thread")}`;
  if (Math.abs(makespanDeltaMs) < 1) return [runs, " (the same)"];
  const [tone, sign] = makespanDeltaMs < 0 ? (["good", "−"] as const) : (["warning", "+"] as const);
  return [runs, " ", toned(tone, `(${sign}${formatDuration(Math.abs(makespanDeltaMs))})`)];
}

function chainText(base: DiffSide, head: DiffSide): string {
  const names = (ids: readonly string[]) => {
    const short = ids.map((id) => id.slice(id.lastIndexOf(".") + 1));
    return short.length <= 6
      ? short.join(" → ")
      : [...short.slice(0, 2), `… ${short.length - 4} more …`, ...short.slice(-2)].join(" → ");
  };
  const after = `${formatDuration(head.criticalPathMs)}: ${names(head.criticalPath)}`;
  return base.criticalPath.join() === head.criticalPath.join()
    ? `${after} (the same models)`
    : `${after}; before ${formatDuration(base.criticalPathMs)}: ${names(base.criticalPath)}`;
}

function durationsText(base: DiffSide, head: DiffSide): string {
  const words = ({ durations }: DiffSide) =>
    Object.entries(durations)
      .filter(([, amount]) => amount > 0)
      .map(([origin, amount]) => `${amount} ${origin}`)
      .join(", ") || "none";
  return words(base) === words(head) ? words(head) : `${words(base)} → ${words(head)}`;
}

function listedRow({ name, durationMs, onCriticalPath }: ModelListed, what: Text): readonly Text[] {
  const time = durationMs === null ? "no time of its own" : formatDuration(durationMs);
  return [name, what, onCriticalPath ? `${time}, on the critical path` : time];
}

function changedRow({ name, changes }: ModelChange): readonly Text[] {
  return [name, "changed", changes.map(changeText).join("; ")];
}

function changeText(change: ModelChange["changes"][number]): string {
  switch (change.what) {
    case "duration":
      return `takes ${formatDuration(change.before)} → ${formatDuration(change.after)}`;
    case "complexity":
      return `complexity ${change.before} → ${change.after}`;
    case "hint":
      return `hint ${change.before ?? "none"} → ${change.after ?? "none"}`;
    case "materialized":
      return `${change.before} → ${change.after}`;
    case "dependsOn":
      return [
        ...change.added.map((id) => `+${id.slice(id.indexOf(".") + 1)}`),
        ...change.removed.map((id) => `−${id.slice(id.indexOf(".") + 1)}`),
      ].join(" ");
    case "criticalPath":
      return change.after ? "now on the critical path" : "no longer on the critical path";
  }
}

function findingRow({ file, range, severity, code, message }: CheckedProblem): readonly Text[] {
  const place = `${file}:${range.start.line + 1}`;
  return [place, toned(severity, severity), `${code}: ${message}`];
}

function tableOf(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly Text[])[],
): readonly Block[] {
  if (rows.length === 0) return [];
  const left = rows.length - MOST_ROWS;
  return [
    { kind: "heading", level: 2, text: title },
    {
      kind: "table",
      columns: columns.map((name, index) => ({
        title: name,
        ...(index !== 1 && { shrinkTo: index === 0 ? 24 : 40 }),
      })),
      rows: rows.slice(0, MOST_ROWS),
    },
    ...(left > 0 ? [{ kind: "line" as const, text: `… and ${left} more` }] : []),
  ];
}
