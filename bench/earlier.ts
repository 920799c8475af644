/**
 * This Heddle beside an earlier commit of itself: both built from their own sources, both reading
 * the same generated project in turn, whole processes.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { median, type Row, timeMs } from "./measure";
import { inTemporaryFolder, writeGenerated } from "./projectFolder";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const ROUNDS = 5;
/** A commit in the middle of a change may not build; the one before it may. */
const MOST_TRIES = 20;

/**
 * One row; empty where git knows no such commit. One that does not build stands for the next before
 * it that does. Uses this tree's installed packages for both.
 */
export function measureBesideEarlier(commit: string, modelCount: number): readonly Row[] {
  return inTemporaryFolder((folder) => {
    const earlier = join(folder, "earlier");
    const name = checkOut(commit, earlier);
    if (name === undefined) return [];
    const project = join(folder, "project");
    writeGenerated(project, modelCount);
    const clis = [ROOT, earlier].map((tree) => join(tree, "dist/cli.js"));
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (const [at, cli] of clis.entries()) {
        times[at]?.push(
          timeMs(() =>
            spawnSync(process.execPath, [cli, "models", project, "--json"], { stdio: "ignore" }),
          ),
        );
      }
    }
    return [
      {
        what: `heddle models, ${modelCount.toLocaleString("en")} models`,
        ms: median(times[0]),
        beside: `commit ${name}`,
        besideMs: median(times[1]),
      },
    ];
  });
}

/** Builds `commit` or one before it in `folder`; its short name, or undefined where there is none. */
function checkOut(commit: string, folder: string): string | undefined {
  if (!existsSync(join(ROOT, "node_modules"))) return undefined;
  const git = (...words: readonly string[]) =>
    spawnSync("git", words, { cwd: ROOT, maxBuffer: 1e9 });
  for (let before = 0; before < MOST_TRIES; before++) {
    const named = git("rev-parse", "--short", "--verify", `${commit}~${before}^{commit}`);
    if (named.status !== 0) return undefined;
    const name = named.stdout.toString().trim();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    execFileSync("tar", ["-x", "-C", folder], { input: git("archive", name).stdout });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
    const built = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: folder });
    if (built.status === 0) return name;
  }
  return undefined;
}
