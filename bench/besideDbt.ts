/**
 * How long a project takes to be understood by dbt and by Heddle, in turn on one machine. Whole
 * processes are timed, as a person waits for them; only "in process" is Heddle inside a process
 * that runs already, which is what the editor waits for.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readProject } from "../server/src/dbt/readProject";
import { resolveProject } from "../server/src/dbt/resolveProject";
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { median, type Row, timeMs } from "./measure";

const HEDDLE = resolve(process.env["HEDDLE_ROOT"] ?? ".", "dist/cli.js");
const QUIET = ["--no-send-anonymous-usage-stats", "--quiet"];
/** The part of dbt's time that Heddle may take. */
const GOAL = { 1: 0.01, 2: 0.05 } as const;

/** The programs: a dbt-core 1 with dbt-duckdb, and dbt 2's Rust engine. */
export interface DbtPrograms {
  readonly dbt?: string;
  readonly dbt2?: string;
}

/** What is timed, by its column. */
interface Contestant {
  readonly name: string;
  /** Milliseconds of one run; undefined where the program refused. */
  readonly run: (project: string) => number | undefined;
  /** Makes ready what the run needs and is no part of it. */
  readonly before?: (project: string) => void;
}

/**
 * Rows of Heddle beside each dbt that is there, medians of `rounds`; a dbt that refuses the project
 * is told as a row without a ratio. Writes to the project's `target/`.
 */
export function measureBesideDbt(
  project: string,
  title: string,
  programs: DbtPrograms,
  rounds: number,
): readonly Row[] {
  const contestants = contestantsOf(programs);
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run, before }] of contestants.entries()) {
      before?.(project);
      const ms = run(project);
      if (ms !== undefined) times[index]!.push(ms);
    }
  }
  const [whole = 0, inside = 0, ...others] = times.map(median);
  return contestants.slice(2).flatMap(({ name }, at) => {
    const goal = name.startsWith("dbt 2") ? GOAL[2] : name.endsWith("cold") ? GOAL[1] : undefined;
    const beside = {
      beside: name,
      besideMs: others[at] ?? 0,
      ...(goal === undefined ? {} : { goal }),
    };
    return [
      { what: `heddle models, ${title}`, ms: whole, ...beside },
      { what: `the same in a running process`, ms: inside, ...beside },
    ];
  });
}

/** Heddle's own two first. */
function contestantsOf({ dbt, dbt2 }: DbtPrograms): readonly Contestant[] {
  const forget = (project: string) =>
    rmSync(join(project, "target"), { recursive: true, force: true });
  const contestants: Contestant[] = [
    {
      name: "heddle models",
      run: (project) =>
        wholeProcess(process.execPath, [HEDDLE, "models", project, "--json"], project),
    },
    {
      name: "in process",
      run: (project) => timeMs(() => resolveProject(readProject(diskFileSystem, project))),
    },
  ];
  if (dbt !== undefined) {
    contestants.push(
      {
        name: "dbt 1 parse, cold",
        run: (project) => dbtParse(dbt, project, [...QUIET, "parse", "--no-partial-parse"]),
        before: forget,
      },
      {
        name: "dbt 1 parse, partial",
        run: (project) => dbtParse(dbt, project, [...QUIET, "parse"]),
      },
    );
  }
  if (dbt2 !== undefined) {
    contestants.push({
      name: "dbt 2 parse",
      run: (project) => dbtParse(dbt2, project, ["parse"]),
      before: forget,
    });
  }
  return contestants;
}

function dbtParse(program: string, project: string, words: readonly string[]): number | undefined {
  const places = ["--project-dir", project, "--profiles-dir", project];
  return wholeProcess(resolve(program), [...words, ...places], project);
}

function wholeProcess(program: string, words: readonly string[], cwd: string): number | undefined {
  let status: number | null = null;
  const ms = timeMs(() => {
    status = spawnSync(program, words, { cwd, stdio: "ignore" }).status;
  });
  // Heddle ends with 1 where it found something to say.
  return status === 0 || (program === process.execPath && status === 1) ? ms : undefined;
}
