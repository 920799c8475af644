/**
 * The texts of a dbt project and its installed packages, before anything is understood. Types
 * only: `readProject` finds them, `resolveProject` makes sense of them.
 */
import type { Problem } from "../base/problem";

/** What dbt takes a file for, decided by the search path it lies under and by its name. */
export type FileKind =
  | "model"
  | "macro"
  | "snapshot"
  | "analysis"
  | "test"
  | "genericTest"
  | "seed"
  | "docs"
  | "properties"
  | "fixture"
  | "function";

export interface SourceFile {
  readonly kind: FileKind;
  /** Relative to the root project, with `/`. */
  readonly path: string;
  /** Relative to its own package's folder (dbt's `original_file_path`). */
  readonly packagePath: string;
  /** Relative to the search path it was found under; its folders make the FQN. */
  readonly searchedPath: string;
  /** Empty for seeds and fixtures, whose contents nobody needs. */
  readonly text: string;
  /** Bytes that were no valid UTF-8; dbt refuses such a file. */
  readonly replacedBytes: number;
}

/** A file of a fixed name, absent where it does not exist. */
export interface NamedFile {
  readonly path: string;
  readonly text: string;
}

export interface PackageSources {
  /** Relative to the root project; empty for the root project itself. */
  readonly folder: string;
  readonly projectFile: NamedFile;
  readonly files: readonly SourceFile[];
  /** True where files such as `a.sql.jinja` are among them: a flag asked for them. */
  readonly areJinjaNamesRead?: boolean;
}

export interface ProjectSources {
  /** Absolute path of the folder of dbt_project.yml. */
  readonly root: string;
  /** The root project first, then its installed packages by folder name. */
  readonly packages: readonly PackageSources[];
  readonly profiles?: NamedFile;
  readonly packagesFile?: NamedFile;
  readonly dependenciesFile?: NamedFile;
  readonly selectorsFile?: NamedFile;
  /** `vars.yml`, read since dbt-core 1.12. */
  readonly varsFile?: NamedFile;
  /** The lock file or list of requirements that pins dbt, in the project or its repository. */
  readonly requirements?: NamedFile;
  /** Where packages would be installed, relative to the root. */
  readonly installFolder: string;
  /** Folders found there, whether or not they hold a project. */
  readonly installedCount: number;
  /** Those of them without a dbt_project.yml. */
  readonly strayFolders: readonly string[];
  /** The paths of packages given as `local:` that hold a dbt_project.yml, as they are written. */
  readonly localPackages: readonly string[];
  /** What could not be read, or is missing altogether. */
  readonly problems: readonly Problem[];
}
