/**
 * Finds the files of one package the way dbt walks its search paths: names that start with `.`,
 * `#` or `~` are skipped, links to folders are not followed, `.dbtignore` is obeyed. Knows nothing
 * of contents. Source: dbt-core 1.11 `parser/read_files.py`, `parser/search.py`.
 */
import ignore, { type Ignore } from "ignore";
import { type FileSystem, isFailure, joinPath, relativePath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import type { SearchPaths } from "./projectFile/projectFile";
import type { FileKind, ProjectSources, SourceFile } from "./sources";

interface Search {
  readonly folder: string;
  readonly kinds: readonly FileKind[];
}

const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  model: [".sql", ".py"],
  macro: [".sql"],
  snapshot: [".sql"],
  analysis: [".sql"],
  test: [".sql"],
  genericTest: [".sql"],
  seed: [".csv"],
  docs: [".md"],
  properties: [".yml", ".yaml"],
  fixture: [".csv", ".sql"],
  function: [".sql", ".py"],
};
const MAX_DEPTH = 64;

export interface PackageFolder {
  /** Absolute path of the root project, for paths shown to people. */
  readonly root: string;
  /** Absolute path of the package. */
  readonly folder: string;
  readonly paths: SearchPaths;
  /** Whether `.sql.jinja` and its kin are read as `.sql`: a flag of dbt-core 1.12. */
  readonly areJinjaNamesRead?: boolean;
}

const JINJA_NAME = /(\.(?:sql|md))\.(?:j2|jinja2?)$/;

/** `a.sql` of `a.sql.jinja`; other names as they are. */
export function withoutJinjaName(name: string): string {
  return name.replace(JINJA_NAME, "$1");
}

/** `sources` as a dbt that does not know the flag reads them: without files such as `a.sql.jinja`. */
export function withoutJinjaNames(sources: ProjectSources): ProjectSources {
  const packages = sources.packages.map(({ areJinjaNamesRead: _, ...source }) => ({
    ...source,
    files: source.files.filter(({ path }) => withoutJinjaName(path) === path),
  }));
  return { ...sources, packages };
}

