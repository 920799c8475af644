/**
 * Finds and reads everything of a dbt project that lies on disk: its own files, its installed
 * packages, its profiles. Understands only as much as it needs to know where to look.
 */
import { type FileSystem, isFailure, joinPath, relativePath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { entryOf } from "../yaml/values";
import { discoverFiles, readText } from "./discover";
import { parseProjectFile } from "./projectFile/projectFile";
import type { RenderText } from "./render/yamlRender";
import { requirementsFile } from "./requirementsFile";
import type { NamedFile, PackageSources, ProjectSources } from "./sources";

export interface ReadOptions {
  /** Folder of profiles.yml, absolute or relative to the project; default: the project's own. */
  readonly profilesDir?: string;
  /** A folder to look in when the project has none, such as `~/.dbt`; not searched if absent. */
  readonly homeProfilesDir?: string;
  /** Renders the Jinja of paths in dbt_project.yml; absent: paths with Jinja are skipped. */
  readonly renderText?: RenderText;
}

const NO_JINJA: RenderText = () => ({ unknown: "paths are read before anything is evaluated" });

/**
 * Reads the project in `root`. Never throws: what cannot be read is a problem, the rest is there.
 * O(files); 10,000 models take about as long as reading them.
 */
export function readProject(
  fs: FileSystem,
  root: string,
  options: ReadOptions = {},
): ProjectSources {
  const folder = joinPath(root, ".");
  const problems: Problem[] = [];
  const own = readPackage(fs, folder, folder, options, problems);
  if (own === undefined) {
    problems.push({
      file: "dbt_project.yml",
      span: { start: 0, end: 0 },
      code: "invalid-project",
      severity: "error",
      message: `${folder} holds no dbt_project.yml; this is no dbt project.`,
    });
  }
  const project = parseProjectFile(own?.projectFile ?? { path: "dbt_project.yml", text: "" }, {
    engine: "dbt-core",
    isRoot: true,
    renderText: options.renderText ?? NO_JINJA,
  });
  const installFolder = project.installPath;
  const installed = installedFolders(fs, joinPath(folder, installFolder));
  const packages: PackageSources[] = own === undefined ? [] : [own];
  const areJinjaNamesRead = entryOf(project.flags, "allow_jinja_file_extensions") === true;
  const strayFolders: string[] = [];
  for (const path of installed) {
    const found = readPackage(fs, folder, path, { ...options, areJinjaNamesRead }, problems);
    if (found !== undefined) packages.push(found);
    else strayFolders.push(relativePath(folder, path));
  }
  const named = (name: string): NamedFile | undefined => readNamed(fs, folder, name, problems);
  const profiles = readProfiles(fs, folder, options, problems);
  const packagesFile = named("packages.yml");
  const dependenciesFile = named("dependencies.yml");
  const selectorsFile = named("selectors.yml");
  const varsFile = named("vars.yml");
  const requirements = requirementsFile(fs, folder);
  return {
    root: folder,
    packages,
    ...(profiles === undefined ? {} : { profiles }),
    ...(packagesFile === undefined ? {} : { packagesFile }),
    ...(dependenciesFile === undefined ? {} : { dependenciesFile }),
    ...(selectorsFile === undefined ? {} : { selectorsFile }),
    ...(varsFile === undefined ? {} : { varsFile }),
    ...(requirements === undefined ? {} : { requirements }),
    installFolder,
    installedCount: installed.length,
    strayFolders,
    localPackages: localPackages(fs, folder, [packagesFile, dependenciesFile]),
    problems,
  };
}

function readPackage(
  fs: FileSystem,
  root: string,
  folder: string,
  options: ReadOptions & { readonly areJinjaNamesRead?: boolean },
  problems: Problem[],
): PackageSources | undefined {
  const projectFile = readNamed(
    fs,
    root,
    relativePath(root, `${folder}/dbt_project.yml`),
    problems,
  );
  if (projectFile === undefined) return undefined;
  const project = parseProjectFile(projectFile, {
    engine: "dbt-core",
    isRoot: folder === root,
    renderText: options.renderText ?? NO_JINJA,
  });
  const areJinjaNamesRead =
    options.areJinjaNamesRead ?? entryOf(project.flags, "allow_jinja_file_extensions") === true;
  return {
    folder: folder === root ? "" : relativePath(root, folder),
    projectFile,
    files: discoverFiles(fs, { root, folder, paths: project.paths, areJinjaNamesRead }, problems),
    ...(areJinjaNamesRead && { areJinjaNamesRead }),
  };
}

/** Every folder in the install path, as dbt takes them; links to folders count. */
function installedFolders(fs: FileSystem, path: string): readonly string[] {
  const entries = fs.list(path);
  if (isFailure(entries)) return [];
  return entries
    .filter(({ name, kind }) => {
      if (name.startsWith("__")) return false;
      return kind === "folder" || (kind === "link" && !isFailure(fs.list(`${path}/${name}`)));
    })
    .map(({ name }) => `${path}/${name}`);
}

/** The paths of `local:` packages that hold a project. */
function localPackages(
  fs: FileSystem,
  folder: string,
  files: readonly (NamedFile | undefined)[],
): readonly string[] {
  return files.flatMap((file) =>
    [...(file?.text ?? "").matchAll(/\blocal:\s*["']?([^"'\s,}#]+)/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !isFailure(fs.read(joinPath(folder, `${path}/dbt_project.yml`)))),
  );
}

function readProfiles(
  fs: FileSystem,
  root: string,
  options: ReadOptions,
  problems: Problem[],
): NamedFile | undefined {
  const folders =
    options.profilesDir !== undefined
      ? [joinPath(root, options.profilesDir)]
      : [root, ...(options.homeProfilesDir === undefined ? [] : [options.homeProfilesDir])];
  for (const folder of folders) {
    const found = readNamed(fs, root, relativePath(root, `${folder}/profiles.yml`), problems);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readNamed(
  fs: FileSystem,
  root: string,
  path: string,
  problems: Problem[],
): NamedFile | undefined {
  const absolute = joinPath(root, path);
  const file = fs.read(absolute);
  if (isFailure(file) && file.failure === "missing") return undefined;
  const read = readText(fs, absolute, path, problems);
  return read === undefined ? undefined : { path, text: read.text };
}
