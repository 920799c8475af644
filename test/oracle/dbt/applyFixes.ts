/**
 * Shows with real dbt that fixes do what they say: `node scripts/run.mjs
 * test/oracle/dbt/applyFixes.ts -- PROJECT_DIR --dbt PATH`. Applies every fix of every rule to a
 * copy, until none is left; dbt must parse the copy before and after, give every node the config it
 * had but for hints, and hold each hint where Heddle reads it. `--dbt2 PATH` asks dbt 2 too, or alone,
 * also what it resolves; `--sample NAME` takes a project that dbt 2 brings in place of PROJECT_DIR. `--hints`
 * first writes hints into a project that has none, `--adapter TYPE` makes a profile. `--complete`
 * adds the profile, models and sources that a project only names; dbt must refuse such a project
 * before the fixes and take it afterwards.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { joinFixes } from "../../../server/src/base/joinFixes";
import type { Engine } from "../../../server/src/dbt/project";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";
import { openProject } from "../../../server/src/workspace/openProject";
import { DEFAULT_SETTINGS } from "../../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../../server/src/workspace/snapshot";
import { applyEdits } from "../../support/applyEdits";

const ENGINES: readonly Engine[] = ["dbt-core", "fusion"];

/** A fix may bring to light another finding; more rounds than this mean no progress. */
const MAX_ROUNDS = 12;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dbt: { type: "string" },
    dbt2: { type: "string" },
    target: { type: "string" },
    adapter: { type: "string" },
    hints: { type: "boolean", default: false },
    complete: { type: "boolean", default: false },
    sample: { type: "string" },
    engine: { type: "string", default: "dbt-core" },
  },
});
const [folder] = positionals;
const isAsked = values.dbt !== undefined || values.dbt2 !== undefined;
if ((folder === undefined) === (values.sample === undefined) || !isAsked) {
  process.stderr.write("applyFixes: PROJECT_DIR or --sample NAME, and --dbt PATH are needed\n");
  process.exit(2);
}
const chosenEngine: Engine = values.engine === "fusion" ? "fusion" : "dbt-core";

const parent = mkdtempSync(join(tmpdir(), "heddle-fixes-"));
const copy = join(parent, "project");
try {
  if (folder !== undefined) cpSync(resolve(folder), copy, { recursive: true });
  else makeSample(values.sample ?? "", values.dbt2 ?? "");
  if (values.complete) completeProject(copy);
  if (values.adapter !== undefined) writeProfile(copy, values.adapter);
  // What dbt 2 makes of it before any hint stands in its way.
  const hasPlain2 = values.dbt2 !== undefined && values.hints && canParse(copy, values.dbt2);
  const plain2 = hasPlain2 ? configsOf(copy) : undefined;
  if (values.hints) writeHints(copy);
  const { dbt } = values;
  const before = dbt === undefined ? undefined : parseWithDbt(copy, dbt);
  const configsBefore = configsOf(copy);
  const isDbt2Able =
    values.dbt2 !== undefined &&
    (values.complete || plain2 !== undefined || canParse(copy, values.dbt2));
  const hintsBefore = hintsOf(open(copy));
  const { applied, rounds, left, fresh } = applyAll(copy);
  const after = dbt === undefined ? undefined : parseWithDbt(copy, dbt);
  const configsAfter = configsOf(copy);
  const snapshot = open(copy);
  const lost = lostHints(hintsBefore, snapshot);
  report([
    [
      `${applied} fixes in ${rounds} rounds; ${left} are left`,
      left === 0 && (applied > 0 || !values.hints),
    ],
    [`no fix brought a rule that was silent before ${fresh.join(", ")}`, fresh.length === 0],
    [
      `${hintsBefore.size} hints are as before or as advised ${lost.slice(0, 5).join("; ")}`,
      lost.length === 0,
    ],
    ...(before === undefined || after === undefined
      ? []
      : saidByDbt(snapshot, {
          statuses: [before.status, after.status],
          configs: [configsBefore, configsAfter],
        })),
    // dbt 2 is asked only about what it can read without hints, or what only a hint keeps from it.
    ...(isDbt2Able && values.dbt2 !== undefined
      ? [parsedByDbt2(copy, values.dbt2), ...intendedByDbt2(open(copy, "fusion"), plain2)]
      : []),
    ...(dbt === undefined && !isDbt2Able
      ? [["dbt 2 takes the project before the fixes", false] as const]
      : []),
  ]);
  if (before !== undefined && before.status !== 0 && !values.complete) {
    process.stdout.write(`${before.output.slice(-3000)}\n`);
  }
  if (after !== undefined && after.status !== 0) {
    process.stdout.write(`${after.output.slice(-3000)}\n`);
  }
} finally {
  rmSync(parent, { recursive: true, force: true });
}

