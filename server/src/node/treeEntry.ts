/** A file of a git tree. Types only. */

/** One entry of `git ls-tree`. */
export interface TreeEntry {
  /** Relative to the top, with `/`. */
  readonly path: string;
  /** Octal, as git writes it: 100644, 100755, 120000 for links, 160000 for submodules. */
  readonly mode: string;
  readonly object: string;
  readonly bytes: number;
}
