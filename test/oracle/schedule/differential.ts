/**
 * Tens of thousands of random workloads under random options, as the command line takes them, against
 * the independent simulator in Python: `node scripts/run.mjs test/oracle/schedule/differential.ts --
 * --count 20000 --seed 1 --python python3`. Compares start order, times, threads, causes, the
 * makespans under every meaning of hints and of a sweep, and holds the bound below them. Ends with
 * `N passed, N failed`; the first failures are printed with all that it takes to have them again.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { workloadSource } from "../../../server/src/ide/answers/runSource";
import {
  type ScheduleAnswer,
  scheduleAnswer,
} from "../../../server/src/ide/answers/scheduleAnswer";
import { sweepAnswer } from "../../../server/src/ide/answers/sweepAnswer";
import { HINT_MEANINGS } from "../../../server/src/schedule/schedule";
import { seededRandom } from "../../../server/src/schedule/seededRandom";
import { parseWorkload } from "../../../server/src/workload/validateWorkload";
import type { ScheduleRequest } from "../../../server/src/workspace/snapshot";
import { randomWorkload } from "../../support/randomWorkload";
import type { OracleResult } from "../../support/scheduleOracle";

const SIMULATOR = join(
  process.env["HEDDLE_ROOT"] ?? process.cwd(),
  "test/oracle/schedule/simulator.py",
);
const CHUNK = 500;
const SHOWN = 3;
/** Shares of the makespan that sums of floats may differ by where tasks slow each other down. */
const SAME = 1e-6;

interface Case {
  readonly seed: number;
  /** As it stands in a file. */
  readonly text: string;
  readonly request: ScheduleRequest;
  /** What the oracle is asked, one JSON per line: the case itself, then its variants. */
  readonly questions: readonly object[];
  readonly isStretched: boolean;
}

function caseOf(seed: number): Case {
  const uniform = seededRandom(seed * 2654435761);
  const pick = (count: number) => Math.floor(uniform() * count);
  const size = uniform() < 0.1 ? 1 + pick(3) : 1 + pick(60);
  const drawn = randomWorkload(seed, { tasks: size, isPlain: uniform() < 0.2 });
  const isStretched = uniform() < 0.25;
  // Ties of sums of floats are broken by their last digit, so stretched runs have none.
  const workload = isStretched
    ? {
        ...drawn,
        tasks: drawn.tasks.map((task) => ({ ...task, durationMs: 1 + 100 * uniform() })),
      }
    : drawn;
  const threads = uniform() < 0.15 ? 1 + pick(100) : 1 + pick(9);
  const hints = HINT_MEANINGS[pick(4)]!;
  const policy = uniform() < 0.5 ? "dbt-core" : "longest-path";
  const reserve = uniform() < 0.2 ? pick(100) : 0;
  const edited = uniform() < 0.2 ? workload.tasks[pick(size)] : undefined;
  const whatIf = edited === undefined ? {} : { [edited.id]: pick(3) * 7 };
  const options = {
    ...(uniform() < 0.2 ? { overheadMs: pick(4) * 2.5 } : {}),
    ...(uniform() < 0.1 ? { singleThreaded: true } : {}),
    ...(isStretched && uniform() < 0.7 ? { capacity: 0.3 + uniform() * 6 } : {}),
    ...(isStretched && uniform() < 0.4
      ? { contention: { alpha: uniform() / 3, beta: uniform() / 30 } }
      : {}),
  };
  const asked = { workload, threads, hints, policy, reserve, whatIf, ...options };
  const meanings = HINT_MEANINGS.map((meaning) => ({ ...asked, hints: meaning }));
  const widths = [1, 2, threads + 1].map((width) => ({ ...asked, threads: width, reserve: 0 }));
  return {
    seed,
    text: JSON.stringify(workload),
    isStretched,
    questions: [asked, ...meanings, ...widths],
    request: {
      threads,
      hints,
      policy,
      reservePercent: reserve,
      ...options,
      ...(edited === undefined ? {} : { whatIf: new Map(Object.entries(whatIf)) }),
    },
  };
}

