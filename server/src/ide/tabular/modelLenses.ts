/**
 * The lines above tables and partitions of a tabular model: how many partitions load side by side,
 * what share of the refresh they decide, how long they wait. Models without rows get no times.
 */
import { formatDuration } from "../../base/duration";
import type { Span } from "../../base/text";
import type { ModelObject } from "../../tabular/modelObject";
import { connectionsOf } from "../../tabular/parallelism";
import { importTables } from "../../tabular/rules/tabularRule";
import { knownRows, type TabularModel, type TabularTable } from "../../tabular/tabularModel";
import type { ModelSnapshot } from "../../workspace/openModel";
import { count } from "../words";
import { rowsWords, share } from "./phrases";
import { type RefreshPart, refreshParts } from "./refreshFacts";
import { type ModelSubject, subjectId } from "./subject";

export interface ModelLens {
  readonly span: Span;
  readonly title: string;
  /** What `heddle.explainModel` is asked about. */
  readonly id: string;
}

/** Above this many, partitions get no line of their own: a file of lenses says nothing. */
const MOST_PARTITIONS = 60;

/** Lenses of `file`, in text order. One simulation, that of the snapshot. */
export function modelLenses(snapshot: ModelSnapshot, file: string): readonly ModelLens[] {
  const { model } = snapshot;
  if (model === undefined) return [];
  const isTimed = importTables(model).every((table) => knownRows(table) !== undefined);
  const makespanMs = snapshot.schedule()?.makespanMs ?? 0;
  const ofTables = refreshParts(snapshot, ({ table }) => table.object);
  const ofPartitions = refreshParts(snapshot, ({ partition }) => partition?.object);
  const lenses: ModelLens[] = [];
  const add = (object: ModelObject, subject: ModelSubject, parts: readonly string[]) => {
    if (object.file !== file) return;
    const title = parts.join(" · ");
    lenses.push({ span: object.nameSpan, title, id: subjectId(subject) });
  };
  for (const table of model.tables) {
    const part = ofTables.get(table.object);
    if (part === undefined) continue;
    const timed = isTimed ? timedWords(part, makespanMs) : [];
    add(table.object, { kind: "table", table }, [...parallelWords(model, table), ...timed]);
    if (table.partitions.length < 2 || table.partitions.length > MOST_PARTITIONS) continue;
    for (const partition of table.partitions) {
      const own = ofPartitions.get(partition.object);
      if (own === undefined) continue;
      add(partition.object, { kind: "partition", table, partition }, [
        ...(partition.rows === undefined ? [] : [rowsWords(partition.rows)]),
        ...(isTimed ? timedWords(own, makespanMs) : [partition.source]),
      ]);
    }
  }
  return lenses.sort((a, b) => a.span.start - b.span.start);
}

function parallelWords(model: TabularModel, table: TabularTable): readonly string[] {
  const [first] = table.partitions;
  if (first === undefined || table.kind === "calculated") return [table.kind];
  const readers = Math.min(connectionsOf(model, first), table.partitions.length);
  const partitions = count(table.partitions.length, "partition");
  return table.partitions.length === 1 ? [partitions] : [`${partitions}, ${readers} at once`];
}

/** `critical: 38 % of 8 m 10 s`, or how long it takes; then how long its jobs wait. */
function timedWords(part: RefreshPart, makespanMs: number): readonly string[] {
  const took = formatDuration(part.endMs - part.startMs);
  const place =
    part.decidingMs >= 1
      ? `decides ${share(part.decidingMs, makespanMs)} of ${formatDuration(makespanMs)}`
      : `${took}, decides nothing`;
  return part.waitMs < 1000 ? [place] : [place, `waits ${formatDuration(part.waitMs)}`];
}
