/**
 * Folders as targets: shards are written beside the target folder and appear in it with one rename.
 * With the user's own load command each shard is handed to it before that rename.
 */
import { joinPath } from "../base/fileSystem";
import type { ShredHost } from "./host";
import { type Manifest, manifestText, parseManifest, type ShardEntry } from "./manifest";
import { Refusal } from "./refusal";
import type { OpenTarget } from "./target";

export const MANIFEST = "manifest.json";

/** Where the shards lie until they are committed; beside the target, so that a rename can do it. */
export function stagingFolder(folder: string, run: string): string {
  return `${folder}.heddle-${run}`;
}

export function fileTarget(host: ShredHost, folder: string, run: string): OpenTarget {
  const staging = stagingFolder(folder, run);
  const isOurs = async () => {
    const text = await host.readText(joinPath(folder, MANIFEST));
    const manifest = text === undefined ? undefined : parseManifest(text);
    return typeof manifest === "object" && manifest.run === run;
  };
  return {
    async check() {
      const facts = await host.stat(folder);
      if (facts === undefined || (await isOurs())) return;
      if (facts.kind === "file") throw new Refusal(`${folder} is a file; name a folder`);
      const names = await host.list(folder);
      if (names.length === 0) return;
      throw new Refusal(
        `${folder} is not empty (${names[0]}…); Heddle never overwrites: name another folder or empty it`,
      );
    },
    async prepare() {},
    loaded: async (manifest) => new Set(manifest.shards.map(({ shard }) => shard)),
    async load() {},
    async commit(manifest) {
      const done: Manifest = { ...manifest, state: "committed", rowsOut: rowsOf(manifest) };
      await host.writeDurably(joinPath(staging, MANIFEST), manifestText(done));
      await host.rename(staging, folder);
    },
    isCommitted: isOurs,
    holds: isOurs,
    rollBack: async () => {},
    async verify(manifest) {
      const problems: string[] = [];
      for (const { file } of manifest.shards) {
        if ((await host.stat(joinPath(folder, file))) === undefined) {
          problems.push(`${joinPath(folder, file)} is missing`);
        }
      }
      return { rows: rowsOf(manifest), problems };
    },
    async close() {},
  };
}

function rowsOf({ shards }: Manifest): number {
  return shards.reduce((sum, { rows }) => sum + rows, 0);
}

/** The file target with the user's command as its loads. */
export function commandTarget(host: ShredHost, inner: OpenTarget): OpenTarget {
  const run = async (
    words: readonly string[],
    shard: ShardEntry,
    path: string,
    signal: AbortSignal,
  ) => {
    const filled = filledWords(words, shard.shard, path);
    const status = await host.runProgram(filled, signal);
    if (status !== 0) throw new Error(`${filled.join(" ")} ended with ${status}`);
  };
  return {
    ...inner,
    /** A shard in doubt is undone first; without an undo command nobody can know what it did. */
    async loaded(manifest) {
      const done = manifest.shards.filter(({ state }) => state === "loaded");
      const doubtful = manifest.shards.filter(({ state }) => state === "loading");
      const undo = manifest.commands?.undo;
      if (doubtful.length > 0 && undo === undefined) {
        throw new Refusal(
          `shard ${doubtful.map(({ shard }) => shard).join(", ")} was being loaded by your command when the run ended; Heddle cannot know how far it came. Run again with --undo-command, a command that removes what {shard} loaded and may be repeated`,
        );
      }
      for (const shard of doubtful) await run(undo ?? [], shard, shard.file, never());
      return new Set(done.map(({ shard }) => shard));
    },
    load: (manifest, shard, path, signal) =>
      run(manifest.commands?.load ?? [], shard, path, signal),
    async rollBack(manifest) {
      const undo = manifest.commands?.undo;
      if (undo === undefined) return;
      for (const shard of manifest.shards) {
        if (shard.state !== "written") await run(undo, shard, shard.file, never());
      }
    },
  };
}

/** A command's words for one shard. */
export function filledWords(words: readonly string[], shard: number, path: string): string[] {
  return words.map((word) => word.replaceAll("{shard}", String(shard)).replaceAll("{file}", path));
}

function never(): AbortSignal {
  return new AbortController().signal;
}
