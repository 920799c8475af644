/** What the server answers about the models of a project. Types only. */

import type { Range } from "../base/text";
import type { DurationOrigin } from "../workload/workload";

/** The dbt that a project is read as. */
export interface EngineFacts {
  readonly name: "dbt-core" | "fusion";
  /** `1.9`; null for dbt 2. */
  readonly release: string | null;
  /** What decided: `--engine`, a file that pins dbt, `require-dbt-version` or `default`. */
  readonly origin: string;
  /** Everything in the project that says which dbt runs it, the strongest first. */
  readonly evidence: readonly {
    readonly source: string;
    readonly says: string;
    readonly decides: boolean;
    /** Whether it allows the dbt that the project is read as. */
    readonly agrees: boolean;
  }[];
  /** What dbt itself left in `target/`; shown, never decides. */
  readonly seen: readonly { readonly file: string; readonly version: string }[];
  /** Where one of them speaks of another dbt than the one the project is read as, and nobody chose. */
  readonly note: string | null;
}

/** CONTRACT "heddle.models/1"; `file` is relative to `rootUri`. */
export interface ModelsResult {
  readonly schema: "heddle.models/1";
  /** The project's folder as a URI. */
  readonly rootUri: string;
  readonly project: {
    readonly name: string;
    readonly adapter: string | null;
    readonly target: Readonly<Record<string, unknown>> | null;
    readonly threads: {
      readonly value: number | null;
      readonly origin: string | null;
      readonly effective: number;
    };
    /** Absent for tabular models. */
    readonly engine?: EngineFacts;
  };
  readonly models: readonly ModelEntry[];
  /** How many models there are, where only some were asked for. */
  readonly modelCount?: number;
  readonly disabled: readonly string[];
  readonly sources: readonly string[];
  readonly problems: number;
  /** Of a tabular model its structure, CONTRACT "heddle.tabular/1"; `models` are its refresh's tasks. */
  readonly tabular?: object;
}

export interface ModelEntry {
  readonly uniqueId: string;
  readonly resourceType: string;
  readonly name: string;
  readonly package: string;
  readonly version: string | number | null;
  readonly file: string;
  /** Its place in the file, where the file holds more than it. */
  readonly range?: Range;
  readonly fqn: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Tags without duplicates, as dbt's selectors see them. */
  readonly tags: readonly string[];
  /** Where dbt would build it; null for what has no relation of its own. */
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  readonly dependsOn: readonly string[];
  readonly hint: {
    readonly threads: number | null;
    /** `line` is 1-based; `via` the key or call, `path` the whole way: `models › shop › +threads`. */
    readonly origin: {
      readonly file: string;
      readonly line: number;
      readonly via: string;
      readonly path: string;
    } | null;
    readonly effectiveInDbt: boolean;
  } | null;
  readonly complexity: {
    readonly score: number;
    readonly breakdown: Readonly<Record<string, number>>;
    readonly class: string;
  } | null;
  readonly recommendation: {
    readonly threads: number;
    readonly basis: string;
    readonly because: readonly string[];
    readonly confidence?: "high" | "medium" | "low";
    /** True where nothing measured is behind it. */
    readonly isHeuristic?: boolean;
    /** What could make it wrong, the gravest first. */
    readonly couldBeWrong?: readonly string[];
    /** Memory for heavy models in this database; null where the default is right or unknown. */
    readonly memory?: {
      readonly what: string;
      readonly preHooks: readonly string[];
      readonly postHooks: readonly string[];
      /** Config keys of the adapter, with what goes into them in words. */
      readonly config: Readonly<Record<string, string>>;
    } | null;
  } | null;
  readonly duration: {
    readonly ms: number;
    readonly origin: DurationOrigin;
    readonly runs?: number;
    readonly low?: number;
    readonly high?: number;
  } | null;
  /** What the first article's queries call a measured model; null without history. */
  readonly articleClasses?: {
    readonly resourceCategory: "heavy" | "medium" | "light" | "minimal";
    readonly priorityTier: "high" | "medium" | "low";
    /** Null with fewer than five runs, which that query leaves out. */
    readonly performanceCategory: "heavy" | "medium" | "light" | null;
    readonly monitoring:
      | "reduce_threads"
      | "consider_optimization"
      | "performance_issue"
      | "optimal";
  } | null;
  readonly uncertain: readonly string[];
}
