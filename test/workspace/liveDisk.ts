/** A disk in memory that changes behind the workspace's back, and counts what is read of it. */
import type { FileSystem } from "../../server/src/base/fileSystem";
import type { Settings } from "../../server/src/protocol";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { createWorkspace, type Workspace } from "../../server/src/workspace/workspace";
import { FIXTURE_ROOT, memoryFileSystem, parseFixture } from "../support/fixture";

export const NOW = "2026-02-02T09:00:00.000Z";

export interface LiveDisk extends FileSystem {
  /** Texts by path, relative to the fixture's root or absolute. */
  readonly files: Map<string, string>;
  /** Paths read so far, oldest first. */
  readonly reads: string[];
  /** Writes a file without a word to anybody; `undefined` removes it, or a folder of that name. */
  write(path: string, text: string | undefined): void;
}

export function liveDisk(files: ReadonlyMap<string, string>): LiveDisk {
  const texts = new Map(files);
  const reads: string[] = [];
  let disk = memoryFileSystem(texts);
  return {
    files: texts,
    reads,
    list: (folder) => disk.list(folder),
    read(file) {
      reads.push(file);
      return disk.read(file);
    },
    write(path, text) {
      if (text !== undefined) texts.set(path, text);
      else {
        texts.delete(path);
        for (const file of texts.keys()) if (file.startsWith(`${path}/`)) texts.delete(file);
      }
      disk = memoryFileSystem(texts);
    },
  };
}

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  readonly disk: LiveDisk;
  /** The project at the fixture's root, in its present state. */
  project(): ProjectSnapshot;
  /** Ids of enabled nodes, without their package. */
  models(): readonly string[];
  /** Opens or edits a document. */
  type(file: string, text: string): void;
  close(file: string): void;
  /** Changes the disk and tells the workspace, of `told` where that is something else. */
  save(file: string, text: string | undefined, told?: string): void;
  set(settings: Partial<Settings>): void;
}

export interface WorkspaceInput {
  readonly folders?: readonly string[];
  readonly settings?: Partial<Settings>;
  readonly isBare?: boolean;
}

/** The fixture `source` as a workspace that can be changed. */
export function openWorkspace(source: string, input: WorkspaceInput = {}): OpenedWorkspace {
  const disk = liveDisk(parseFixture(source, { project: input.isBare !== true }).files);
  const workspace = createWorkspace({
    fileSystem: disk,
    settings: { ...DEFAULT_SETTINGS, ...input.settings },
    folders: input.folders ?? [FIXTURE_ROOT],
    now: () => NOW,
  });
  const path = (file: string): string => (file.startsWith("/") ? file : `${FIXTURE_ROOT}/${file}`);
  const project = (): ProjectSnapshot => {
    const found = workspace.snapshot().projectOf(FIXTURE_ROOT);
    if (found === undefined) throw new Error("There is no project at the fixture's root.");
    return found;
  };
  return {
    workspace,
    disk,
    project,
    models: () => [...project().project.nodes.values()].map(({ name }) => name),
    type: (file, text) => workspace.apply({ kind: "document", path: path(file), text }),
    close: (file) => workspace.apply({ kind: "document", path: path(file), text: undefined }),
    save(file, text, told = file) {
      disk.write(file, text);
      workspace.apply({ kind: "disk", paths: [path(told)] });
    },
    set: (settings) =>
      workspace.apply({ kind: "settings", settings: { ...DEFAULT_SETTINGS, ...settings } }),
  };
}
