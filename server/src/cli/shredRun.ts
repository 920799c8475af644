/** `heddle shred run` and `resume`: says what will be touched, then carries the run to its commit. */
import { joinPath } from "../base/fileSystem";
import type { Analysis } from "../shred/analyse";
import { type Manifest, manifestText } from "../shred/manifest";
import {
  beginManifest,
  findRun,
  openTarget,
  RUNS,
  type RunRequest,
  readManifest,
  touched,
} from "../shred/openRun";
import { Refusal } from "../shred/refusal";
import { carryOn, shardFolder } from "../shred/runShred";
import type { DivisionChoice } from "../shred/shardChooser";
import type { StageOne } from "../shred/stageOne";
import { stageOneOf } from "../shred/stages";
import type { CommitStrategy } from "../shred/target";
import type { CommandResult } from "./command";
import { absolutePath } from "./paths";
import { analyseFile } from "./shredAnalyse";
import {
  dialectOf,
  engineStartOf,
  nullsOf,
  removeEmptyRuns,
  type ShredContext,
  say,
  shardsOf,
  sizeText,
  targetOf,
  watchOf,
  wordsOf,
  workersOf,
} from "./shredContext";

const FAILED = 1;
const INTERRUPTED = 130;

export async function shredRun(context: ShredContext, file: string): Promise<CommandResult> {
  const request = await requestOf(context, file);
  const begun = await beginManifest(context.host, request);
  const folder = runFolder(context, begun);
  const earlier = await readManifest(context.host, folder);
  if (earlier !== undefined && earlier.run !== begun.run) {
    throw new Refusal(
      `${folder} belongs to another run (of ${earlier.source.file}); name another folder or clean it`,
    );
  }
  if (earlier === undefined) await refuseSecondLoad(context, begun);
  else say(context, `this run was begun before and is ${earlier.state}`);
  return carry(
    context,
    folder,
    earlier ?? begun,
    earlier === undefined && request.commit === undefined,
  );
}

export async function shredResume(context: ShredContext, file: string): Promise<CommandResult> {
  const { folder, manifest } = await runOf(context, file);
  const undo = context.args.value("undo-command");
  const commands =
    manifest.commands !== undefined && undo !== undefined
      ? { ...manifest.commands, undo: [...wordsOf(undo)] }
      : manifest.commands;
  const isOpen = manifest.state === "shredding" && context.args.value("commit") === undefined;
  return carry(
    context,
    folder,
    { ...manifest, ...(commands !== undefined && { commands }) },
    isOpen,
  );
}

/** The same rows in the same place by another division would be there twice. */
async function refuseSecondLoad({ host, io }: ShredContext, begun: Manifest): Promise<void> {
  const runs = joinPath(io.cwd, RUNS);
  for (const name of await host.list(runs)) {
    const other = await readManifest(host, joinPath(runs, name));
    const isSame = other?.source.hash === begun.source.hash && other.target === begun.target;
    if (!isSame || other.state !== "committed") continue;
    throw new Refusal(
      `run ${name} has brought this content to ${begun.target} already; to load it once more, first heddle shred clean ${RUNS}/${name}`,
    );
  }
}

/** The run that FILE speaks of, or that of --run-dir. */
export async function runOf(
  context: ShredContext,
  file: string,
): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
  const { host, io, args } = context;
  const named = args.value("run-dir");
  const path = absolutePath(io, named ?? file);
  return findRun(host, path, joinPath(io.cwd, RUNS));
}

async function carry(
  context: ShredContext,
  folder: string,
  given: Manifest,
  isCommitOpen: boolean,
): Promise<CommandResult> {
  const { host, signal } = context;
  const unlock = await host.lock(folder);
  if (unlock === undefined) throw new Refusal(`another process is working on this run (${folder})`);
  try {
    const { target, manifest: opened } = await openTarget(host, given, isCommitOpen);
    try {
      const isThere = opened.state === "committed" && (await target.holds(opened));
      if (isThere) return outcome(context, opened, folder);
      const manifest: Manifest =
        opened.state === "committed" ? { ...opened, state: "shredding", shards: [] } : opened;
      say(context, `run ${manifest.run} will write to`);
      for (const what of touched(manifest, folder)) say(context, `  ${what}`);
      if (manifest.state !== "committing") {
        await target.check();
        await checkSpace(context, manifest, folder);
      }
      const stageOne: StageOne = stageOneOf(host, manifest, engineStartOf(context));
      const run = {
        host,
        folder,
        target,
        stageOne,
        workers: workersOf(context),
        watch: watchOf(context),
        say: (line: string) => say(context, line),
        signal,
      };
      return outcome(context, await carryOn(run, manifest), folder);
    } catch (error) {
      // What is refused before a row was written leaves no run behind.
      const written = await readManifest(host, folder);
      if (error instanceof Refusal && isNew(given) && written?.shards.length === 0) {
        await host.remove(joinPath(folder, "manifest.json"));
      }
      throw error;
    } finally {
      await target.close();
    }
  } finally {
    await unlock();
    if ((await host.list(folder)).length === 0) {
      await host.remove(folder);
      await removeEmptyRuns(context);
    }
  }
}

function isNew({ state, shards }: Manifest): boolean {
  return state === "shredding" && shards.length === 0;
}