function ask(python: string, questions: readonly object[]): readonly OracleResult[] {
  const input = questions.map((one) => JSON.stringify(one)).join("\n");
  const { stdout, stderr, status } = spawnSync(python, [SIMULATOR], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line): OracleResult => JSON.parse(line));
}

/** What is wrong with our answers, in words; `undefined` where nothing is. */
function differenceIn(one: Case, theirs: readonly OracleResult[]): string | undefined {
  const { workload, problems } = parseWorkload(one.text);
  if (workload === undefined) return `refused: ${problems[0]?.message}`;
  const source = workloadSource(workload);
  const answer = scheduleAnswer(source, one.request);
  const [asked, ...variants] = theirs;
  const same = (ours: number, other: number) =>
    one.isStretched ? Math.abs(ours - other) <= SAME * Math.max(1, other) : ours === other;
  const found = differenceInRun(answer, asked!, same);
  if (found !== undefined) return found;
  for (const [at, hints] of HINT_MEANINGS.entries()) {
    const other = variants[at]!.makespan;
    const alternative = answer.alternatives.find(
      (candidate) => candidate.hints === hints && candidate.policy === one.request.policy,
    );
    if (alternative === undefined || !same(alternative.makespanMs, other))
      return `alternative ${hints}: ${alternative?.makespanMs}, oracle ${other}`;
  }
  const threads = one.request.threads ?? 1;
  const { reservePercent: _, ...unreserved } = one.request;
  const swept = sweepAnswer(source, { ...unreserved, from: 1, to: threads + 1 });
  for (const [at, width] of [1, 2, threads + 1].entries()) {
    const other = variants[HINT_MEANINGS.length + at]!.makespan;
    const point = swept.points[width - 1];
    if (point === undefined || !same(point.makespanMs, other))
      return `sweep at ${width}: ${point?.makespanMs}, oracle ${other}`;
  }
  return undefined;
}

function differenceInRun(
  answer: ScheduleAnswer,
  theirs: OracleResult,
  same: (ours: number, other: number) => boolean,
): string | undefined {
  const { tasks, makespanMs, lowerBoundMs, peakThreads } = answer;
  if (!same(makespanMs, theirs.makespan))
    return `makespan ${makespanMs}, oracle ${theirs.makespan}`;
  const order = tasks.map(({ id }) => id);
  const wrong = order.findIndex((id, at) => id !== theirs.order[at]);
  if (wrong >= 0) return `start ${wrong} is ${order[wrong]}, oracle ${theirs.order[wrong]}`;
  for (const { id, startMs, endMs, thread, blockedBy } of tasks) {
    if (!same(startMs, theirs.start[id]!)) return `${id} starts at ${startMs}`;
    if (!same(endMs, theirs.end[id]!)) return `${id} ends at ${endMs}`;
    if (thread !== theirs.thread[id]) return `${id} on thread ${thread}`;
    if (blockedBy !== theirs.blockedBy[id]) return `${id} blocked by ${blockedBy}`;
  }
  if (peakThreads !== theirs.peak) return `peak ${peakThreads}, oracle ${theirs.peak}`;
  if (lowerBoundMs > theirs.makespan * (1 + SAME)) return `bound ${lowerBoundMs} above the run`;
  return undefined;
}

function main(): number {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      python: { type: "string", default: "python3" },
    },
  });
  const first = Number(values.seed);
  const last = first + Number(values.count);
  let passed = 0;
  let failed = 0;
  for (let from = first; from < last; from += CHUNK) {
    const cases = Array.from({ length: Math.min(CHUNK, last - from) }, (_, at) =>
      caseOf(from + at),
    );
    const answers = ask(
      values.python,
      cases.flatMap(({ questions }) => questions),
    );
    let at = 0;
    for (const one of cases) {
      const difference = differenceIn(one, answers.slice(at, at + one.questions.length));
      at += one.questions.length;
      if (difference === undefined) {
        passed++;
        continue;
      }
      failed++;
      if (failed <= SHOWN)
        process.stdout.write(
          `seed ${one.seed}: ${difference}\n  ${JSON.stringify(one.questions[0])}\n`,
        );
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = main();
