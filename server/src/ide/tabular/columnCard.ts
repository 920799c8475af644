/** The card of one column: how it is encoded and why, what its attribute hierarchy costs, what uses it. */
import { refreshLength } from "../../advise/refreshLength";
import { formatDuration } from "../../base/duration";
import { encodeCost, encodingOf, hierarchyCost } from "../../tabular/processingRates";
import { canBeReencoded, reencoding, tablesAtRisk } from "../../tabular/reencoding";
import { columnUse } from "../../tabular/rules/columnUse";
import type { TabularColumn, TabularTable } from "../../tabular/tabularModel";
import { tableRows } from "../../tabular/tabularWorkload";
import type { ModelSnapshot } from "../../workspace/openModel";
import type { Card, CardRow, Phrase } from "../card";
import { basisWords, share } from "./phrases";

const MS_PER_MICROSECOND = 1e-3;
/** Kinds of tables whose columns a refresh encodes. */
const LOADED = new Set(["import", "dual", "calculated"]);

/** One simulation at most, that of the snapshot. */
export function columnCard(
  snapshot: ModelSnapshot,
  table: TabularTable,
  column: TabularColumn,
): Card {
  const kind = column.kind === "data" ? "" : ` · ${column.kind} column`;
  const hidden = column.isHidden ? " · hidden" : "";
  return {
    title: `${table.name}[${column.name}]`,
    subtitle: `${column.dataType}${kind}${hidden}`,
    rows: LOADED.has(table.kind)
      ? loadedRows(snapshot, table, column)
      : [{ label: "Refresh", lines: [[`${table.kind} tables hold no data: nothing to process`]] }],
    notes: [],
    actions: [],
  };
}

function loadedRows(
  snapshot: ModelSnapshot,
  table: TabularTable,
  column: TabularColumn,
): readonly CardRow[] {
  const { model, processing } = snapshot;
  if (model === undefined) return [];
  const { rates } = processing;
  const rows = tableRows(table, processing);
  const use = columnUse(model);
  const isRelated = use.isRelated(table, column);
  const encoding = encodingOf(column, isRelated);
  const time = (microseconds: number) => formatDuration(microseconds * MS_PER_MICROSECOND);
  const encodeUs = rows * encodeCost(encoding, rates);
  const allUs = table.columns.reduce(
    (sum, one) => sum + rows * encodeCost(encodingOf(one, use.isRelated(table, one)), rates),
    0,
  );
  const calculated: readonly CardRow[] =
    column.kind === "calculated"
      ? [
          {
            label: "Calculated",
            lines: [
              [
                `after all data is in, for all rows on every refresh of any partition: ${time(rows * rates.calculatedColumnPerRow)}`,
              ],
            ],
          },
        ]
      : [];
  return [
    {
      label: "Encoding",
      lines: [
        [{ text: encodingWords(encoding), isStrong: true }, `: ${reasonOf(column, isRelated)}`],
        [`${time(encodeUs)} per refresh, ${share(encodeUs, allUs)} of what ${table.name} encodes`],
      ],
    },
    ...reencodingRows(snapshot, table, column),
    ...calculated,
    { label: "Attribute hierarchy", lines: hierarchyLines(snapshot, table, column, rows) },
    { label: "Used by", lines: [[usesOf(snapshot, table, column).join(", ")]] },
    { label: "Times", lines: [[basisWords(snapshot, table)]] },
  ];
}

/** What it costs where the engine takes back its choice; a simulation. */
function reencodingRows(
  snapshot: ModelSnapshot,
  table: TabularTable,
  column: TabularColumn,
): readonly CardRow[] {
  const { model, processing } = snapshot;
  const schedule = snapshot.schedule();
  const isLoaded = table.kind === "import" || table.kind === "dual";
  if (model === undefined || schedule === undefined || !isLoaded || !canBeReencoded(column)) {
    return [];
  }
  const isAtRisk = tablesAtRisk(model, processing).some(
    (one) => one.table.object === table.object && one.columns.includes(column),
  );
  const lengthOf = refreshLength(processing);
  const supposed = reencoding({ table, columns: [column] })(model);
  const addsMs = Math.max(0, lengthOf(supposed) - lengthOf(model));
  const howLikely = isAtRisk
    ? "the engine guesses from the first rows, and a later segment of a key may contradict"
    : "not expected of this column";
  return [
    {
      label: "Re-encoding",
      lines: [
        [
          { text: `at most +${formatDuration(addsMs)}`, isStrong: true },
          ` of ${formatDuration(schedule.makespanMs)}, where its encoding by value is given up in the last segment (assumed: ${howLikely})`,
        ],
        ...(isAtRisk ? [[{ text: "encodingHint: hash", isCode: true }, " rules it out"]] : []),
      ],
    },
  ];
}

function encodingWords(encoding: ReturnType<typeof encodingOf>): string {
  return encoding === "value" ? "by value" : "hash";
}

/** Why the engine is expected to choose so; it decides by a sample of the data. */
function reasonOf(column: TabularColumn, isRelated: boolean): string {
  const hint = column.encodingHint?.toLowerCase();
  if (column.dataType === "string")
    return "text always is; each value is looked up in a dictionary";
  if (column.dataType === "binary") return "binary values always are";
  if (hint === "hash") return "its encodingHint asks for it";
  if (hint === "value") return "its encodingHint asks for it; the engine may still change its mind";
  if (isRelated) return "expected of a key in a relationship, whose values spread widely";
  if (column.isKey) return "expected of a key, whose values spread widely";
  return "expected of a number in no relationship; a sample of the data decides";
}

function hierarchyLines(
  { model, processing }: ModelSnapshot,
  table: TabularTable,
  column: TabularColumn,
  rows: number,
): readonly Phrase[] {
  if (model === undefined) return [];
  if (!column.isAvailableInMdx) return [["none: isAvailableInMdx is false"]];
  const ms = hierarchyCost(column, rows, processing.rates) * MS_PER_MICROSECOND;
  const values =
    column.cardinality === undefined
      ? "distinct values unknown, every row counts as one"
      : `${column.cardinality.toLocaleString("en-US")} distinct values`;
  const built: Phrase = [`built in every refresh: ${formatDuration(ms)} (${values})`];
  const use = columnUse(model);
  if (use.isStructural(table, column)) {
    return [built, ["needed: a hierarchy, sort order or variation uses the column"]];
  }
  return [
    built,
    [
      { text: "isAvailableInMdx: false", isCode: true },
      ` saves that; Excel and other MDX clients can then not group by it`,
    ],
  ];
}

function usesOf(
  { model }: ModelSnapshot,
  table: TabularTable,
  column: TabularColumn,
): readonly string[] {
  if (model === undefined) return [];
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const uses: string[] = [];
  for (const { fromTable, fromColumn, toTable, toColumn } of model.relationships) {
    const isFrom = same(fromTable, table.name) && same(fromColumn, column.name);
    const isTo = same(toTable, table.name) && same(toColumn, column.name);
    if (isFrom) uses.push(`the relationship to ${toTable}`);
    else if (isTo) uses.push(`the relationship from ${fromTable}`);
  }
  for (const { name, columns } of table.hierarchies) {
    if (columns.some((one) => same(one, column.name))) uses.push(`hierarchy ${name}`);
  }
  for (const { name, sortByColumn } of table.columns) {
    if (sortByColumn !== undefined && same(sortByColumn, column.name))
      uses.push(`order of ${name}`);
  }
  if (columnUse(model).isNamedInDax(column)) uses.push("DAX that names a column like it");
  return uses.length > 0 ? uses : ["nothing in this model; reports are not seen"];
}
