/** `heddle diff` of folders, and of commits in a real repository whose work tree it must not need. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import Ajv from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DiffAnswer } from "../../server/src/ide/answers/diffAnswer";
import { diskFileSystem } from "../../server/src/node/diskFileSystem";
import { openGitTree } from "../../server/src/node/gitTree";
import { checkRefused, plainFiles, runCommand } from "./commandLine";

const PROJECT = { "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n" };
const PROFILE =
  "shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, schema: s, threads: 2}\n";
const given = (seconds: number, sql: string, more = "") =>
  `{{ config(meta={'heddle': {'durationMs': ${seconds * 1000}}}${more}) }}\n${sql}\n`;
const BEFORE = {
  ...PROJECT,
  "profiles.yml": PROFILE,
  "models/a.sql": given(60, "select 1 as id"),
  "models/b.sql": given(30, "select * from {{ ref('a') }}"),
  "models/old.sql": given(10, "select * from {{ ref('nowhere') }}"),
};
const AFTER = {
  ...PROJECT,
  "profiles.yml": PROFILE,
  "models/a.sql": given(20, "select 1 as id", ", materialized='table'"),
  "models/b.sql": `-- moved\n${given(30, "select 1 as id")}`,
  "models/größe.sql": given(50, "select * from {{ ref('b') }} join {{ ref('gone') }} using (id)"),
};

function schemaCheck(answer: unknown): void {
  const path = resolve(import.meta.dirname, "../../schemas/diff.schema.json");
  const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(path, "utf8")),
  );
  expect(isValid(answer), JSON.stringify(isValid.errors)).toBe(true);
}

function checkChange({ models, findings, base, head, makespanDeltaMs }: DiffAnswer): void {
  expect(base).toMatchObject({ models: 3, threads: 2, makespanMs: 90_000, criticalPathMs: 90_000 });
  expect(head).toMatchObject({ models: 3, makespanMs: 80_000 });
  expect(makespanDeltaMs).toBe(-10_000);
  expect(models.added.map(({ name, onCriticalPath }) => [name, onCriticalPath])).toEqual([
    ["größe", true],
  ]);
  expect(models.removed.map(({ name }) => name)).toEqual(["old"]);
  const changes = new Map(models.changed.map((model) => [model.name, model.changes]));
  expect(changes.get("a")).toEqual([
    { what: "duration", before: 60_000, after: 20_000 },
    { what: "materialized", before: "view", after: "table" },
    { what: "criticalPath", before: true, after: false },
  ]);
  expect(changes.get("b")).toContainEqual({
    what: "dependsOn",
    added: [],
    removed: ["model.shop.a"],
  });
  const refs = (problems: typeof findings.new) =>
    problems.filter(({ code }) => code === "unknown-ref").map(({ file }) => file);
  expect(refs(findings.new)).toEqual(["models/größe.sql"]);
  expect(refs(findings.gone)).toEqual(["models/old.sql"]);
}

const under = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

describe("diff of two folders", () => {
  const both = plainFiles({ ...under("/x/before", BEFORE), ...under("/x/after", AFTER) });

  it("says what changed in models, run and findings", async () => {
    const { out, status } = await runCommand(["diff", "/x/before", "/x/after", "--json"], both);
    expect(status).toBe(0);
    const answer: DiffAnswer = JSON.parse(out);
    schemaCheck(answer);
    checkChange(answer);
  });

  it("finds nothing between a state and itself", async () => {
    const { out } = await runCommand(["diff", "/x/after", "/x/after", "--json"], both);
    expect(JSON.parse(out)).toMatchObject({
      makespanDeltaMs: 0,
      models: { added: [], removed: [], changed: [] },
      findings: { new: [], gone: [] },
    });
  });

  it("prints for a person and for a pull request", async () => {
    const text = await runCommand(["diff", "/x/before", "/x/after"], both);
    expect(text.out).toContain("1 m 30 s on 2 threads → 1 m 20 s on 2 threads (−10 s)");
    const { out } = await runCommand(
      ["diff", "/x/before", "/x/after", "--format", "markdown"],
      both,
    );
    expect(out).toContain("| a | changed | takes 1 m 00 s → 20 s; view → table; no longer on");
    expect(out).toContain("| größe | added | 50 s, on the critical path |");
  });

  it("fails on new findings only where asked", async () => {
    const words = ["diff", "/x/before", "/x/after", "--fail-on", "error"];
    expect((await runCommand(words, both)).status).toBe(1);
    const back = ["diff", "/x/after", "/x/after", "--fail-on", "hint"];
    expect((await runCommand(back, both)).status).toBe(0);
  });

  it("says what it cannot open", async () => {
    await checkRefused("diff", "diff needs a base: a folder or a git ref, as in heddle diff main");
    await checkRefused("diff nope", "nope: no such folder, and git is not installed");
  });
});

describe("diff of git refs", () => {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "heddle-diff-"))).replaceAll("\\", "/");
  const git = (...words: string[]) => execFileSync("git", words, { cwd: top, encoding: "utf8" });
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      writeFileSync(join(top, path), text);
    }
  };
  const commit = (files: Readonly<Record<string, string>>, message: string) => {
    rmSync(join(top, "dbt"), { recursive: true, force: true });
    write(under("dbt", files));
    git("add", "-A", "dbt");
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
    git(...who, "commit", "-qm", message);
  };
  const surroundings = { fileSystem: diskFileSystem, cwd: top, openGitTree };

  beforeAll(() => {
    git("init", "-q", "-b", "main");
    commit(BEFORE, "before");
    git("tag", "v1");
    commit(AFTER, "after");
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  it("compares two commits though the work tree holds neither", async () => {
    write({ "dbt/models/a.sql": "select 'unsaved' as x {{ broken" });
    const status = git("status", "--porcelain");
    const { out, err } = await runCommand(["diff", "v1", "HEAD", "dbt", "--json"], surroundings);
    expect(err).toBe("");
    const answer: DiffAnswer = JSON.parse(out);
    schemaCheck(answer);
    checkChange(answer);
    expect(answer.head.commit).toBe(git("rev-parse", "HEAD").trim());
    expect(git("status", "--porcelain")).toBe(status);
    git("checkout", "-q", "--", "dbt");
  });

  it("compares a commit with the work tree, from inside a folder too", async () => {
    for (const [cwd, path] of [
      [top, "dbt"],
      [`${top}/dbt`, "."],
      [`${top}/dbt/models`, ".."],
    ] as const) {
      const words = ["diff", "v1", ".", path, "--json"];
      const { out, err } = await runCommand(words, { ...surroundings, cwd });
      expect(err).toBe("");
      checkChange(JSON.parse(out));
    }
  });

  it("takes history that no commit holds from the disk, for both sides", async () => {
    commit({ ...PROJECT, "profiles.yml": PROFILE, "models/a.sql": "select 1 as id" }, "measured");
    write({
      "dbt/target/run_results.json": JSON.stringify({
        metadata: {
          dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
          generated_at: "2026-01-01T00:00:00Z",
        },
        args: { which: "run" },
        elapsed_time: 7,
        results: [{ unique_id: "model.shop.a", status: "success", execution_time: 7, timing: [] }],
      }),
    });
    const { out } = await runCommand(["diff", "HEAD", "main", "dbt", "--json"], surroundings);
    const { base, head }: DiffAnswer = JSON.parse(out);
    expect([base.durations.measured, head.durations.measured]).toEqual([1, 1]);
    rmSync(join(top, "dbt/target"), { recursive: true });
  });

  it("says which ref or folder is wrong", async () => {
    await checkRefused(
      "diff nope HEAD dbt",
      'nope: no such folder, and git knows no commit "nope"',
      surroundings,
    );
    await checkRefused(
      ["diff", "--output=x", "HEAD", "dbt"],
      "heddle diff has no option --output; see heddle diff --help",
      surroundings,
    );
    await checkRefused(
      "diff v1 HEAD nothing",
      "v1: nothing: holds no dbt project (dbt_project.yml)",
      surroundings,
    );
  });

  it("reads links, empty and binary files as the disk does", () => {
    write({
      "dbt/seeds/empty.csv": "",
      "dbt/seeds/binary.csv": "a\0b",
      "dbt/seeds/mark.csv": "\ufeffid\n",
    });
    execFileSync("ln", ["-s", "../models/a.sql", "dbt/seeds/link.csv"], { cwd: top });
    git("add", "-A", "dbt");
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
    git(...who, "commit", "-qm", "seeds");
    const tree = openGitTree(top, "HEAD");
    if (typeof tree === "string") throw new Error(tree);
    for (const folder of ["", "/dbt", "/dbt/seeds", "/dbt/models"]) {
      const onDisk = diskFileSystem.list(`${top}${folder}`);
      if ("failure" in onDisk) throw new Error(onDisk.message);
      expect(tree.fileSystem.list(`${top}${folder}`)).toEqual(
        onDisk.filter(({ name }) => name !== ".git"),
      );
      for (const { name, kind } of onDisk) {
        if (kind === "folder") continue;
        const file = `${top}${folder}/${name}`;
        expect(tree.fileSystem.read(file)).toEqual(diskFileSystem.read(file));
      }
    }
  });
});
