/**
 * The dbt command that runs given nodes: selectors that mean exactly them, in words a shell takes.
 * Runs nothing.
 */
import { compareText } from "../base/problem";
import type { DbtNode, DbtProject } from "../dbt/project";
import type { PhaseCommand } from "../ide/answers/planAnswer";

export interface DbtCommand {
  readonly command: "run" | "build";
  readonly threads: number;
  /** Options that say how to run, such as --target, as the user gave them. */
  readonly running: readonly string[];
  /** Options that choose nodes, as the user gave them. */
  readonly selecting: readonly string[];
  /** False where something is left out, be it by the project's default selector. */
  readonly isEverything: boolean;
}

/** `dbt run --threads 8` with everything that the user's options choose. */
export function wholeCommand({ command, threads, running, selecting }: DbtCommand): PhaseCommand {
  return commandOf(["dbt", command, "--threads", String(threads), ...running, ...selecting]);
}

/**
 * The same for `chosen` out of `all` nodes of the run: by `--select`, or by `--exclude` of the rest
 * where that is shorter and nothing else was selected. Tests come along once, with the last of
 * their parents.
 */
export function partCommand(
  project: DbtProject,
  { command, threads, running, isEverything }: DbtCommand,
  chosen: readonly string[],
  all: readonly string[],
): PhaseCommand {
  const isChosen = new Set(chosen);
  const rest = all.filter((id) => !isChosen.has(id));
  const excludes = isEverything && rest.length < chosen.length;
  const selectors = selectorsOf(project, excludes ? rest : chosen);
  return commandOf([
    "dbt",
    command,
    "--threads",
    String(threads),
    ...running,
    ...(command === "build" ? ["--indirect-selection", "buildable"] : []),
    excludes ? "--exclude" : "--select",
    ...selectors,
  ]);
}

function commandOf(words: readonly string[]): PhaseCommand {
  return { line: words.map(shellWord).join(" "), words };
}

/** Selectors of nodes that are no tests, sorted. */
function selectorsOf(project: DbtProject, ids: readonly string[]): readonly string[] {
  const uses = new Map<string, number>();
  const folders = new Set<string>();
  for (const { name, fqn } of project.nodes.values()) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
    // A plain word also selects a package or a first folder of that name.
    for (const folder of fqn.slice(0, 2)) if (folder !== name) folders.add(folder);
  }
  const isOwn = (name: string) => uses.get(name) === 1 && !folders.has(name);
  return ids
    .flatMap((id) => project.nodes.get(id) ?? [])
    .filter(({ resourceType }) => resourceType !== "test" && resourceType !== "unit_test")
    .map((node) => selectorOf(node, project.name, isOwn))
    .sort(compareText);
}

function selectorOf(
  { name, package: owner, file, fqn, version }: DbtNode,
  root: string,
  isOwn: (name: string) => boolean,
): string {
  if (version === null && isOwn(name)) return name;
  return owner === root && version === null ? `path:${file}` : fqn.join(".");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
