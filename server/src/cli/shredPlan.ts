/**
 * `heddle shred plan`: the steps with their exact SQL, what they need and take, and whether the
 * whole is worth it. What a calibration makes is gone when it is done.
 */
import { formatDuration } from "../base/duration";
import { workloadAnswer } from "../ide/answers/workloadAnswer";
import type { Analysis } from "../shred/analyse";
import { type BreakEven, breakEven, type ShredTimes } from "../shred/breakEven";
import type { Manifest } from "../shred/manifest";
import { beginManifest, RUNS, touched } from "../shred/openRun";
import {
  GUARANTEES,
  openReasonOf,
  type PlanStep,
  reasonOf,
  stepsOf,
  withAnalysis,
} from "../shred/planShred";
import { Refusal } from "../shred/refusal";
import { shardBalance } from "../shred/shardOf";
import { shredWorkload } from "../shred/shredWorkload";
import { type TableColumn, tableColumns } from "../shred/sqlTarget";
import type { Target } from "../shred/target";
import type { Workload } from "../workload/workload";
import type { CommandResult } from "./command";
import { jsonText } from "./jsonText";
import { analyseFile } from "./shredAnalyse";
import { type ShredContext, shardsOf, sizeText, workersOf } from "./shredContext";
import { requestOf } from "./shredRun";
import { engineStartMs, type Origin, timesOf } from "./shredTimes";

/** Share of the processors in use by others from which a plan says so. */
const WORTH_SAYING = 0.1;

interface Plan {
  readonly manifest: Manifest;
  readonly target: Target;
  readonly analysis: Analysis;
  readonly rows: readonly number[];
  readonly steps: readonly PlanStep[];
  readonly result: BreakEven;
  readonly times: ShredTimes;
  readonly origin: Origin;
  /** Whether what is known suffices for the verdict. */
  readonly isDecided: boolean;
  /** Rows on which the machine was measured, where it was. */
  readonly sampleRows?: number;
  /** Share of the processors that others kept busy meanwhile. */
  readonly busyShare?: number;
  readonly workers: number;
  readonly because: string;
  readonly instead?: string;
  readonly diskBytes: number;
  readonly freeBytes: number;
}

export async function shredPlan(context: ShredContext, file: string): Promise<CommandResult> {
  const plan = await planOf(context, file);
  if (context.format === "workload") {
    return { text: jsonText([workloadAnswer(workloadOf(plan, file))]), status: 0 };
  }
  const text = context.format === "json" ? jsonText([planJson(plan, file)]) : planText(plan, file);
  return { text, status: 0 };
}

async function planOf(context: ShredContext, file: string): Promise<Plan> {
  const { host } = context;
  const analysis = await analyseFile(context, file, shardsOf(context));
  const request = await requestOf(context, file, analysis);
  const { target } = request;
  const engineMs = await engineStartMs(context, target);
  const existing = await existingColumns(context, target);
  const beganMs = host.elapsedMs();
  const begun = await beginManifest(host, request);
  const beginMs = host.startMs + engineMs + host.elapsedMs() - beganMs;
  const commit = existing.length > 0 && request.commit === undefined ? "append" : begun.commit;
  const manifest = withAnalysis({ ...begun, commit }, analysis);
  const rows = rowsOf(manifest, analysis);
  const workers = workersOf(context);
  const measured = await timesOf(context, manifest, target, existing.length > 0, beginMs);
  const { times, rounds, busyShare } = measured;
  const result = breakEven(times, rows, workers, rounds, busyShare);
  const isSure = isDecided(measured.origin, result);
  const steps = stepsOf(manifest, target, existing, { ...result, ...times }, workers);
  const diskBytes = Math.ceil(analysis.bytes * 1.05);
  return {
    manifest,
    target,
    analysis,
    rows,
    steps,
    result,
    ...measured,
    workers,
    isDecided: isSure,
    ...reasonOf(result, times, target),
    ...(!isSure && { because: openReasonOf(result, measured.origin === "given") }),
    diskBytes,
    freeBytes: await host.freeBytes(context.io.cwd),
  };
}

/**
 * A measured plan is decided. The rate of one loader leaves open what many side by side gain: it
 * decides only where even the most they could would not pay. An assumed rate decides nothing.
 */
function isDecided(origin: Origin, { isClear }: BreakEven): boolean {
  return origin === "measured" || (origin === "given" && isClear);
}

/** Columns of the target table; a DuckDB file that is not there is not made. */
async function existingColumns(
  { host, args }: ShredContext,
  target: Target,
): Promise<readonly TableColumn[]> {
  if (target.kind === "csv" || target.kind === "parquet") return [];
  if (target.kind === "duckdb" && (await host.stat(target.file)) === undefined) return [];
  if (target.kind === "postgres" && args.has("no-calibration")) return [];
  const database =
    target.kind === "duckdb"
      ? await host.openDuckdb(target.file, true)
      : await host.openPostgres(target.url, "SELECT 1");
  const session = await database.connect();
  try {
    const load = { engine: target.kind, table: target.table, run: "" };
    return await tableColumns({ load, database, session });
  } finally {
    await session.close();
    await database.close();
  }
}

