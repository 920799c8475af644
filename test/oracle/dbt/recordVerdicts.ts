/**
 * Asks real dbt what it says of the small projects in `test/data/dbt/verdicts/` and writes it down:
 * `node scripts/run.mjs test/oracle/dbt/recordVerdicts.ts -- --python PATH --dbt2 PATH [--only WORD]`.
 * Projects with a recorded verdict whose files are as then are not asked again without `--all`.
 * `--folder DIR` takes the projects of another folder, `--most N` asks of at most N of them.
 * With `--check` nothing is written; verdicts that changed are printed and the exit status is 1.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Engine } from "../../../server/src/dbt/project";
import {
  type SmallProject,
  smallProjects,
  type Verdict,
  type Verdicts,
} from "../../dbt/wrongProjects";

const root = process.env["HEDDLE_ROOT"] ?? ".";
const { values } = parseArgs({
  options: {
    python: { type: "string" },
    dbt2: { type: "string" },
    only: { type: "string", default: "" },
    all: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
    folder: { type: "string" },
    most: { type: "string", default: "10000" },
  },
});
const folder = values.folder ?? join(root, "test/data/dbt/verdicts");
const { base } = JSON.parse(
  readFileSync(join(root, "test/data/dbt/wrong-inputs.json"), "utf8"),
) as { readonly base: Readonly<Record<string, string>> };
const file = join(folder, "verdicts.json");
const known: Verdicts = existsSync(file)
  ? (JSON.parse(readFileSync(file, "utf8")) as Verdicts)
  : {};
const BATCH = 30;
process.exitCode = record();

function record(): number {
  const projects = [...smallProjects(folder).values()].flat();
  const names = new Set(projects.map(({ name }) => name));
  if (names.size !== projects.length) {
    const twice = projects.filter(
      ({ name }, index) => projects.findIndex((one) => one.name === name) !== index,
    );
    process.stderr.write(`recordVerdicts: twice: ${twice.map(({ name }) => name).join(" ")}\n`);
    return 2;
  }
  const changed: string[] = [];
  const next: Record<string, Partial<Record<Engine, Verdict>>> = {};
  for (const { name } of projects) next[name] = { ...known[name] };
  const write = (): void => {
    if (!values.check) writeFileSync(file, `${JSON.stringify(next, null, 1)}\n`);
  };
  const take = (engine: Engine, python: string, extra: readonly string[]): void => {
    const wanted = projects
      .filter(
        ({ name }) =>
          name.includes(values.only) &&
          (values.all || values.check || known[name]?.[engine] === undefined),
      )
      .slice(0, Number(values.most));
    // What was answered is written down at once: dbt takes seconds for each, and may be interrupted.
    for (let at = 0; at < wanted.length; at += BATCH) {
      for (const { name, ...verdict } of ask(python, extra, wanted.slice(at, at + BATCH))) {
        if (verdict.refused === null) continue;
        const before = known[name]?.[engine];
        if (before !== undefined && before.refused !== verdict.refused) {
          changed.push(`${name} on ${engine}: refused ${before.refused}, now ${verdict.refused}`);
        }
        next[name]![engine] = verdict;
      }
      write();
    }
  };
  if (values.python !== undefined) take("dbt-core", values.python, ["--jobs", values.jobs]);
  if (values.dbt2 !== undefined) take("fusion", "python3", ["--dbt2", resolve(values.dbt2)]);
  const open = projects.filter(({ name }) => Object.keys(next[name]!).length < 2);
  const unasked = open.map(({ name }) => name);
  if (open.length > 0) process.stdout.write(`not by both engines: ${unasked.join(" ")}\n`);
  for (const line of changed) process.stdout.write(`${line}\n`);
  write();
  process.stdout.write(`${projects.length} projects, ${changed.length} verdicts changed\n`);
  return changed.length > 0 && values.check ? 1 : 0;
}

/** `refused` is null where dbt gave no answer in time. */
type Answer =
  | ({ readonly name: string } & Verdict)
  | { readonly name: string; readonly refused: null; readonly said: readonly string[] };

function ask(
  python: string,
  extra: readonly string[],
  cases: readonly SmallProject[],
): readonly Answer[] {
  if (cases.length === 0) return [];
  const script = join(root, "test/oracle/dbt/askDbt.py");
  const { stdout, stderr, status } = spawnSync(python, [script, ...extra], {
    input: JSON.stringify({ base, cases }),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) process.stderr.write(`recordVerdicts: ${stderr.slice(-2000)}\n`);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Answer);
}
