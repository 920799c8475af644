/** Follows a `heddle run` of one project, wherever it was started, by the file in which it tells how it goes. */

import * as vscode from "vscode";
import type { LiveRun } from "../panel/liveMessages";
import { createProgressReader } from "./progressFile";

const folder = ".heddle";
const file = `${folder}/progress.jsonl`;
/** A run that goes on tells so several times a second; so much silence means that it was killed. */
const silenceMs = 60_000;
const shortestPauseMs = 300;

export interface RunProgress extends vscode.Disposable {
  /** The run in full, for a page that knows nothing of it. */
  tellAll(): void;
}

/** A run that was over before nobody is told of. Reads nothing while nothing changes. */
export function followRun(root: vscode.Uri, told: (live: LiveRun) => void): RunProgress {
  const uri = vscode.Uri.joinPath(root, file);
  const reader = createProgressReader();
  // The folder too: a watcher may tell that it is new, and not what was written at once into it.
  const pattern = new vscode.RelativePattern(root, `{${folder},${file}}`);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  /** When the run that is shown began. */
  let shown: number | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let isRereadDue = false;
  let isDisposed = false;

  async function read(isFirst: boolean): Promise<void> {
    try {
      const { mtime } = await vscode.workspace.fs.stat(uri);
      if (isFirst && mtime < Date.now() - silenceMs) return;
      reader.read(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      // Gone again, or never there.
      return;
    }
    if (!isDisposed) tell(false);
  }

  function tell(isWhole: boolean, isLost = false): void {
    const live = reader.take(isWhole);
    if (live === undefined) return;
    if (live.state === "over" && shown !== live.startedAt) return;
    shown = live.startedAt;
    told(isLost && live.state === "running" ? { ...live, state: "lost" } : live);
    clearTimeout(silence);
    if (live.state === "running" && !isLost) {
      silence = setTimeout(() => tell(false, true), silenceMs);
    }
  }

  /** At once, then at most every so often, however fast the file grows. */
  function changed(): void {
    if (pause !== undefined) {
      isRereadDue = true;
      return;
    }
    void read(false);
    pause = setTimeout(() => {
      pause = undefined;
      if (!isRereadDue) return;
      isRereadDue = false;
      changed();
    }, shortestPauseMs);
  }

  watcher.onDidCreate(() => {
    changed();
    // Once more after the pause: what is new may not have its text yet.
    isRereadDue = true;
  });
  watcher.onDidChange(changed);
  void read(true);
  return {
    tellAll: () => tell(true),
    dispose() {
      isDisposed = true;
      clearTimeout(pause);
      clearTimeout(silence);
      watcher.dispose();
    },
  };
}