/** Rows per shard as the analysis counted them, where it did. */
function rowsOf(manifest: Manifest, analysis: Analysis): readonly number[] {
  const { shardCount, column, function: kind } = manifest;
  const found = analysis.candidates.find(
    (one) => one.column === column && one.function === kind && one.shards === shardCount,
  );
  if (found !== undefined) return found.rows;
  if (kind === "round-robin") {
    return Array.from({ length: shardCount }, (_, shard) =>
      Math.floor((analysis.rows + shardCount - 1 - shard) / shardCount),
    );
  }
  throw new Refusal(
    `${column ?? ""} is no key for ${kind}: its values are ${analysis.columns.find(({ name }) => name === column)?.type ?? "not in the file"}; see heddle shred analyse`,
  );
}

function workloadOf({ steps, rows, workers, times, origin }: Plan, file: string): Workload {
  // What all loads take of their workers together, while these hinder each other.
  const busyMs = (times.loadOnceMs * Math.min(workers, rows.length)) / times.speedup;
  return shredWorkload(`shred ${file}`, steps, rows, workers, busyMs, origin);
}

function planJson(plan: Plan, file: string): object {
  const { manifest, result, times, steps, rows } = plan;
  return {
    schema: "heddle.shred.plan/1",
    file,
    rows: manifest.source.rows ?? 0,
    column: manifest.column,
    function: manifest.function,
    shards: manifest.shardCount,
    shardRows: rows,
    ...shardBalance(rows),
    target: manifest.target,
    commit: manifest.commit,
    guarantee: GUARANTEES[manifest.commit],
    workers: plan.workers,
    steps: steps.map((step, at) => ({ step: at + 1, ...step })),
    touches: touched(manifest, `${RUNS}/${manifest.run}`),
    disk: { neededBytes: plan.diskBytes, freeBytes: plan.freeBytes },
    predicted: {
      origin: plan.origin,
      shreddingMs: result.shreddedMs,
      notShreddingMs: result.directMs,
      shreddingBandMs: result.shreddedBand,
      notShreddingBandMs: result.directBand,
      clear: result.isClear,
      sampleRows: plan.sampleRows ?? null,
      busyShare: plan.busyShare ?? null,
      shredMs: times.shredMs,
      loadMs: result.loadMs,
      commitMs: times.commitMs,
      loadSpeedup: times.speedup,
      neededSpeedup: result.neededSpeedup ?? null,
    },
    verdict: result.verdict,
    decided: plan.isDecided,
    because: plan.because,
    instead: plan.instead ?? null,
    workload: workloadAnswer(workloadOf(plan, file)),
  };
}

function busyText({ busyShare = 0 }: Plan): readonly string[] {
  if (busyShare < WORTH_SAYING) return [];
  return [
    `Other programs kept ${Math.round(100 * busyShare)} % of the processors busy meanwhile; plan again on a quiet machine for a narrower band.`,
  ];
}

function sampleText({ sampleRows, analysis }: Plan): string {
  if (sampleRows === undefined) return "";
  return sampleRows >= analysis.rows
    ? " on the whole file"
    : ` on ${Math.max(1, Math.round((100 * sampleRows) / analysis.rows))} % of the rows`;
}

function verdictText({ isDecided: isSure, result, target, because, instead }: Plan) {
  if (isSure) {
    return [
      `Verdict: ${result.verdict}. ${because}.`,
      ...(instead === undefined ? [] : [`Instead: ${instead}.`]),
    ];
  }
  const isFolder = target.kind === "csv" || target.kind === "parquet";
  return [
    `Verdict: undecided. ${because}.`,
    isFolder
      ? "To decide, let your loader be tried: --trial-command '… {shard} {file}', a form of it that leaves nothing."
      : "To decide, leave --no-calibration and --rows-per-second away: the target is then measured.",
  ];
}

function planText(plan: Plan, file: string): string {
  const { manifest, steps, rows, origin } = plan;
  const name = manifest.column === null ? "" : ` of ${manifest.column}`;
  return `${[
    `${file}: ${(manifest.source.rows ?? 0).toLocaleString("en-US")} rows by ${manifest.function}${name} into ${manifest.shardCount} shards, ${plan.workers} workers, to ${manifest.target}`,
    ...verdictText(plan),
    `Times are ${origin}${sampleText(plan)}; the fullest shard has ${Math.round(shardBalance(rows).imbalance * 100)} % of a fair share.`,
    ...busyText(plan),
    "",
    "Steps",
    ...steps.flatMap(({ name: step, what, sql, ms }, at) => [
      `  ${at + 1}. ${step}: ${what}${ms > 0 ? ` (${formatDuration(ms)})` : ""}`,
      ...sql.map((statement) => `       ${statement};`),
    ]),
    "",
    `Disk: about ${sizeText(plan.diskBytes)} for the shards, ${sizeText(plan.freeBytes)} free`,
    "A run would write to",
    ...touched(manifest, `${RUNS}/${manifest.run}`).map((what) => `  ${what}`),
    "",
    "Nothing was written.",
  ].join("\n")}\n`;
}
