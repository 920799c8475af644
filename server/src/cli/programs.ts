/** What `heddle run` needs of the machine to start the user's dbt; given by `node/` or by a test. */

export interface Programs {
  /** Absolute path of a program by its name on PATH or by its path; absent where there is none. */
  find(program: string): string | undefined;
  /** The Python that a console script is run by; absent for other programs. */
  interpreterOf(program: string): string | undefined;
  /** Folder that holds the package `heddle_steer`; absent where it was not shipped. */
  readonly wrapperFolder: string | undefined;
  /** Writes a file that only this user reads, outside any project. */
  writeTemporary(name: string, text: string): TemporaryFile;
  /**
   * Runs a program with this process's streams; signals are passed on. Its exit code, 128 and the
   * signal's number where one ended it, 127 where it could not be started.
   */
  start(program: string, words: readonly string[], options?: StartOptions): Promise<number>;
}

export interface TemporaryFile {
  readonly path: string;
  /** Removes the file and its folder. */
  remove(): void;
}

export interface StartOptions {
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder put first where Python looks for packages. */
  readonly pythonFolder?: string;
  /**
   * Gives the program a pipe, numbered in the variable of this name, that ends with this process
   * however it ends, so that the program can stop as well. Not on Windows.
   */
  readonly lifeline?: string;
}
