/**
 * Whatever happens to a workspace, in whatever order: what it then knows is what a workspace knows
 * that opens the same files anew, and snapshots taken on the way have not changed.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { folderOf, joinPath } from "../../server/src/base/fileSystem";
import type { Settings } from "../../server/src/protocol";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { createWorkspace } from "../../server/src/workspace/workspace";
import { FIXTURE_ROOT, memoryFileSystem } from "../support/fixture";
import { liveDisk, NOW } from "./liveDisk";
import { projectView } from "./projectView";
import { type Step, startingFiles, steps } from "./randomChanges";

/** A second or two by default; the soak takes minutes. */
const RUNS = process.env["HEDDLE_SOAK"] === "1" ? 3_000 : 60;

it("knows after any changes what a fresh look would know", { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(startingFiles, steps, (files, changes) => checkSequence(files, changes)),
    { numRuns: RUNS },
  );
});

function checkSequence(files: ReadonlyMap<string, string>, changes: readonly Step[]): void {
  const disk = liveDisk(files);
  const documents = new Map<string, string>();
  let settings: Settings = DEFAULT_SETTINGS;
  let folders: readonly string[] = [FIXTURE_ROOT];
  const now = (): string => NOW;
  const workspace = createWorkspace({ fileSystem: disk, settings, folders, now });
  const path = (file: string): string => joinPath(FIXTURE_ROOT, file);
  const tell = (...paths: readonly string[]): void => workspace.apply({ kind: "disk", paths });
  const taken: { readonly project: ProjectSnapshot; readonly view: string }[] = [];

  const compare = (): void => {
    const fileSystem = memoryFileSystem(new Map([...disk.files, ...documents]));
    const fresh = createWorkspace({ fileSystem, settings, folders, now }).snapshot();
    const { projects } = workspace.snapshot();
    const rootsOf = (all: readonly ProjectSnapshot[]) => all.map(({ project }) => project.root);
    expect(rootsOf(projects)).toEqual(rootsOf(fresh.projects));
    for (const [index, project] of projects.entries()) {
      const view = projectView(project);
      expect(view).toEqual(projectView(fresh.projects[index]!));
      taken.push({ project, view: JSON.stringify(view) });
    }
  };

  compare();
  for (const change of changes) {
    switch (change.do) {
      case "type":
        documents.set(change.file, change.text);
        workspace.apply({ kind: "document", path: path(change.file), text: change.text });
        break;
      case "close":
        documents.delete(change.file);
        workspace.apply({ kind: "document", path: path(change.file), text: undefined });
        break;
      case "write":
        disk.write(change.file, change.text);
        tell(change.told === "file" ? path(change.file) : folderOf(path(change.file)));
        break;
      case "delete":
        disk.write(change.told === "file" ? change.file : topOf(change.file), undefined);
        tell(path(change.told === "file" ? change.file : topOf(change.file)));
        break;
      case "rename": {
        const text = disk.files.get(change.file);
        if (text === undefined) break;
        disk.write(change.file, undefined);
        disk.write(change.to, text);
        tell(path(change.file), path(change.to));
        break;
      }
      case "set":
        settings = { ...DEFAULT_SETTINGS, ...change.settings };
        workspace.apply({ kind: "settings", settings });
        break;
      case "open":
        folders = change.folders.map(path);
        workspace.apply({ kind: "folders", folders });
        break;
      case "ask":
        compare();
        break;
    }
  }
  compare();
  for (const { project, view } of taken) expect(JSON.stringify(projectView(project))).toBe(view);
}

/** The outermost folder of a file, to remove with all that is in it. */
function topOf(file: string): string {
  return file.split("/")[0] ?? file;
}
