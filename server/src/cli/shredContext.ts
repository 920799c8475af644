/** What every part of `heddle shred` needs of its options, checked. */
import { folderOf, joinPath } from "../base/fileSystem";
import type { Watch } from "../shred/byteStreams";
import type { DialectChoice } from "../shred/dialect";
import type { ShredHost } from "../shred/host";
import { RUNS } from "../shred/openRun";
import { Refusal } from "../shred/refusal";
import { MOST_SHARDS } from "../shred/shardFunction";
import type { EngineStart } from "../shred/stages";
import { parseTarget, type Target } from "../shred/target";
import type { CommandContext } from "./command";
import type { OptionName } from "./options";
import { absolutePath } from "./paths";

export interface ShredContext extends CommandContext {
  readonly host: ShredHost;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Shards where nobody says: enough to level skew over a few workers. */
export const DEFAULT_SHARDS = 8;
const PROGRESS_EVERY_MS = 1_000;

export function shardsOf({ args }: ShredContext): number {
  return wholeOf(args.value("shards"), "shards", 1, MOST_SHARDS) ?? DEFAULT_SHARDS;
}

export function workersOf({ args, host }: ShredContext): number {
  return wholeOf(args.value("workers"), "workers", 1, MOST_SHARDS) ?? host.processors;
}

export function wholeOf(
  written: string | undefined,
  name: OptionName,
  least: number,
  most: number,
): number | undefined {
  if (written === undefined) return undefined;
  const value = Number(written);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Refusal(`--${name}: "${written}" is no whole number from ${least} to ${most}`);
}

export function nullsOf({ args }: ShredContext, shards: number): number | "spread" {
  const written = args.value("nulls");
  if (written === "spread") return written;
  return wholeOf(written, "nulls", 0, shards - 1) ?? 0;
}

/** TARGET with absolute paths. */
export function targetOf(context: ShredContext): Target {
  const written = context.args.value("into");
  if (written === undefined) {
    throw new Refusal(
      "say where the rows go: --into csv:DIR, parquet:DIR, duckdb:FILE?table=T or postgres://…?table=T",
    );
  }
  const target = parseTarget(written);
  if (typeof target === "string") throw new Refusal(target);
  if (target.kind === "duckdb") return { ...target, file: absolutePath(context.io, target.file) };
  if (target.kind === "postgres") return target;
  return { ...target, folder: absolutePath(context.io, target.folder) };
}

export function dialectOf({ args }: ShredContext): DialectChoice {
  const delimiter = byteOf(args.value("delimiter"), "delimiter");
  const quote = byteOf(args.value("quote"), "quote");
  const escapeByte = byteOf(args.value("escape"), "escape");
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(escapeByte !== undefined && { escape: escapeByte }),
    ...(args.has("no-header") && { hasHeader: false }),
  };
}

function byteOf(written: string | undefined, name: OptionName): number | undefined {
  if (written === undefined) return undefined;
  if (written === "\\t" || written === "tab") return 9;
  const hex = /^\\x([0-9a-f]{2})$/i.exec(written)?.[1];
  const byte = hex === undefined ? written.charCodeAt(0) : Number.parseInt(hex, 16);
  const isOne = hex !== undefined || written.length === 1;
  if (isOne && byte > 0 && byte < 128 && byte !== 10 && byte !== 13) return byte;
  throw new Refusal(
    `--${name}: "${written}" is not one ASCII character; a tab is \\t, others \\x01`,
  );
}

/** Words of a command as a shell would part them, without what else a shell does. */
export function wordsOf(written: string): readonly string[] {
  const words = [...written.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double?.replaceAll(/\\(.)/g, "$1") ?? single ?? bare ?? "",
  );
  if (words.length === 0) throw new Refusal("the command is empty");
  return words;
}

/** What starts the engine of stage 1. */
export function engineStartOf({ args, signal }: ShredContext): EngineStart {
  return { sparkSubmit: wordsOf(args.value("spark-submit") ?? "spark-submit"), signal };
}

/** Progress to the person at most once a second, none with --quiet. */
export function watchOf({ io, host, signal, args }: ShredContext): Watch {
  let last = host.elapsedMs();
  return {
    isCancelled: () => signal.aborted,
    progress(what, done, total) {
      const now = host.elapsedMs();
      if (now - last < PROGRESS_EVERY_MS || args.has("quiet")) return;
      last = now;
      const share = total === 0 ? 100 : Math.min(100, Math.round((100 * done) / total));
      io.err(`heddle shred: ${what} · ${share} % of ${sizeText(total)}\n`);
    },
  };
}

/** `512 B`, `1.5 MB`: decimal units. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let at = 0;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at++;
  }
  return `${at === 0 ? size : size.toFixed(1)} ${units[at]}`;
}

/** Removes the folders above runs where nothing else is in them: they are ours. */
export async function removeEmptyRuns({ host, io }: ShredContext): Promise<void> {
  const runs = joinPath(io.cwd, RUNS);
  for (const folder of [runs, folderOf(runs)]) {
    if ((await host.list(folder)).length === 0) await host.remove(folder);
  }
}

export function say({ io, args }: ShredContext, line: string): void {
  if (!args.has("quiet")) io.err(`heddle shred: ${line}\n`);
}
