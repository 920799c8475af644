/**
 * The custom requests between an editor and the language server: names, parameters and results.
 * The results are the published JSON of CONTRACT (sections 2, 4 and 5) plus what an editor needs
 * to find files. Types only, so that the client imports nothing else of the server.
 */

import type { Severity } from "./base/problem";
import type { Range } from "./base/text";
import type { ModelsResult } from "./protocol/models";
import type { SimulateResult, SweepResult } from "./protocol/runs";
import type { HintMeaning, Policy } from "./schedule/schedule";

export type * from "./protocol/models";
export type * from "./protocol/runs";
export type { ScheduledTask } from "./schedule/schedule";

/**
 * Client to server, by method name. Every result is `null` when the document belongs to no
 * project that Heddle knows.
 */
export interface CustomRequests {
  readonly "heddle/models": { readonly params: ModelsParams; readonly result: ModelsResult };
  readonly "heddle/simulate": { readonly params: SimulateParams; readonly result: SimulateResult };
  readonly "heddle/sweep": { readonly params: SweepParams; readonly result: SweepResult };
  readonly "heddle/explain": { readonly params: ExplainParams; readonly result: ExplainResult };
  readonly "heddle/compareManifest": {
    readonly params: CompareManifestParams;
    readonly result: CompareManifestResult;
  };
  readonly "heddle/runChoices": { readonly params: ProjectParams; readonly result: RunChoices };
  readonly "heddle/export": { readonly params: ExportParams; readonly result: ExportResult };
  readonly "heddle/projects": { readonly params: object; readonly result: ProjectsResult };
  readonly "heddle/findings": { readonly params: FindingsParams; readonly result: FindingsResult };
  readonly "heddle/fixRule": { readonly params: FixRuleParams; readonly result: FixRuleResult };
  readonly "heddle/history": { readonly params: ProjectParams; readonly result: HistoryResult };
  readonly "heddle/marks": { readonly params: MarksParams; readonly result: MarksResult };
  readonly "heddle/targets": { readonly params: ProjectParams; readonly result: TargetsResult };
  readonly "heddle/setRunContext": { readonly params: RunContext; readonly result: RunContext };
}

/** Client to server, by method name; for servers in a browser, which have no disk. */
export interface ClientNotifications {
  readonly "heddle/files": FilesParams;
}

export interface FilesParams {
  /** `text` is null for files that are gone. */
  readonly files: readonly { readonly uri: string; readonly text: string | null }[];
}

/**
 * Server to client, by method name. `heddle/projectChanged`: a project has a new revision, so
 * numbers that are on screen should be asked for again.
 */
export interface CustomNotifications {
  readonly "heddle/projectChanged": ProjectChangedParams;
}

export interface ProjectParams {
  /** Any document or folder of the project, as a URI. */
  readonly uri: string;
  readonly engine?: "dbt-core" | "fusion";
  readonly target?: string;
  /** dbt's own selector grammar. */
  readonly select?: string;
  readonly exclude?: string;
  /** The name of a selector of selectors.yml; replaces `select` and `exclude`. */
  readonly selector?: string;
  /** `eager`, `cautious`, `buildable` or `empty`; absent = as dbt_project.yml says. */
  readonly indirectSelection?: string;
  /** ISO time that macros see as now; absent = as the settings say. */
  readonly at?: string;
  /** One run_results.json, relative to the project: durations come from that run alone. */
  readonly run?: string;
  /**
   * With it, the long list of `PagedLists` comes in pages ahead of the answer, as `$/progress` with
   * this token and `{ [list]: items }`; the answer's own list is then empty. Short lists stay whole.
   */
  readonly partialResultToken?: string | number;
}

export interface ModelsParams extends ProjectParams {
  /**
   * Names, places and figures alone, for lists and charts: `config`, `fqn`, `tags`, `dependsOn` and
   * `uncertain` of each model are empty, and nothing is said of memory and article classes.
   */
  readonly isBrief?: boolean;
  /** Only these models, by unique id; `modelCount` of the answer then counts all. */
  readonly ids?: readonly string[];
}

export interface FindingsParams extends ProjectParams {
  /** Only findings of this rule; all where absent. */
  readonly code?: string;
  /** No findings, only `rules`: how many each rule has. */
  readonly isBrief?: boolean;
}

/** The list that may come in pages, by method. */
export interface PagedLists {
  readonly "heddle/models": "models";
  readonly "heddle/simulate": "tasks";
  readonly "heddle/findings": "findings";
}

