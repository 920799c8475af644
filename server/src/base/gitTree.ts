/**
 * What Heddle needs of git: the files of one commit, read without a work tree. `node/` implements
 * it over git's own object store, tests in memory.
 */
import type { FileSystem } from "./fileSystem";

/** The files of a commit, laid out as if they were checked out. */
export interface GitTree {
  /** Absolute path of the folder that holds the repository's work tree. */
  readonly top: string;
  /** Full id of the commit. */
  readonly commit: string;
  /** The commit's files below `top`; nothing outside of it. */
  readonly fileSystem: FileSystem;
}

/** The tree of `ref` in the repository around `folder`; a sentence where there is none. */
export type OpenGitTree = (folder: string, ref: string) => GitTree | string;
