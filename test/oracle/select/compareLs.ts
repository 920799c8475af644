/**
 * Compares Heddle's selection with real `dbt ls` on random selections:
 * `node scripts/run.mjs test/oracle/select/compareLs.ts -- PYTHON NAME=PROJECT[:PROFILES] … [--count N]
 * [--selectors N] [--seed S] [--record] [--resolved] [--env JSON] [--below FOLDER]`. N random
 * selectors are written into a copy's selectors.yml. `--record` keeps the answers as test data of
 * `test/dbt-select`; `--resolved` selects on Heddle's own reading of the project instead of dbt's
 * manifest; `--env` is an object of environment variables that both are given; `--below` names the
 * folder of a project that reads files around it, inside of PROJECT.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Manifest, parseManifest } from "../../../server/src/dbt/artifacts/manifest";
import { readProject } from "../../../server/src/dbt/readProject";
import { releaseOf, USUAL_RELEASE } from "../../../server/src/dbt/release";
import { resolveProject } from "../../../server/src/dbt/resolveProject";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";
import { parseYaml } from "../../../server/src/yaml/parseYaml";
import { toPlain } from "../../../server/src/yaml/values";
import { projectFromManifest } from "../../dbt-select/projectFromManifest";
import { selectLikeLs } from "../../dbt-select/selectLikeLs";
import { randomSelections } from "./randomSelections";
import { type RandomSelector, randomSelectors } from "./randomSelectors";
import { trimmedManifest } from "./trimmedManifest";

const HERE = join(process.env["HEDDLE_ROOT"] ?? ".", "test", "oracle", "select");
const DATA = join(HERE, "..", "..", "data", "dbt-select");

const words = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
};
const python = words[0] ?? "python3";
const count = Number(option("--count") ?? 300);
const seed = option("--seed") ?? "1";
const selectorCount = Number(option("--selectors") ?? 0);
const env = JSON.parse(option("--env") ?? "{}") as Readonly<Record<string, string>>;
const isRecording = words.includes("--record");
const isResolved = words.includes("--resolved");

let total = 0;
let equal = 0;
for (const word of words.slice(1).filter((candidate) => /^\w+=/.test(candidate))) {
  const [name = "", place = ""] = word.split("=");
  const [source = "", profiles = "."] = place.split(":");
  const folder = mkdtempSync(join(tmpdir(), "heddle-ls-"));
  try {
    cpSync(source, join(folder, "project"), { recursive: true });
    const project = join(folder, "project", option("--below") ?? "");
    const result = compare(name, project, profiles, folder);
    total += result.total;
    equal += result.equal;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
process.stdout.write(`${equal} of ${total} equal: ${((100 * equal) / total).toFixed(2)} %\n`);
process.stdout.write(`${equal} passed, ${total - equal} failed\n`);
process.exitCode = equal === total ? 0 : 1;

function compare(
  name: string,
  project: string,
  profiles: string,
  folder: string,
): { readonly total: number; readonly equal: number } {
  const [casesFile, answersFile, manifestFile] = ["cases", "answers", "manifest"].map((file) =>
    join(folder, `${file}.json`),
  ) as [string, string, string];
  const files = filesBelow(project, "");
  const ownSelectors = files.includes("selectors.yml")
    ? readFileSync(join(project, "selectors.yml"), "utf8")
    : "selectors: []";
  // The words of a selection come from the manifest: a first parse without cases gives it.
  writeFileSync(casesFile, "[]");
  run(project, profiles, casesFile, answersFile, manifestFile);
  const { manifest } = parseManifest(readFileSync(manifestFile, "utf8"), "manifest.json");
  const selectors = withRandomSelectors(ownSelectors, manifest!, `${name} ${seed}`);
  if (selectorCount > 0) writeFileSync(join(project, "selectors.yml"), JSON.stringify(selectors));
  const selectorNames = selectors.selectors.map((one) => one.name);
  const cases = randomSelections(manifest!, selectorNames, count, `${name} ${seed}`);
  writeFileSync(casesFile, JSON.stringify(cases));
  const began = performance.now();
  run(project, profiles, casesFile, answersFile, manifestFile);
  const dbtMs = performance.now() - began;
  const answers: readonly (readonly string[] | null)[] = JSON.parse(
    readFileSync(answersFile, "utf8"),
  );

  const ours = isResolved
    ? resolveProject(readProject(diskFileSystem, project, { profilesDir: profiles }), {
        env,
        release: releaseOf(manifest!.dbtVersion ?? "") ?? USUAL_RELEASE,
      })
    : projectFromManifest(manifest!, files);
  let agreeing = 0;
  const start = performance.now();
  const selected = cases.map((one) => selectLikeLs(ours, one.arguments, selectors));
  const ourMs = performance.now() - start;
  cases.forEach((one, index) => {
    if (JSON.stringify(answers[index]) === JSON.stringify(selected[index])) agreeing++;
    else process.stdout.write(disagreement(one.arguments, answers[index], selected[index]));
  });
  process.stdout.write(
    `${name}: ${agreeing} of ${cases.length} equal; dbt ${Math.round(dbtMs)} ms, heddle ${Math.round(ourMs)} ms\n`,
  );
  if (isRecording) {
    const ids = [...new Set(answers.flatMap((answer) => answer ?? []))].sort();
    const lines = cases.map((one, index) => {
      const answer = answers[index]?.map((id) => ids.indexOf(id)) ?? null;
      return JSON.stringify([one.arguments, answer]);
    });
    const parts = [
      `"selectors": ${JSON.stringify(selectors)}`,
      `"files": ${JSON.stringify(files)}`,
      `"manifest": ${trimmedManifest(readFileSync(manifestFile, "utf8"))}`,
      `"ids": ${JSON.stringify(ids)}`,
      `"cases": [\n${lines.join(",\n")}\n]`,
    ];
    const record = `{${parts.join(",\n")}}\n`;
    writeFileSync(join(DATA, `${name}.json`), record);
  }
  return { total: cases.length, equal: agreeing };
}

/** What a selectors.yml says, with random ones behind its own; JSON is YAML too. */
function withRandomSelectors(
  text: string,
  manifest: Manifest,
  words: string,
): { readonly selectors: readonly RandomSelector[] } {
  const own = toPlain(parseYaml(text).value) as { readonly selectors: readonly RandomSelector[] };
  const further = randomSelectors(manifest, selectorCount, words);
  const isFree = !own.selectors.some((one) => one.default === true);
  return {
    selectors: [
      ...own.selectors,
      ...further.map((one, index) => (isFree && index === 0 ? { ...one, default: true } : one)),
    ],
  };
}

/** The command line, and what only one side selects. */
function disagreement(
  words: readonly string[],
  dbt: readonly string[] | null | undefined,
  heddle: readonly string[] | null | undefined,
): string {
  const only = (a: typeof dbt, b: typeof dbt): string =>
    a === null ? "refuses" : (a ?? []).filter((id) => !b?.includes(id)).join(" ");
  return `${words.join(" ")}\n  only dbt     ${only(dbt, heddle)}\n  only heddle  ${only(heddle, dbt)}\n`;
}

function run(project: string, profiles: string, ...files: readonly string[]): void {
  const { status, stderr } = spawnSync(
    python,
    [join(HERE, "listSelections.py"), project, profiles, ...files],
    { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...env } },
  );
  if (status !== 0) throw new Error(`dbt did not answer: ${stderr.slice(-2000)}`);
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (/^(target|logs|\.user\.yml)$/.test(path)) return [];
      const entry = lstatSync(join(root, path));
      // A package that lies around the project is linked into it: following it would never end.
      if (entry.isSymbolicLink()) return [];
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    });
}