/** Absent options mean what the command line's absent options mean. */
export interface SimulateParams extends ProjectParams {
  readonly threads?: number;
  readonly hints?: HintMeaning;
  readonly policy?: Policy;
  readonly command?: "run" | "build";
  readonly capacity?: number;
  readonly contention?: { readonly alpha: number; readonly beta: number };
  readonly overheadMs?: number;
  /** Other durations for some tasks, in milliseconds by id. */
  readonly whatIf?: Readonly<Record<string, number>>;
  readonly reservePercent?: number;
  /** Only the schedule: no alternatives, figures or savings. For sliders; one simulation. */
  readonly isBrief?: boolean;
  /** Which tasks the answer lists; all where absent. Its figures are about all of them anyway. */
  readonly tasks?: "all" | "criticalPath" | "none";
}

export interface SweepParams extends SimulateParams {
  readonly fromThreads?: number;
  readonly toThreads?: number;
}

/** Without `manifest`, a path relative to the project, it is `target/manifest.json`. */
export interface CompareManifestParams extends ProjectParams {
  readonly manifest?: string;
}

/** One field of one node; `null` where a side has nothing. */
export interface ComparedField {
  readonly uniqueId: string;
  /** `enabled`, `dependsOn`, `schema` …, or `config.<key>`. */
  readonly field: string;
  readonly heddle: unknown;
  readonly manifest: unknown;
  /** The node's file, relative to the project; `null` where only the manifest has the node. */
  readonly file: string | null;
  /** What could not be known offline of the node: a difference may come from that. */
  readonly uncertain: readonly string[];
}

/** `heddle models --against --json`. */
export interface ComparisonAnswer {
  readonly schema: "heddle.comparison/1";
  readonly project: string;
  readonly manifest: {
    readonly file: string;
    readonly dbtVersion: string | null;
    /** ISO time; `null` where the manifest does not say. */
    readonly generatedAt: string | null;
    /** Files of the project that were written after the manifest, sorted. */
    readonly newerFiles: readonly string[];
  };
  /** Nodes and sources on either side, and those of them that are equal in every field. */
  readonly nodes: number;
  readonly equal: number;
  readonly differences: readonly ComparedField[];
}

/** `comparison` is `null` where there is no manifest to read; `markdown` says so, or shows it all. */
export interface CompareManifestResult {
  readonly rootUri: string;
  readonly comparison: ComparisonAnswer | null;
  readonly markdown: string;
}

/** The model is found by `id` (a unique id or a name), else by the document. */
export interface ExplainParams extends ProjectParams {
  readonly id?: string;
}

/** What commands of lenses and hovers carry as their only argument. */
export interface CommandTarget {
  readonly uri: string;
  readonly id?: string;
}

/** The projects of the open folders; nothing of them is read but their names. */
export interface ProjectsResult {
  /** `kind` is absent for dbt projects; of a tabular model `uri` is its file or folder. */
  readonly projects: readonly { uri: string; name: string; kind?: "tabular" }[];
}

/** What the editor lists as findings, those that save most first. */
export interface FindingsResult {
  readonly findings: readonly ListedFinding[];
  /** The rules that find something, those that save most first. */
  readonly rules: readonly ListedRule[];
}

export interface ListedRule {
  readonly code: string;
  readonly count: number;
  /** Of its first finding. */
  readonly severity: Severity;
  /** Most that following one of its findings saves. */
  readonly savesMs?: number;
  /** Whether any of its findings has a fix. */
  readonly isFixable: boolean;
}

export interface ListedFinding {
  /** The file as a URI, and the place in it. */
  readonly uri: string;
  readonly range: Range;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What following it saves of the simulated run; absent where nobody can know. */
  readonly savesMs?: number;
  /** Title of its preferred fix, else of its first; absent for findings without one. */
  readonly fix?: string;
}

export interface FixRuleParams extends ProjectParams {
  /** Code of the rule. */
  readonly code: string;
}

/** The fixes of all findings of a rule as edits, for the editor to show and to make. */
export interface FixRuleResult {
  /** What it does to a finding, as the light bulb says it. */
  readonly what: string;
  /** Whether nothing can break by any of them. */
  readonly isSafe: boolean;
  readonly fixCount: number;
  /** Findings that touch text which another fix changes: they come up again afterwards. */
  readonly leftCount: number;
  readonly edits: readonly {
    readonly uri: string;
    readonly range: Range;
    readonly newText: string;
  }[];
}

