/**
 * The GitHub Action and the pre-commit hook on a local repository: the shell commands of the
 * action's steps with its inputs filled in, and commits that the hook's entry lets through or not.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { toPlain } from "../../server/src/yaml/values";
import { bundleCli } from "../support/bundleCli";

const ROOT = resolve(import.meta.dirname, "../..");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "heddle-pr-")));
const actionPath = join(folder, "action");
const repository = join(folder, "repository");
const GOOD = {
  "dbt/dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
  "dbt/profiles.yml":
    "shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, schema: s, threads: 2}\n",
  "dbt/models/a.sql": "select 1 as id\n",
};
const BROKEN = { "dbt/models/b.sql": "select * from {{ ref('nowhere') }}\n" };

interface Step {
  readonly run: string;
  readonly shell: string;
  readonly "working-directory"?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}
interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly pass_filenames: boolean;
}

function yamlOf(file: string): unknown {
  const { value, problems } = parseYaml(readFileSync(join(ROOT, file), "utf8"));
  if (problems.length > 0) throw new Error(problems[0]?.message);
  return toPlain(value);
}

const action = yamlOf("action.yml") as Action;
const hooks = yamlOf(".pre-commit-hooks.yaml") as readonly Hook[];

function git(...words: string[]): string {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
  return execFileSync("git", [...who, ...words], {
    cwd: repository,
    encoding: "utf8",
    stdio: "pipe",
  });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
}

/** Runs the action's steps one after another, as a runner does, until one fails. */
function runAction(given: Readonly<Record<string, string>>) {
  const [output, summary] = [join(folder, "output"), join(folder, "summary")];
  for (const file of [output, summary]) writeFileSync(file, "");
  const filled = (text: string) =>
    text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => {
      if (name === "github.action_path") return actionPath;
      const input = name.replace(/^inputs\./, "");
      const value = given[input] ?? action.inputs[input]?.default;
      if (value === undefined) throw new Error(`unknown expression ${name}`);
      return value;
    });
  let log = "";
  let status = 0;
  for (const step of action.runs.steps) {
    // A branch's name must never be pasted into a script.
    expect(step.run).not.toContain("${{");
    expect(step.shell).toBe("bash");
    const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value)]);
    const directory = step["working-directory"];
    const ran = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      cwd: directory === undefined ? repository : filled(directory),
      encoding: "utf8",
      env: {
        ...process.env,
        ...Object.fromEntries(env),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    log += ran.stdout + ran.stderr;
    status = ran.status ?? -1;
    if (status !== 0) break;
  }
  const read = (file: string) => readFileSync(file, "utf8");
  return { status, log, output: read(output), summary: read(summary) };
}

beforeAll(async () => {
  await bundleCli(join(actionPath, "dist"));
  const command = join(folder, "bin/heddle");
  mkdirSync(dirname(command));
  writeFileSync(command, `#!/bin/sh\nexec node '${actionPath}/dist/cli.js' "$@"\n`);
  chmodSync(command, 0o755);
});
beforeEach(() => {
  rmSync(repository, { recursive: true, force: true });
  mkdirSync(repository);
  git("init", "-q", "-b", "main");
  write(GOOD);
  git("add", "-A");
  git("commit", "-qm", "good");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each starts several processes, on a machine that may be busy with others. */
const PATIENCE = { timeout: 240_000 };

describe("the action", PATIENCE, () => {
  const sarif = (file = "heddle.sarif") =>
    JSON.parse(readFileSync(join(repository, file), "utf8")).runs[0].results.map(
      ({ ruleId }: { readonly ruleId: string }) => ruleId,
    );

  it("passes a project without errors and writes SARIF, summary and output", () => {
    const { status, output, summary, log } = runAction({ path: "dbt" });
    expect([status, log.includes("0 errors")]).toEqual([0, true]);
    expect(output).toBe("sarif-file=heddle.sarif\n");
    expect(summary).toContain("# Heddle check of dbt");
    expect(sarif()).not.toContain("unknown-ref");
  });

  it("fails on errors, with every finding in SARIF and summary", () => {
    write(BROKEN);
    const { status, summary } = runAction({ path: "dbt", "sarif-file": "all.sarif" });
    expect(status).toBe(1);
    expect(summary).toContain("unknown-ref");
    expect(sarif("all.sarif")).toContain("unknown-ref");
    expect(runAction({ path: "dbt", "fail-on": "never" }).status).toBe(0);
    expect(JSON.parse(runAction({ path: "dbt", format: "json" }).log).schema).toBe(
      "heddle.check/1",
    );
  });

  it("with a base fails on new findings only", () => {
    write(BROKEN);
    git("add", "-A");
    git("commit", "-qm", "an old error");
    git("checkout", "-qb", "change");
    write({ "dbt/models/c.sql": "select 2 as id\n" });
    git("add", "-A");
    git("commit", "-qm", "more");
    const fine = runAction({ path: "dbt", base: "main" });
    expect([fine.status, fine.log]).toEqual([0, expect.stringContaining("1 added")]);
    expect(fine.summary).toContain("# Heddle: shop, main → HEAD");
    write({ "dbt/models/c.sql": "select * from {{ ref('gone') }}\n" });
    git("commit", "-qam", "worse");
    const worse = runAction({ path: "dbt", base: "main" });
    expect(worse.status).toBe(1);
    expect(worse.summary).toContain("gone");
  });

  it("ends with 2 on a base that is not there, and runs no part of its name", () => {
    const { status, log } = runAction({ path: "dbt", base: "x; touch pwned; $(touch pwned)" });
    expect(status).toBe(2);
    expect(log).toContain("git knows no commit");
    expect(existsSync(join(repository, "pwned"))).toBe(false);
  });

  it("names outputs of steps that exist", () => {
    expect(action.runs.using).toBe("composite");
    for (const { value } of Object.values(action.outputs)) {
      expect(value).toBe(`\${{ steps.check.outputs.sarif-file }}`);
    }
  });
});

describe("the pre-commit hook", PATIENCE, () => {
  const [hook] = hooks;
  /** As pre-commit does: nothing to do without a matching staged file, else the entry alone. */
  const install = () => {
    if (hook === undefined) throw new Error("no hook");
    expect(hook.pass_filenames).toBe(false);
    const script = `#!/bin/bash
PATH='${join(folder, "bin")}':"$PATH"
git diff --cached --name-only | grep -Eq '${hook.files}' || exit 0
${hook.entry}
`;
    const path = join(repository, ".git/hooks/pre-commit");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, script);
    chmodSync(path, 0o755);
  };

  it("stops a commit with errors and lets the corrected one through", () => {
    install();
    write(BROKEN);
    git("add", "-A");
    expect(() => git("commit", "-qm", "broken")).toThrow(/unknown-ref/);
    write({ "dbt/models/b.sql": "select * from {{ ref('a') }}\n" });
    git("add", "-A");
    git("commit", "-qm", "fixed");
    expect(git("log", "--format=%s").split("\n")[0]).toBe("fixed");
  });

  it("leaves commits of other files alone", () => {
    install();
    write({ ...BROKEN, "src/main.c": "int main;\n" });
    git("add", "src");
    git("commit", "-qm", "elsewhere");
    expect(git("log", "--format=%s").split("\n")[0]).toBe("elsewhere");
  });
});
