/**
 * What the language server needs of the machine: given by `lspMain` for a real process, by the test
 * harness for one in memory. Knows no protocol.
 */
import type { FileSystem } from "../base/fileSystem";
import type { EvaluationWatch } from "../dbt/evaluationWatch";

export interface Environment {
  readonly fileSystem: FileSystem;
  /** Puts a file into `fileSystem` or takes it away; present where the client sends the files. */
  readonly takeFile?: (path: string, text: string | undefined) => void;
  /** Version of Heddle, shown to the client. */
  readonly version: string;
  /** Whether the disk takes `A.sql` and `a.sql` for one file, as Windows and macOS do. */
  readonly ignoresCase: boolean;
  /** The present as an ISO time; what macros see as now. */
  readonly now: () => string;
  /** A clock in milliseconds that only goes forward. */
  readonly elapsedMs: () => number;
  readonly timers: Timers;
  /** Told of every evaluation, where the server runs under a supervisor. */
  readonly watch?: EvaluationWatch;
  /** URI of a rule's page. */
  readonly rulePageUri: (code: string) => string;
}

export interface Timers {
  /** Runs `task` once after `ms` milliseconds; the result stops it. */
  after(ms: number, task: () => void): () => void;
  /** Lets everything that has arrived meanwhile be handled first. */
  turn(): Promise<void>;
}

/** How long the server waits before it acts, and what is too much at once: all in one place. */
export const BUDGETS = {
  /** After an edit, before problems are published: a pause in typing, not in thinking. */
  publishAfterEditMs: 200,
  /** The run of more nodes is not simulated between two keystrokes: of so many it takes some 30 ms. */
  nodesWhileTyping: 1500,
  /** After a change on disk: editors and git write many files at once. */
  settleDiskMs: 300,
  /** After an artifact was rewritten: dbt writes several, each in pieces. */
  settleArtifactsMs: 1500,
  /** More changed files than this are taken as "everything changed". */
  watchedFilesAtOnce: 2000,
  /** A client that was asked for its settings and says nothing has none. */
  settingsAnswerMs: 1000,
  /** In folders with more projects than this, one is read when somebody looks at it. */
  projectsAtOnce: 12,
  /** Projects of more nodes are not read a second time to say what a macro gives at night. */
  nodesReadTwice: 5000,
  /** Projects with more files than this take long enough to say so. */
  progressFromFiles: 1500,
} as const;