/** Past runs that compare with the newest, newest first. */
export interface HistoryResult {
  readonly runs: readonly PastRun[];
  /** Runs of another command, or of a part of the project, that are left out. */
  readonly leftOut: number;
}

export interface PastRun {
  /** End of the run, ms since 1970; null where the file does not say. */
  readonly atMs: number | null;
  readonly command: string | null;
  readonly durationMs: number;
  readonly threads: number;
  /** Share of the threads' time in which they worked, 0 to 1. */
  readonly utilization: number;
  readonly nodes: number;
  readonly failedNodes: number;
}

export interface MarksParams {
  readonly uri: string;
}

/** Lines of a document that are about models on the critical path. */
export interface MarksResult {
  readonly marks: readonly CriticalMark[];
}

export interface CriticalMark {
  /** 0-based. */
  readonly line: number;
  readonly name: string;
  /** One line for a pointer that rests on the mark. */
  readonly words: string;
}

/** Targets of the project's profile, in the file's order, and the one in use. */
export interface TargetsResult {
  readonly targets: readonly string[];
  readonly current: string | null;
}

/** What a run is asked about instead of what the settings say; absent = as the settings say. */
export interface RunContext {
  readonly target?: string;
  /** ISO time that macros see. */
  readonly at?: string;
  /** Variables over those of the settings. */
  readonly vars?: Readonly<Record<string, unknown>>;
}

export interface ProjectChangedParams {
  /** The project's folder. */
  readonly uri: string;
  readonly revision: number;
}

/** What a run of this project can be asked for, beside what is the same in every project. */
export interface RunChoices {
  readonly schema: "heddle.choices/1";
  readonly engine: "dbt-core" | "fusion";
  /** Recorded runs, newest last; `file` is relative to the project. */
  readonly runs: readonly RecordedRun[];
  /** Where the thread count is written; null where that is no file of the project. */
  readonly threadsSite: ThreadsSite | null;
}

export interface RecordedRun {
  readonly file: string;
  /** ISO time; absent where the file does not say. */
  readonly at?: string;
  readonly tasks: number;
}

/** The written count itself. */
export interface ThreadsSite {
  readonly uri: string;
  readonly range: Range;
}

export type ExportFormat = "html" | "markdown" | "svg" | "trace";

export interface ExportParams extends SimulateParams {
  readonly format: ExportFormat;
}

/** A report of one run, as text to be saved. */
export interface ExportResult {
  readonly format: ExportFormat;
  readonly text: string;
}

/** What the hover says about one model, as Markdown. */
export interface ExplainResult {
  readonly schema: "heddle.explain/1";
  readonly uniqueId: string;
  readonly title: string;
  readonly markdown: string;
}

export type RuleSeverity = "error" | "warning" | "information" | "hint" | "off";

/** The settings `heddle.*` as the editor sends them; meanings and defaults: package.nls.json. */
export interface Settings {
  readonly enable: boolean;
  readonly codeLens: { readonly enable: boolean };
  readonly hover: { readonly enable: boolean };
  readonly diagnostics: { readonly enable: boolean };
  /** Whether findings that the project's baseline knows are left out. */
  readonly baseline: { readonly enable: boolean };
  readonly inlayHints: { readonly enable: boolean };
  readonly completion: { readonly enable: boolean };
  readonly documentLinks: { readonly enable: boolean };
  readonly gutter: { readonly enable: boolean };
  readonly statusBar: { readonly enable: boolean };
  readonly projectView: { readonly enable: boolean };
  readonly languageModelTools: { readonly enable: boolean };
  /** By rule code. */
  readonly rules: Readonly<Record<string, RuleSeverity>>;
  /** `dbt-core-1.9` reads the project as that minor release does. */
  readonly engine: "auto" | "dbt-core" | "fusion" | `dbt-core-1.${8 | 9 | 10 | 11 | 12}`;
  readonly target: string;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly profilesDir: string;
  readonly projectDir: string;
  readonly threads: number | null;
  readonly reservePercent: number;
  readonly history: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** ISO time that macros see; empty = now. */
  readonly at: string;
  /** As `tabular:` of heddle.yml, for models whose heddle.yml does not say. */
  readonly tabular: Readonly<Record<string, unknown>>;
  readonly trace: { readonly server: "off" | "messages" | "verbose" };
}