/** What dbt 1 makes of the project before and after. */
function saidByDbt(
  snapshot: ProjectSnapshot,
  {
    statuses: [before, after],
    configs: [configsBefore, configs],
  }: {
    readonly statuses: readonly [before: number, after: number];
    readonly configs: readonly [ReadonlyMap<string, Config>, ReadonlyMap<string, Config>];
  },
): readonly (readonly [string, boolean])[] {
  const changed = changedConfigs(configsBefore, configs);
  const misread = misreadHints(snapshot, configs);
  return [
    values.complete
      ? [`dbt refuses the project as it is (exit ${before})`, before !== 0]
      : [`dbt parses the project as it is (exit ${before})`, before === 0],
    [`dbt parses it afterwards (exit ${after})`, after === 0],
    // What dbt refuses has no config yet: there the hints alone can be compared.
    values.complete
      ? [`dbt knows ${configs.size} nodes then`, configs.size > 0]
      : [
          `${configs.size} nodes keep their config but for hints ${changed.slice(0, 5).join("; ")}`,
          changed.length === 0 && configs.size > 0 && configs.size === configsBefore.size,
        ],
    [
      `dbt holds each hint that Heddle reads ${misread.slice(0, 5).join("; ")}`,
      misread.length === 0,
    ],
  ];
}