/** Shards need about the room of the source; a full disk half way helps nobody. */
async function checkSpace(
  context: ShredContext,
  manifest: Manifest,
  folder: string,
): Promise<void> {
  if (manifest.shards.length > 0) return;
  const place = shardFolder(manifest, folder);
  const free = await context.host.freeBytes(place);
  if (free >= manifest.source.size * 1.05) return;
  throw new Refusal(
    `${place}: ${sizeText(free)} are free and the shards need about ${sizeText(manifest.source.size)}`,
  );
}

function outcome(context: ShredContext, manifest: Manifest, folder: string): CommandResult {
  const status = manifest.state === "committed" ? 0 : context.signal.aborted ? INTERRUPTED : FAILED;
  if (context.format === "json") return { text: manifestText(manifest), status };
  return { text: `${outcomeLines(manifest, folder).join("\n")}\n`, status };
}

/** How a run stands, in words; rows out and rows in are always said. */
export function outcomeLines(manifest: Manifest, folder: string): readonly string[] {
  const { state, rowsIn = 0, rowsOut = 0, shards, target, problem } = manifest;
  const unkeyed = shards.reduce((sum, one) => sum + one.unkeyed, 0);
  if (state === "committed") {
    return [
      `committed: ${rowsOut} rows out of ${rowsIn} rows in, in ${shards.length} shards, to ${target}`,
      ...(unkeyed > 0
        ? [
            `${unkeyed === 1 ? "1 row has no key and is" : `${unkeyed} rows have no key and are`} in ${placeOf(manifest)}`,
          ]
        : []),
      `record: ${folder}/manifest.json`,
    ];
  }
  const loaded = shards.filter((one) => one.state === "loaded").length;
  return [
    `${state}: ${problem ?? "cancelled"}`,
    state === "committing"
      ? "the commit had begun; heddle shred resume ends it"
      : `the target is as it was: 0 rows out of ${rowsIn} rows in`,
    `${loaded} of ${manifest.shardCount} shards are staged; heddle shred resume ${folder} goes on, heddle shred clean ${folder} removes every trace`,
  ];
}

function placeOf({ nulls }: Manifest): string {
  return nulls === "spread" ? "all shards in turn" : `shard ${nulls}`;
}

function runFolder({ io, args }: ShredContext, { run }: Manifest): string {
  const named = args.value("run-dir");
  return named === undefined ? joinPath(joinPath(io.cwd, RUNS), run) : absolutePath(io, named);
}

/** What the options ask for; column, function and n by an analysis where they were left open. */
export async function requestOf(
  context: ShredContext,
  file: string,
  analysis?: Analysis,
): Promise<RunRequest> {
  const { args, io } = context;
  const target = targetOf(context);
  const load = args.value("load-command");
  const undo = args.value("undo-command");
  const commit = args.value("commit") as CommitStrategy | undefined;
  if (load === undefined && undo !== undefined) {
    throw new Refusal("--undo-command goes with --load-command");
  }
  return {
    file: absolutePath(io, file),
    target,
    choice: await choiceOf(context, file, analysis),
    engine: (args.value("engine") as Manifest["engine"] | undefined) ?? "node",
    dialect: dialectOf(context),
    ...(commit !== undefined && { commit }),
    ...(load !== undefined && {
      commands: {
        load: [...wordsOf(load)],
        ...(undo !== undefined && { undo: [...wordsOf(undo)] }),
      },
    }),
  };
}

/** The division asked for; what was left open comes from `analysis`, made where it is not given. */
async function choiceOf(
  context: ShredContext,
  file: string,
  analysis: Analysis | undefined,
): Promise<DivisionChoice> {
  const { args } = context;
  const shards = shardsOf(context);
  const column = args.value("column");
  const kind = args.value("function") as DivisionChoice["function"] | undefined;
  if (kind === "round-robin") return { function: kind, shards, nulls: nullsOf(context, shards) };
  if (column !== undefined) {
    return { function: kind ?? "mod", column, shards, nulls: nullsOf(context, shards) };
  }
  if (analysis === undefined) say(context, "no --column: analysing the file for one");
  const { recommended, candidates, columns, layout } =
    analysis ?? (await analyseFile(context, file, shards));
  const [only] = columns;
  if (columns.length === 1 && only !== undefined && /[,;\t|]/.test(only.name)) {
    const delimiter = String.fromCharCode(layout.dialect.delimiter);
    say(context, `the file has one column, "${only.name}"; is "${delimiter}" its delimiter?`);
  }
  // An explicit number of shards is kept; the evenest division of that number is taken.
  const isOther = args.has("shards") && recommended.shards !== shards;
  const same = candidates
    .filter((one) => one.shards === shards)
    .sort((a, b) => a.imbalance - b.imbalance)[0];
  const chosen = isOther ? (same ?? { ...recommended, shards }) : recommended;
  const name = chosen.column === undefined ? "" : ` of ${chosen.column}`;
  say(context, `taking ${chosen.function}${name} by ${chosen.shards}`);
  return {
    function: kind ?? chosen.function,
    shards: chosen.shards,
    nulls: nullsOf(context, chosen.shards),
    ...(chosen.column !== undefined && { column: chosen.column }),
  };
}
