/**
 * Lays a public project out as `dbt deps` would leave it: its files at a commit, its packages at
 * named releases, a profile. Knows nothing of what is in the files.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { PublicProject } from "./publicProjectList";

export interface Place {
  /** The folder of dbt_project.yml. */
  readonly folder: string;
  readonly profiles: string;
  /** Where answers about this very state of the project are kept. */
  readonly answers: string;
}

interface Surroundings {
  readonly work: string;
  readonly mirrors: string | undefined;
}

/** Files, packages and profile of a project below `work`; made once. */
export function layOut(
  project: PublicProject,
  { work, mirrors }: Surroundings,
): Place | { readonly failure: string } {
  const root = join(work, "projects", project.name.replaceAll(/[^\w.-]+/g, "_"));
  const folder = join(root, "checkout", project.folder ?? "");
  const place = { folder, profiles: join(root, "profiles"), answers: join(root, "answers") };
  const state = JSON.stringify({ ...project, known: undefined });
  const mark = join(root, "state.json");
  if (existsSync(mark) && readFileSync(mark, "utf8") === state) return place;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const git = { work, mirrors };
  const failure =
    extract(project.repository, project.commit, join(root, "checkout"), git) ??
    install(project, folder, git);
  if (failure !== undefined) return { failure };
  for (const { file, of, to } of project.mended ?? []) {
    const path = join(root, "checkout", file);
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(of, () => to),
    );
  }
  writeProfile(project, folder, place.profiles);
  writeFileSync(mark, state);
  return place;
}

/** `owner/name` at a commit or tag into a new folder; gives what went wrong. */
function extract(
  repository: string,
  commit: string,
  into: string,
  { work, mirrors }: Surroundings,
): string | undefined {
  const key = repository.replace("/", "+");
  const mirror = mirrors === undefined ? undefined : join(resolve(mirrors), key, "repo");
  const clone = join(work, "git", key);
  const hasMirror = mirror !== undefined && existsSync(mirror);
  const store = hasMirror
    ? existsSync(join(mirror, ".git"))
      ? join(mirror, ".git")
      : mirror
    : clone;
  if (!hasMirror) {
    run("git", ["init", "--quiet", "--bare", clone]);
    const url = `https://github.com/${repository}.git`;
    const fetched = run("git", ["--git-dir", clone, "fetch", "--depth", "1", url, commit]);
    if (fetched !== undefined) return `${repository} ${commit} cannot be fetched: ${fetched}`;
    run("git", ["--git-dir", clone, "update-ref", `refs/wanted/${commit}`, "FETCH_HEAD"]);
  }
  const ref = hasMirror ? commit : `refs/wanted/${commit}`;
  mkdirSync(into, { recursive: true });
  const index = { GIT_INDEX_FILE: `${into}.index` };
  const failure =
    run("git", ["--git-dir", store, "read-tree", ref], index) ??
    run("git", ["--git-dir", store, "--work-tree", into, "checkout-index", "--all"], index);
  rmSync(index.GIT_INDEX_FILE, { force: true });
  if (failure === undefined) return undefined;
  const lacking = failure
    .split("\n")
    .map((line) => /^error: unable to read sha1 file of (.*) \(\w+\)$/.exec(line));
  if (lacking.some((match) => match === null)) return `${repository} ${commit}: ${failure}`;
  // A mirror may lack its largest files. What is in a seed is not looked at, that it is there is.
  for (const path of lacking.map((match) => match![1]!).filter((path) => path.endsWith(".csv"))) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), "id\n");
  }
  return undefined;
}

/** Packages into the project's own place for them, local ones as links, as dbt makes them. */
function install(
  { packages = [], locals = [], withoutPackages = false }: PublicProject,
  folder: string,
  git: Surroundings,
): string | undefined {
  const text = readFileSync(join(folder, "dbt_project.yml"), "utf8");
  const written = /^packages-install-path:\s*["']?([^"'\s]+)/m.exec(text)?.[1];
  // One from the environment has the usual folder for its default.
  const target = join(folder, written?.includes("{") === false ? written : "dbt_packages");
  rmSync(target, { recursive: true, force: true });
  if (withoutPackages) {
    for (const name of ["packages.yml", "dependencies.yml"]) {
      const path = join(folder, name);
      if (existsSync(path)) renameSync(path, `${path}.taken-out`);
    }
  }
  if (packages.length + locals.length > 0) mkdirSync(target, { recursive: true });
  for (const local of locals) {
    const source = resolve(folder, local);
    symlinkSync(source, join(target, nameOf(source)));
  }
  for (const written of packages) {
    const [repository = "", ref = ""] = written.split("@");
    const [commit = "", below = ""] = ref.split(":");
    const copy = mkdtempSync(join(tmpdir(), "heddle-package-"));
    try {
      const failure = extract(repository, commit, copy, git);
      if (failure !== undefined) return failure;
      const source = join(copy, below);
      cpSync(source, join(target, nameOf(source)), { recursive: true });
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** `name:` of the project in a folder. */
function nameOf(folder: string): string {
  const text = readFileSync(join(folder, "dbt_project.yml"), "utf8");
  return /^name:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? basename(folder);
}

const OUTPUTS: Readonly<Record<NonNullable<PublicProject["adapter"]>, string>> = {
  duckdb: "{type: duckdb, path: ':memory:', schema: main, threads: 4}",
  postgres:
    "{type: postgres, host: localhost, port: 5432, user: u, password: p, dbname: db, schema: main, threads: 4}",
  snowflake:
    "{type: snowflake, account: a, user: u, password: p, role: r, database: db, warehouse: w, schema: main, threads: 4}",
  bigquery: "{type: bigquery, method: oauth, project: db, dataset: main, location: EU, threads: 4}",
  redshift:
    "{type: redshift, host: localhost, port: 5439, user: u, password: p, dbname: db, schema: main, threads: 4}",
  spark:
    "{type: spark, method: thrift, host: localhost, port: 10000, user: u, schema: main, threads: 4}",
  databricks:
    "{type: databricks, host: localhost, http_path: /sql, token: t, catalog: db, schema: main, threads: 4}",
  trino:
    "{type: trino, method: none, host: localhost, port: 8080, user: u, database: db, schema: main, threads: 4}",
};

/** A profile of the project's name for it; a package of its own has none and is given one. */
function writeProfile(project: PublicProject, folder: string, into: string): void {
  const file = join(folder, "dbt_project.yml");
  const text = readFileSync(file, "utf8");
  if (!/^profile:/m.test(text)) writeFileSync(file, `${text}\nprofile: default\n`);
  const name = project.profile ?? /^profile:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? "default";
  const { target = "dev", adapter = "duckdb" } = project;
  mkdirSync(into, { recursive: true });
  writeFileSync(
    join(into, "profiles.yml"),
    `"${name}":\n  target: ${target}\n  outputs:\n    ${target}: ${OUTPUTS[adapter]}\n`,
  );
}

/** Runs a program; gives what it complained of. */
function run(
  program: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): string | undefined {
  const env = { ...process.env, ...variables };
  const { status, stderr, error } = spawnSync(program, words, { encoding: "utf8", env });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}