/** A project that dbt 2 carries in itself, as `dbt init` writes it. */
function makeSample(sample: string, dbt2: string): void {
  const args = ["init", "--project-name", "project", "--skip-profile-setup", "--sample", sample];
  const { status, stderr } = spawnSync(resolve(dbt2), args, {
    cwd: parent,
    encoding: "utf8",
    env: { ...process.env, HOME: parent, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  if (status !== 0) throw new Error(`dbt init --sample ${sample}: ${stderr}`);
}

function open(root: string, engine: Engine = chosenEngine): ProjectSnapshot {
  return openProject({
    fileSystem: diskFileSystem,
    root,
    settings: { ...DEFAULT_SETTINGS, engine, ...(values.target && { target: values.target }) },
    now: "2026-01-15T02:00:00Z",
    previous: undefined,
  }).snapshot;
}

/** The first fix of every problem, round by round, as somebody who accepts all of them would. */
function applyAll(root: string) {
  // What only one engine complains of is no news when the other's complaint is gone.
  const codes = new Set(ENGINES.flatMap((one) => [...codesOf(open(root, one))]));
  let applied = 0;
  for (let round = 1; ; round++) {
    const problems = open(root).problems();
    const { edits, fixCount, leftCount } = joinFixes(problems, ([first]) => first);
    if (edits.length === 0 || round > MAX_ROUNDS) {
      const fresh = [...codesOf(open(root))].filter((code) => !codes.has(code));
      return { applied, rounds: round - 1, left: fixCount + leftCount, fresh };
    }
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const path = join(root, file);
      const own = edits.filter((edit) => edit.file === file);
      writeFileSync(path, applyEdits(readFileSync(path, "utf8"), own));
    }
    applied += fixCount;
  }
}

function codesOf(snapshot: ProjectSnapshot): ReadonlySet<string> {
  return new Set(snapshot.problems().map(({ code }) => code));
}

type Config = Readonly<Record<string, unknown>>;

/** dbt's resolved config of every node, from its manifest. */
function configsOf(root: string): ReadonlyMap<string, Config> {
  const path = join(root, "target", "manifest.json");
  if (!existsSync(path)) return new Map();
  const { nodes } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly nodes: Readonly<Record<string, { readonly config: Config }>>;
  };
  return new Map(Object.entries(nodes).map(([id, { config }]) => [id, config]));
}

/** Nodes whose config differs in more than `threads` and `meta.heddle`. */
function changedConfigs(
  before: ReadonlyMap<string, Config>,
  after: ReadonlyMap<string, Config>,
): readonly string[] {
  return [...after].flatMap(([id, config]) =>
    JSON.stringify(withoutHint(config)) === JSON.stringify(withoutHint(before.get(id) ?? {}))
      ? []
      : [id],
  );
}

function withoutHint({ threads: _, meta, ...rest }: Config): unknown {
  const { heddle: __, threads: ___, ...others } = (meta ?? {}) as Config;
  return { ...rest, meta: others };
}

/** Nodes whose hint, as Heddle reads it, is not what dbt's manifest holds. */
function misreadHints(
  { project }: ProjectSnapshot,
  configs: ReadonlyMap<string, Config>,
): readonly string[] {
  return [...project.nodes.values()].flatMap(({ uniqueId, hint }) => {
    const { threads, meta } = configs.get(uniqueId) ?? {};
    const own = (meta ?? {}) as { readonly heddle?: Config; readonly threads?: unknown };
    const held = own.heddle?.["threads"] ?? own.threads ?? threads;
    return hint?.threads === undefined || hint.threads === held
      ? []
      : [`${uniqueId}: ${hint.threads} and ${String(held)}`];
  });
}

function hintsOf({ project }: ProjectSnapshot): ReadonlyMap<string, number> {
  return new Map(
    [...project.nodes.values()].flatMap(({ uniqueId, hint }): [string, number][] =>
      hint?.threads === undefined ? [] : [[uniqueId, hint.threads]],
    ),
  );
}

/** Hints that are gone, or have become what nobody advised. */
function lostHints(
  before: ReadonlyMap<string, number>,
  snapshot: ProjectSnapshot,
): readonly string[] {
  const after = hintsOf(snapshot);
  const { effective } = snapshot.project.threads;
  return [...before].flatMap(([id, threads]) => {
    const now = after.get(id);
    const isAdvised = now === snapshot.recommendation(id)?.threads || now === effective;
    return now === threads || (now !== undefined && isAdvised)
      ? []
      : [`${id}: ${threads}, now ${String(now)}`];
  });
}

/** Whether dbt 2 reads the project itself, or stumbles over nothing but hints. */
function canParse(root: string, dbt2: string): boolean {
  const { status, output } = parseWithDbt(root, dbt2);
  const codes = [...output.matchAll(/\(dbt(\d+)\)/g)].map(([, code]) => code);
  return (
    status === 0 || (codes.length > 0 && codes.every((code) => /^10(?:13|60)$/.test(code ?? "")))
  );
}

function parsedByDbt2(root: string, dbt2: string): readonly [string, boolean] {
  const { status, output } = parseWithDbt(root, dbt2);
  if (status !== 0) process.stdout.write(`${output.slice(-1500)}\n`);
  return [`dbt 2 parses it afterwards (exit ${status})`, status === 0];
}

/** What dbt 2's own manifest holds now: hints where Heddle reads them, all else as it was without any. */
function intendedByDbt2(
  snapshot: ProjectSnapshot,
  plain: ReadonlyMap<string, Config> | undefined,
): readonly (readonly [string, boolean])[] {
  const configs = configsOf(copy);
  const misread = misreadHints(snapshot, configs);
  const hints = hintsOf(snapshot).size;
  const held = [
    `dbt 2 holds each of ${hints} hints that Heddle reads ${misread.slice(0, 5).join("; ")}`,
    misread.length === 0,
  ] as const;
  if (plain === undefined) return [held];
  const changed = changedConfigs(plain, configs);
  const isWhole = configs.size > 0 && configs.size === plain.size;
  return [
    held,
    [
      `dbt 2 gives ${configs.size} nodes the config they had without hints ${changed.slice(0, 5).join("; ")}`,
      changed.length === 0 && isWhole,
    ],
  ];
}

/** A profile of that adapter under the name that the project asks for. */
function writeProfile(root: string, type: string): void {
  const text = readFileSync(join(root, "dbt_project.yml"), "utf8");
  const name = /^profile\s*:\s*['"]?([\w-]+)/m.exec(text)?.[1] ?? "default";
  const output = `{type: ${type}, path: ':memory:', schema: analytics, threads: 4}`;
  writeFileSync(
    join(root, "profiles.yml"),
    `${name}:\n  target: dev\n  outputs:\n    dev: ${output}\n`,
  );
}

/** Adds what the project names and does not hold: its profile, models of one row, sources. */
function completeProject(root: string): void {
  const path = join(root, "dbt_project.yml");
  const text = readFileSync(path, "utf8");
  if (!/^profile\s*:/m.test(text)) writeFileSync(path, `${text.trimEnd()}\nprofile: default\n`);
  const problems = open(root).problems();
  const stubs = join(root, "models", "stubs");
  mkdirSync(stubs, { recursive: true });
  for (const { code, message } of problems) {
    const name = code === "unknown-ref" ? /'([\w.]+)'/.exec(message)?.[1] : undefined;
    if (name !== undefined) writeFileSync(join(stubs, `${name}.sql`), "select 1 as id\n");
  }
  const tables = new Map<string, Set<string>>();
  const without = problems.filter(({ code }) => code === "unknown-source");
  for (const file of new Set(without.map((problem) => problem.file))) {
    const calls = readFileSync(join(root, file), "utf8").matchAll(
      /\bsource\(\s*'(\w+)'\s*,\s*'(\w+)'/g,
    );
    for (const [, source = "", table = ""] of calls) {
      tables.set(source, (tables.get(source) ?? new Set()).add(table));
    }
  }
  const sources = [...tables].map(
    ([source, names]) =>
      `  - {name: ${source}, tables: [${[...names].map((name) => `{name: ${name}}`).join(", ")}]}\n`,
  );
  if (sources.length > 0) {
    writeFileSync(join(stubs, "sources.yml"), `sources:\n${sources.join("")}`);
  }
}

/** Hints in every way that people write them, into a project that has none. */
function writeHints(root: string): void {
  const models = [...open(root).project.nodes.values()].filter(
    ({ resourceType, file }) => resourceType === "model" && file.endsWith(".sql"),
  );
  for (const [index, { file }] of models
    .filter(({ file: one }) => !one.startsWith("dbt_"))
    .entries()) {
    const path = join(root, file);
    const text = readFileSync(path, "utf8");
    const threads = 1 + (index % 4);
    const call = /\{\{-?\s*config\s*\(/.exec(text);
    if (index % 3 === 2) continue;
    const at = call === null ? 0 : call.index + call[0].length;
    const hint =
      index % 3 === 1 && !/\bmeta\s*=/.test(text)
        ? `meta={"threads": ${threads}}`
        : `threads=${threads}`;
    const written = call === null ? `{{ config(${hint}) }}\n` : `${hint}, `;
    writeFileSync(path, text.slice(0, at) + written + text.slice(at));
  }
  const path = join(root, "dbt_project.yml");
  const text = readFileSync(path, "utf8");
  const own = /^models\s*:[^\n]*\n(\s+)([\w-]+)\s*:[^\n]*\n(\s+)\S/m.exec(text);
  if (own === null) return;
  const at = own.index + own[0].length - 1;
  writeFileSync(
    path,
    `${text.slice(0, at)}+threads: 6  # as before\n${own[3] ?? ""}${text.slice(at)}`,
  );
}

function parseWithDbt(root: string, dbt: string) {
  rmSync(join(root, "target", "partial_parse.msgpack"), { force: true });
  const target = values.target === undefined ? [] : ["--target", values.target];
  const args = ["parse", "--project-dir", root, "--profiles-dir", root, ...target];
  const { status, stdout, stderr } = spawnSync(resolve(dbt), args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  return { status: status ?? 1, output: withoutTrace(`${stdout}${stderr}`) };
}

/** dbt 2 prints the stack of its own calls below each error. */
function withoutTrace(output: string): string {
  return output.replace(/^\s*(?:\d+: (?:<unknown>|\w+)|at \.\/.*)$\n?/gm, "");
}

function report(checks: readonly (readonly [string, boolean])[]): void {
  for (const [what, holds] of checks) {
    process.stdout.write(`  ${holds ? "ok  " : "FAIL"} ${what.trim()}\n`);
  }
  const failed = checks.filter(([, holds]) => !holds).length;
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}
