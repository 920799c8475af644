/** `heddle shred analyse`: what a file holds, and how evenly each division would fill the shards. */
import { shardChart } from "../report/shardChart";
import { type Analysis, analyse } from "../shred/analyse";
import { Refusal } from "../shred/refusal";
import type { CommandResult } from "./command";
import { jsonText } from "./jsonText";
import { absolutePath } from "./paths";
import { dialectOf, type ShredContext, shardsOf, watchOf } from "./shredContext";

export async function shredAnalyse(context: ShredContext, file: string): Promise<CommandResult> {
  const shards = shardsOf(context);
  const analysis = await analyseFile(context, file, shards);
  const text =
    context.format === "json"
      ? jsonText([analysisJson(analysis)])
      : analysisText(analysis, file, context.width);
  return { text, status: 0 };
}

/** One pass over `file`, which is closed at the end whatever happens. */
export async function analyseFile(
  context: ShredContext,
  file: string,
  shards: number,
): Promise<Analysis> {
  const { host, io } = context;
  const path = absolutePath(io, file);
  const facts = await host.stat(path);
  if (facts === undefined) throw new Refusal(`${file}: no such file`);
  if (facts.kind === "folder") throw new Refusal(`${file} is a folder; name a file`);
  const { source, choice } = await host.openSource(path);
  try {
    const input = {
      name: file,
      size: facts.size,
      source,
      choice: { ...dialectOf(context), ...choice },
    };
    return await analyse(input, shards, watchOf(context));
  } finally {
    await source.close();
  }
}

function analysisJson(analysis: Analysis): object {
  const { dialect } = analysis.layout;
  return {
    schema: "heddle.shred.analysis/1",
    rows: analysis.rows,
    dialect: {
      delimiter: String.fromCharCode(dialect.delimiter),
      quote: String.fromCharCode(dialect.quote),
      escape: String.fromCharCode(dialect.escape),
      header: dialect.hasHeader,
    },
    blankLines: analysis.blankLines,
    raggedRows: analysis.raggedRows,
    columns: analysis.columns.map(({ name, type, isInteger, nulls, negatives, stride, heavy }) => ({
      name,
      type,
      integer: isInteger,
      nulls,
      negatives,
      stride: stride ?? null,
      heavy,
    })),
    candidates: analysis.candidates,
    recommended: { column: null, ...analysis.recommended },
  };
}

function analysisText(analysis: Analysis, file: string, width: number): string {
  const { rows, columns, candidates, recommended, raggedRows, firstRagged, blankLines } = analysis;
  const nameWidth = Math.max(6, ...columns.map(({ name }) => name.length));
  const columnLines = columns.map(({ name, type, nulls, negatives, stride, heavy }) => {
    const notes = [
      ...(nulls > 0 ? [`${nulls} nulls`] : []),
      ...(negatives > 0 ? [`${negatives} negative`] : []),
      ...(stride !== undefined && stride > 1 ? [`steps of ${stride}`] : []),
      ...heavy
        .slice(0, 1)
        .map(({ key, share }) => `key ${key}: at least ${Math.round(share * 100)} %`),
    ];
    return `  ${name.padEnd(nameWidth)}  ${type.padEnd(11)}  ${notes.join(", ")}`.trimEnd();
  });
  const shown = candidates.filter((one) => one.shards === shardsShown(analysis));
  const candidateLines = [...shown]
    .sort((a, b) => a.imbalance - b.imbalance)
    .slice(0, 12)
    .map(
      ({ column, function: kind, imbalance, empty }) =>
        `  ${column.padEnd(nameWidth)}  ${kind.padEnd(4)}  ${imbalance.toFixed(3).padStart(9)}${empty > 0 ? `  ${empty} empty` : ""}`,
    );
  const name = recommended.column === undefined ? "" : ` of ${recommended.column}`;
  return `${[
    `${file}: ${rows.toLocaleString("en-US")} rows, ${columns.length} columns`,
    ...(blankLines > 0 ? [`${blankLines} blank lines are no rows`] : []),
    ...(raggedRows > 0
      ? [
          `${raggedRows} rows have another number of fields than the header, the first is row ${firstRagged}`,
        ]
      : []),
    "",
    "Columns",
    ...columnLines,
    "",
    `Divided by ${shardsShown(analysis)}: rows of the fullest shard over a fair share`,
    ...(candidateLines.length === 0 ? ["  no column can be a key"] : candidateLines),
    "",
    `Recommended: ${recommended.function}${name} by ${recommended.shards}`,
    `  ${recommended.because}`,
    "",
    ...shardChart(recommended.rows, width),
    "",
  ].join("\n")}`;
}

function shardsShown({ candidates, recommended }: Analysis): number {
  const degrees = [...new Set(candidates.map(({ shards }) => shards))].sort((a, b) => a - b);
  return degrees[Math.floor(degrees.length / 2)] ?? recommended.shards;
}
