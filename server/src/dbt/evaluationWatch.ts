/**
 * Told of every evaluation of a project's own texts, so that somebody outside can tell which one
 * was under way when all else stopped; may refuse one that did so before.
 */
export interface EvaluationWatch {
  /** False: this text of `file` is left alone. Otherwise `end` follows. */
  begin(file: string, text: string): boolean;
  end(): void;
}
