/**
 * Takes over new texts of files that a project has read before, without looking for files again:
 * what an edit costs does not depend on the size of the project.
 */
import { type FileSystem, isFailure, joinPath } from "../base/fileSystem";
import type { PackageSources, ProjectSources, SourceFile } from "./sources";

/** Where a file stands in `ProjectSources.packages`, once per kind that it is read as. */
type Places = ReadonlyMap<string, readonly (readonly [owner: number, file: number])[]>;

const PLACES = new WeakMap<ProjectSources, Places>();

/**
 * `sources` with the texts that `paths` (absolute) hold now; the same object where none differs.
 * Undefined where more than a text may have changed: a path that is no file of the project's
 * packages, a file that is gone or no UTF-8, files whose texts are not kept. O(files) the first
 * time, then O(paths) and a copy of the file lists.
 */
export function rereadFiles(
  fs: FileSystem,
  sources: ProjectSources,
  paths: Iterable<string>,
): ProjectSources | undefined {
  const places = PLACES.get(sources) ?? placesOf(sources);
  PLACES.set(sources, places);
  const changed = new Map<number, Map<number, SourceFile>>();
  for (const path of paths) {
    const found = places.get(path);
    if (found === undefined) return undefined;
    const read = fs.read(path);
    if (isFailure(read) || read.replacedBytes > 0) return undefined;
    for (const [owner, index] of found) {
      const file = sources.packages[owner]!.files[index]!;
      if (file.kind === "seed" || file.kind === "fixture" || file.replacedBytes > 0) {
        return undefined;
      }
      if (file.text === read.text) continue;
      const files = changed.get(owner) ?? new Map<number, SourceFile>();
      changed.set(owner, files.set(index, { ...file, text: read.text }));
    }
  }
  if (changed.size === 0) return sources;
  const next: ProjectSources = {
    ...sources,
    packages: sources.packages.map((owner, at) => withFiles(owner, changed.get(at))),
  };
  PLACES.set(next, places);
  return next;
}

function withFiles(
  owner: PackageSources,
  changed: ReadonlyMap<number, SourceFile> | undefined,
): PackageSources {
  if (changed === undefined) return owner;
  const files = owner.files.slice();
  for (const [index, file] of changed) files[index] = file;
  return { ...owner, files };
}

function placesOf({ root, packages }: ProjectSources): Places {
  const places = new Map<string, (readonly [number, number])[]>();
  packages.forEach(({ files }, owner) => {
    files.forEach((file, index) => {
      const path = joinPath(root, file.path);
      const known = places.get(path);
      if (known === undefined) places.set(path, [[owner, index]]);
      else known.push([owner, index]);
    });
  });
  return places;
}

/** The files whose texts differ; undefined where anything else differs too. O(files), a look each. */
export function changedFiles(
  before: ProjectSources,
  after: ProjectSources,
): readonly ChangedFile[] | undefined {
  if (!isSameBesidesFiles(before, after)) return undefined;
  const changed: ChangedFile[] = [];
  for (let at = 0; at < before.packages.length; at++) {
    const old = before.packages[at]!;
    const now = after.packages[at]!;
    if (old === now) continue;
    if (old.folder !== now.folder || old.projectFile.text !== now.projectFile.text)
      return undefined;
    if (old.files.length !== now.files.length) return undefined;
    for (let index = 0; index < old.files.length; index++) {
      const one = old.files[index]!;
      const other = now.files[index]!;
      if (one === other) continue;
      if (one.path !== other.path || one.kind !== other.kind) return undefined;
      if (one.searchedPath !== other.searchedPath) return undefined;
      if (one.text !== other.text) changed.push({ owner: at, before: one, after: other });
    }
  }
  return changed;
}

/** A file with another text than before. */
export interface ChangedFile {
  /** Index of its package. */
  readonly owner: number;
  readonly before: SourceFile;
  readonly after: SourceFile;
}

const ROOT_FILES = [
  "profiles",
  "packagesFile",
  "dependenciesFile",
  "selectorsFile",
  "varsFile",
] as const;

function isSameBesidesFiles(before: ProjectSources, after: ProjectSources): boolean {
  return (
    before.root === after.root &&
    before.packages.length === after.packages.length &&
    before.installFolder === after.installFolder &&
    before.installedCount === after.installedCount &&
    (["strayFolders", "localPackages"] as const).every(
      (key) => before[key].join("\n") === after[key].join("\n"),
    ) &&
    before.problems.length === 0 &&
    after.problems.length === 0 &&
    ROOT_FILES.every(
      (key) => before[key]?.path === after[key]?.path && before[key]?.text === after[key]?.text,
    )
  );
}
