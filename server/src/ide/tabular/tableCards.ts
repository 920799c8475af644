/** The cards of a table and of a partition: its place in the refresh, its steps, what it waits for. */
import { formatDuration } from "../../base/duration";
import { connectionsOf } from "../../tabular/parallelism";
import type { RefreshTask } from "../../tabular/refreshTask";
import { knownRows, type TabularPartition, type TabularTable } from "../../tabular/tabularModel";
import type { ModelSnapshot } from "../../workspace/openModel";
import type { Card, CardRow, Phrase } from "../card";
import { count } from "../words";
import { basisWords, rowsWords, STEP_WORDS, share, stepsWords, whenWords } from "./phrases";
import { type RefreshPart, refreshPart } from "./refreshFacts";

export function tableCard(snapshot: ModelSnapshot, table: TabularTable): Card {
  const part = refreshPart(snapshot, (task) => task.table.object === table.object);
  const facts = [
    table.kind,
    rowsWords(knownRows(table)),
    count(table.partitions.length, "partition"),
    count(table.columns.length, "column"),
  ];
  return {
    title: table.name,
    subtitle: facts.join(" · "),
    rows: [
      ...refreshRows(snapshot, part, table),
      ...parallelRows(snapshot, table),
      ...findingRows(snapshot, table),
    ],
    notes: [],
    actions: [{ title: "Simulate Refresh", command: "heddle.simulateRun" }],
  };
}

export function partitionCard(
  snapshot: ModelSnapshot,
  table: TabularTable,
  partition: TabularPartition,
): Card {
  const isOwn = (task: RefreshTask) => task.partition?.object === partition.object;
  const source = partition.dataSource === undefined ? "" : ` from ${partition.dataSource}`;
  return {
    title: `${table.name}/${partition.name}`,
    subtitle: `${partition.source} partition${source} · ${rowsWords(partition.rows)}`,
    rows: [
      ...refreshRows(snapshot, refreshPart(snapshot, isOwn), table),
      ...parallelRows(snapshot, table),
    ],
    notes: [],
    actions: [{ title: "Simulate Refresh", command: "heddle.simulateRun" }],
  };
}

function refreshRows(
  snapshot: ModelSnapshot,
  part: RefreshPart | undefined,
  table: TabularTable,
): readonly CardRow[] {
  const makespanMs = snapshot.schedule()?.makespanMs ?? 0;
  if (part === undefined) {
    const why = `${table.kind} ${table.kind === "import" ? "table without partitions" : "tables hold no data"}: nothing to process`;
    return [{ label: "Refresh", lines: [[why]] }];
  }
  const lines: Phrase[] = [[whenWords(part, makespanMs)], [stepsWords(part)]];
  if (part.waitMs >= 1) {
    lines.push([
      `its jobs wait ${formatDuration(part.waitMs)} in all for a connection, an encoder or a thread`,
    ]);
  }
  return [
    { label: "In the refresh", lines },
    { label: "Decides", lines: [decidingPhrase(part, makespanMs)] },
    { label: "Times", lines: [[basisWords(snapshot, table)]] },
  ];
}

/** How much of the chain that decides the length it is, and which job of it most. */
function decidingPhrase(part: RefreshPart, makespanMs: number): Phrase {
  if (part.decidingMs < 1) return ["nothing: the refresh would not be shorter without it"];
  const most = part.steps.reduce((best, one) => (one.decidingMs > best.decidingMs ? one : best));
  return [
    { text: `${formatDuration(part.decidingMs)} of ${formatDuration(makespanMs)}`, isStrong: true },
    ` (${share(part.decidingMs, makespanMs)}), most of it ${STEP_WORDS[most.step]}`,
  ];
}

function parallelRows(
  { model, processing }: ModelSnapshot,
  table: TabularTable,
): readonly CardRow[] {
  const [first] = table.partitions;
  const isLoaded = table.kind === "import" || table.kind === "dual";
  if (model === undefined || first === undefined || !isLoaded) return [];
  const connections = connectionsOf(model, first);
  const source = first.dataSource ?? "its source";
  const encoders = processing.encoder === "perTable" ? 1 : table.partitions.length;
  return [
    {
      label: "Side by side",
      lines: [
        [
          `${count(Math.min(connections, table.partitions.length), "reader")} at once: ${count(table.partitions.length, "partition")}, ${count(connections, "connection")} to ${source}`,
        ],
        [
          `${count(encoders, "encoder")}: one per ${encoders === 1 ? "table (heddle.yml: encoder)" : "partition (heddle.yml: encoder)"}`,
        ],
      ],
    },
  ];
}

function findingRows(snapshot: ModelSnapshot, { object }: TabularTable): readonly CardRow[] {
  const own = snapshot
    .problems()
    .filter(
      ({ file, span }) =>
        file === object.file && object.span.start <= span.start && span.end <= object.span.end,
    );
  if (own.length === 0) return [];
  return [
    {
      label: "Findings",
      lines: own.map(({ code, savesMs }): Phrase => {
        const gain =
          savesMs === undefined ? "" : `: saves ${formatDuration(savesMs)} if followed alone`;
        return [{ text: code, isCode: true }, gain];
      }),
    },
  ];
}
