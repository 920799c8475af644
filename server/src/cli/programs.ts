/** What `heddle run` needs of the machine to start the user's dbt; given by `node/` or by a test. */

export interface Programs {
  /** Absolute path of a program by its name on PATH or by its path; absent where there is none. */
  find(program: string): string | undefined;
  /** The Python that a console script is run by; absent for other programs. */
  interpreterOf(program: string): string | undefined;
  /** Folder that holds the package `heddle_steer`; absent where it was not shipped. */
  readonly wrapperFolder: string | undefined;
  /** A place for a file that only this user reads, outside any project; nothing is there yet. */
  temporaryFile(name: string): TemporaryFile;
  /** Carries out `heddle ...words` beside whatever this process does meanwhile. */
  aside(words: readonly string[]): Aside;
  /**
   * Runs a program with this process's streams; signals are passed on. Its exit code, 128 and the
   * signal's number where one ended it, 127 where it could not be started.
   */
  start(program: string, words: readonly string[], options?: StartOptions): Promise<number>;
}

/** A command that is carried out aside. */
export interface Aside {
  /** What it printed and how it ended; never rejected. */
  readonly result: Promise<{
    readonly status: number;
    readonly out: string;
    readonly err: string;
  }>;
  /** Ends it wherever it is; of no effect once it has ended. */
  end(): void;
}

export interface TemporaryFile {
  readonly path: string;
  /** Puts the whole text there at once: whoever looks sees all of it or nothing. */
  write(text: string): void;
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
