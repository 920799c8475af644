/** One package of a project with its settings understood. Types only. */
import type { ConfigTree } from "./config/layers";
import type { ProjectFile, TreeName } from "./projectFile/projectFile";
import type { SourceFile } from "./sources";

export interface PackageContext {
  readonly name: string;
  /** Relative to the root project; empty for the root. */
  readonly folder: string;
  readonly isRoot: boolean;
  readonly project: ProjectFile;
  readonly trees: ReadonlyMap<TreeName, ConfigTree>;
  readonly files: readonly SourceFile[];
}
