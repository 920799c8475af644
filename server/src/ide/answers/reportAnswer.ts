/**
 * CONTRACT "heddle.report/1": a project's past runs, its predicted run, its thread counts and its
 * advice, ranked, in one answer. Puts together what other answers say.
 */
import type { ReportSettings } from "../../advise/reportSettings";
import { baseName } from "../../base/fileSystem";
import type { Evidence, Severity } from "../../base/problem";
import type { RunRecord } from "../../dbt/artifacts/runRecord";
import type { Engine } from "../../dbt/project";
import type { Saving, SweepResult } from "../../protocol";
import type { Schedule } from "../../schedule/schedule";
import type { DurationOrigin } from "../../workload/workload";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import { type HistoryKpis, historyKpis } from "./runKpis";
import { scheduleAnswer } from "./scheduleAnswer";
import { sweepAnswer } from "./sweepAnswer";

/** The first finding of a rule, and how many more it has. */
export interface ReportFinding {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** `file:line`, the line from 1. */
  readonly place: string;
  readonly more: number;
  /** What following the most profitable of them saves of the simulated run. */
  readonly savesMs?: number;
  readonly evidence?: Evidence;
}

export interface ReportAnswer {
  readonly schema: "heddle.report/1";
  readonly name: string;
  /** What runs it, as the project shows it; null where it does not. */
  readonly setting: {
    readonly engine: Engine;
    readonly engineOrigin: string;
    readonly adapter: string | null;
    readonly target: string | null;
    readonly threadsOrigin: string;
    /** How many durations are known in which way, and from how many runs. */
    readonly durations: Readonly<Record<DurationOrigin, number>>;
    readonly runs: number;
  };
  readonly deadlineMs: number | null;
  readonly pricePerThreadHour: number | null;
  readonly pricePerWarehouseHour: number | null;
  readonly history: HistoryKpis;
  readonly schedule: Schedule;
  readonly sweep: SweepResult;
  /** By minutes saved. */
  readonly savings: readonly Saving[];
  /** By minutes saved, then the gravest first; hints are left to the editor. */
  readonly findings: readonly ReportFinding[];
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** `runs` in any order. Costs the simulations of a schedule and a sweep answer. */
export function reportAnswer(
  snapshot: ProjectSnapshot,
  runs: readonly RunRecord[],
  options: ReportSettings = {},
): ReportAnswer {
  const { project } = snapshot;
  const { deadlineMs = null, price } = options;
  const schedule = scheduleAnswer(snapshot);
  return {
    schema: "heddle.report/1",
    name: project.name || baseName(project.root),
    setting: settingOf(snapshot),
    deadlineMs,
    pricePerThreadHour: price?.per === "thread-hour" ? price.amount : null,
    pricePerWarehouseHour: price?.per === "warehouse-hour" ? price.amount : null,
    history: historyKpis(project, runs, options),
    schedule: snapshot.schedule(),
    sweep: sweepAnswer(snapshot),
    savings: [...(schedule.savings ?? [])].sort((a, b) => b.savesMs - a.savesMs),
    findings: findingsOf(snapshot),
  };
}

function settingOf(snapshot: ProjectSnapshot): ReportAnswer["setting"] {
  const { engine, engineOrigin, adapter, target, threads } = snapshot.project;
  const durations = { measured: 0, given: 0, estimated: 0, assumed: 0 };
  for (const { durationOrigin } of snapshot.workload().tasks) {
    if (durationOrigin !== undefined) durations[durationOrigin]++;
  }
  return {
    engine,
    engineOrigin,
    adapter,
    target: target?.name ?? null,
    threadsOrigin: threads.origin,
    durations,
    runs: snapshot.history().runs,
  };
}

/** Rules whose advice `savings` gives with the same simulation. */
const TOLD_BY_SAVINGS: ReadonlySet<string> = new Set([
  "bottleneck-model",
  "long-root-started-late",
]);

/** Rules that compare runs with seats, which is not the run that the report is about. */
export const ABOUT_SEATS: ReadonlySet<string> = new Set([
  "heavy-shares-seats",
  "threads-differ-from-recommended",
]);

/** One entry per rule and severity: the finding that saves most, else the first. */
function findingsOf(snapshot: ProjectSnapshot): readonly ReportFinding[] {
  const byRule = new Map<string, ReportFinding>();
  for (const problem of snapshot.problems()) {
    const { severity, code, file, span, message, evidence } = problem;
    const savesMs = ABOUT_SEATS.has(code) ? undefined : problem.savesMs;
    if (severity === "hint" || TOLD_BY_SAVINGS.has(code)) continue;
    const key = `${severity} ${code}`;
    const known = byRule.get(key);
    const line = snapshot.linesOf(file).positionAt(span.start).line + 1;
    const more = known === undefined ? 0 : known.more + 1;
    const isBetter = known === undefined || (savesMs ?? 0) > (known.savesMs ?? 0);
    byRule.set(
      key,
      isBetter
        ? {
            ...{ severity, code, message, place: `${file}:${line}`, more },
            ...(savesMs !== undefined && { savesMs }),
            ...(evidence !== undefined && { evidence }),
          }
        : { ...known, more },
    );
  }
  return [...byRule.values()].sort(
    (a, b) => (b.savesMs ?? 0) - (a.savesMs ?? 0) || RANKS[a.severity] - RANKS[b.severity],
  );
}
