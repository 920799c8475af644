/** The card of whatever thing of a tabular model is meant; here those of the model and its sources. */
import { formatDuration } from "../../base/duration";
import { connectionsOf } from "../../tabular/parallelism";
import type { TabularDataSource, TabularModel } from "../../tabular/tabularModel";
import type { ModelSnapshot } from "../../workspace/openModel";
import type { Card, CardRow, Phrase } from "../card";
import { count } from "../words";
import { columnCard } from "./columnCard";
import { STEP_WORDS, share } from "./phrases";
import { decidingSteps, refreshPart } from "./refreshFacts";
import type { ModelSubject } from "./subject";
import { partitionCard, tableCard } from "./tableCards";

const LISTED = 4;

/** What to do about each kind of work that decides a refresh. */
const REMEDIES = {
  read: "more partitions or connections, if the source bears them",
  encode: "fewer columns, or numbers in place of text",
  "re-encode": "encodingHint: hash on the keys",
  compress: "fewer columns, or partitions with an encoder of their own",
  "calculated table": "a view of the source in its place",
  "calculated columns": "columns of the source in their place",
  "attribute hierarchies": "isAvailableInMdx: false where no MDX client groups",
  "user hierarchies": "fewer user hierarchies on large tables",
  relationships: "fewer relationships on large tables",
} as const;

export function subjectCard(snapshot: ModelSnapshot, subject: ModelSubject): Card {
  switch (subject.kind) {
    case "model":
      return refreshCard(snapshot, subject.model);
    case "dataSource":
      return dataSourceCard(snapshot, subject.dataSource);
    case "table":
      return tableCard(snapshot, subject.table);
    case "partition":
      return partitionCard(snapshot, subject.table, subject.partition);
    case "column":
      return columnCard(snapshot, subject.table, subject.column);
  }
}

function refreshCard(snapshot: ModelSnapshot, model: TabularModel): Card {
  const schedule = snapshot.schedule();
  const { origin } = snapshot.processing.rates;
  const rows: readonly CardRow[] =
    schedule === undefined
      ? []
      : [
          {
            label: "Full refresh",
            lines: [
              [
                { text: formatDuration(schedule.makespanMs), isStrong: true },
                ` with ${count(schedule.threads, "job")} at once, at least ${formatDuration(schedule.lowerBoundMs)} in any order · ${origin} rates`,
              ],
            ],
          },
          { label: "Bottleneck", lines: bottleneckLines(snapshot, schedule.makespanMs) },
        ];
  const facts = [
    count(model.tables.length, "table"),
    count(model.dataSources.length, "data source"),
    ...(model.compatibilityLevel === null ? [] : [`compatibility ${model.compatibilityLevel}`]),
  ];
  return {
    title: model.name,
    subtitle: facts.join(" · "),
    rows,
    notes: [],
    actions: [{ title: "Simulate Refresh", command: "heddle.simulateRun" }],
  };
}

/** Which jobs decide the length, the largest first. */
function bottleneckLines(snapshot: ModelSnapshot, makespanMs: number): readonly Phrase[] {
  const deciding = decidingSteps(snapshot).filter(({ ms }) => ms >= 1);
  const [first] = deciding;
  if (first === undefined) return [["nothing takes time"]];
  return [
    ...deciding
      .slice(0, LISTED)
      .map(
        ({ table, step, ms }): Phrase => [
          `${STEP_WORDS[step]} of ${table}: ${formatDuration(ms)} (${share(ms, makespanMs)})`,
        ],
      ),
    [`shorter by ${REMEDIES[first.step]}`],
  ];
}

function dataSourceCard(snapshot: ModelSnapshot, source: TabularDataSource): Card {
  const { model } = snapshot;
  const own = (model?.tables ?? []).flatMap(({ partitions }) =>
    partitions.filter(({ dataSource }) => dataSource === source.name),
  );
  const part = refreshPart(
    snapshot,
    ({ step, partition }) => step === "read" && partition?.dataSource === source.name,
  );
  const [first] = own;
  const connections = first && model ? connectionsOf(model, first) : source.maxConnections;
  const limit =
    source.maxConnections === undefined ? "10, the default where nothing is set" : "maxConnections";
  const rows: readonly CardRow[] = [
    {
      label: "Connections",
      lines: [
        [
          `${connections ?? "?"} at once (${limit}); ${count(own.length, "partition")} read from it`,
        ],
      ],
    },
    ...(part === undefined
      ? []
      : [
          {
            label: "In the refresh",
            lines: [
              [
                `readers wait ${formatDuration(part.waitMs)} in all for a connection or a thread; reading decides ${formatDuration(part.decidingMs)} of ${formatDuration(snapshot.schedule()?.makespanMs ?? 0)}`,
              ],
            ],
          },
        ]),
  ];
  return {
    title: source.name,
    subtitle: `${source.type} data source`,
    rows,
    notes: [],
    actions: [],
  };
}