/** Every file dbt would read, by kind and path. O(entries of the searched folders). */
export function discoverFiles(
  fs: FileSystem,
  place: PackageFolder,
  problems: Problem[],
): readonly SourceFile[] {
  const ignored = readIgnore(fs, place.folder);
  const found: SourceFile[] = [];
  const seen = new Set<string>();

  const visitFile = (folder: string, name: string, search: Search, isLink: boolean): void => {
    const first = name[0]!;
    if (first === "." || first === "#" || first === "~") return;
    const dot = name.lastIndexOf(".");
    if (dot <= 0) return;
    const plain = place.areJinjaNamesRead === true ? withoutJinjaName(name) : name;
    const extension = plain.slice(plain.lastIndexOf(".")).toLowerCase();
    const absolute = `${folder}/${name}`;
    for (const kind of search.kinds) {
      if (!EXTENSIONS[kind].includes(extension)) continue;
      const searchedPath = relativeInside(search.folder, absolute);
      if (kind === "test" && /^(?:generic|fixtures)\//.test(searchedPath)) continue;
      if (kind === "genericTest" && !searchedPath.startsWith("generic/")) continue;
      if (kind === "fixture" && !searchedPath.startsWith("fixtures/")) continue;
      const key = `${kind} ${absolute}`;
      if (seen.has(key)) {
        if (READ_TWICE.has(kind)) problems.push(readTwice(relativeInside(place.root, absolute)));
        continue;
      }
      const packagePath = relativeInside(place.folder, absolute);
      if (ignored !== undefined && !packagePath.startsWith("..") && ignored.ignores(packagePath)) {
        continue;
      }
      if (isLink && !isFailure(fs.list(absolute))) continue;
      seen.add(key);
      const path = place.folder === place.root ? packagePath : relativeInside(place.root, absolute);
      const isRead = kind !== "seed" && kind !== "fixture";
      const read = isRead ? readText(fs, absolute, path, problems) : { text: "", replacedBytes: 0 };
      if (read === undefined) continue;
      found.push({
        kind,
        path,
        packagePath,
        searchedPath:
          kind === "genericTest" || kind === "fixture"
            ? searchedPath.slice(searchedPath.indexOf("/") + 1)
            : searchedPath,
        text: read.text,
        replacedBytes: read.replacedBytes,
      });
    }
  };

  const walk = (folder: string, search: Search, depth: number): void => {
    const entries = fs.list(folder);
    if (isFailure(entries)) {
      if (entries.failure !== "missing") {
        problems.push(unreadable(relativeInside(place.root, folder), entries.message));
      }
      return;
    }
    for (const { name, kind } of entries) {
      if (kind === "folder") {
        if (depth < MAX_DEPTH) walk(`${folder}/${name}`, search, depth + 1);
      } else visitFile(folder, name, search, kind === "link");
    }
  };
  for (const search of searchesOf(place)) walk(search.folder, search, 0);
  return found;
}

/** Kinds of which dbt refuses a file that it finds under two search paths. */
const READ_TWICE: ReadonlySet<FileKind> = new Set(["model", "seed", "snapshot", "test", "macro"]);

function readTwice(file: string): Problem {
  return {
    file,
    span: { start: 0, end: 0 },
    code: "duplicate-model-name",
    severity: "error",
    message:
      "This file lies under two search paths of one kind in dbt_project.yml: dbt reads it twice and refuses what it defines.",
  };
}

/** One walk per folder, with every kind of file that dbt looks for in it. */
function searchesOf({ folder, paths }: PackageFolder): Search[] {
  const kindsOf = new Map<string, Set<FileKind>>();
  const repeated: Search[] = [];
  const add = (kind: FileKind, searched: readonly string[]): void => {
    for (const path of searched) {
      const absolute = joinPath(folder, path);
      const kinds = kindsOf.get(absolute) ?? new Set();
      if (kinds.has(kind) && READ_TWICE.has(kind))
        repeated.push({ folder: absolute, kinds: [kind] });
      kindsOf.set(absolute, kinds.add(kind));
    }
  };
  add("macro", paths.macro);
  add("genericTest", paths.test);
  add("model", paths.model);
  add("snapshot", paths.snapshot);
  add("analysis", paths.analysis);
  add("test", paths.test);
  add("seed", paths.seed);
  add("fixture", paths.test);
  add("function", paths.function);
  const all = [
    paths.model,
    paths.seed,
    paths.snapshot,
    paths.analysis,
    paths.macro,
    paths.test,
    paths.function,
  ].flat();
  add("docs", paths.docs ?? all);
  add("properties", all);
  const searches = [...kindsOf].map(([absolute, kinds]) => ({
    folder: absolute,
    kinds: [...kinds],
  }));
  return [...searches, ...repeated];
}

function readIgnore(fs: FileSystem, folder: string): Ignore | undefined {
  const file = fs.read(`${folder}/.dbtignore`);
  return isFailure(file) ? undefined : ignore().add(file.text);
}

/** Text of a project file; a file that cannot be read becomes a problem. */
export function readText(
  fs: FileSystem,
  absolute: string,
  path: string,
  problems: Problem[],
): { text: string; replacedBytes: number } | undefined {
  const file = fs.read(absolute);
  if (!isFailure(file)) {
    if (file.replacedBytes > 0) {
      problems.push({
        file: path,
        span: { start: 0, end: 0 },
        code: "unreadable-file",
        severity: "error",
        message: `${file.replacedBytes} bytes of this file are no valid UTF-8; dbt stops at such a file. Save it as UTF-8.`,
      });
    }
    return file;
  }
  problems.push(unreadable(path, file.message));
  return undefined;
}

function unreadable(path: string, why: string): Problem {
  return {
    file: path,
    span: { start: 0, end: 0 },
    code: "unreadable-file",
    severity: "error",
    message: `This file could not be read (${why.replace(/^.*: /, "")}); the rest of the project was.`,
  };
}

function relativeInside(folder: string, absolute: string): string {
  return absolute.startsWith(`${folder}/`)
    ? absolute.slice(folder.length + 1)
    : relativePath(folder, absolute);
}
