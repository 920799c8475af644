/**
 * A dbt project as dbt would hold it in its manifest, plus what dbt throws away: where each value
 * comes from and what could not be known offline. Types only; `resolveProject` builds it.
 */

import type { Problem } from "../base/problem";
import type { Span } from "../base/text";
import type { Release } from "./release";

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export type ResourceType =
  | "model"
  | "seed"
  | "snapshot"
  | "test"
  | "analysis"
  | "operation"
  | "source"
  | "exposure"
  | "metric"
  | "semantic_model"
  | "saved_query"
  | "unit_test"
  | "function";

/** A place in a project file; `file` is relative to the root project, with `/`. */
export interface Site {
  readonly file: string;
  readonly span: Span;
}

/** What set a config value: its place and the path of keys or the call that leads to it. */
export interface ConfigOrigin extends Site {
  /** `+threads` path in YAML (`models › shop › marts › +threads`), `config()`, or a macro's name. */
  readonly via: string;
}

/** One `ref()` or `source()` seen while the node was read. */
export interface RefSite extends Site {
  readonly kind: "ref" | "source";
  /** As written: `[name]`, `[package, name]`, `[source, table]`. */
  readonly args: readonly string[];
  readonly version: string | number | null;
  /** unique_id it resolves to; absent where nothing (enabled) has that name. */
  readonly target?: string;
  /** False where it stands in a branch whose condition is not known offline. */
  readonly isCertain: boolean;
}

/** The user's wish for parallelism on one node, wherever it was written. */
export interface ThreadsHint {
  /** Which key carried it; `meta.heddle.threads` wins over `meta.threads` over `threads`. */
  readonly key: "threads" | "meta.threads" | "meta.heddle.threads";
  /** The value as resolved; a positive whole number where it is usable. */
  readonly value: Json;
  /** The usable hint; absent where `value` is not a positive whole number. */
  readonly threads?: number;
  readonly origin: ConfigOrigin;
  /** Sites whose value this one overrides, most general first. */
  readonly overridden: readonly ConfigOrigin[];
}

/** A macro call that decided a config value, kept so that hover can show what it said. */
export interface MacroTrace {
  readonly macro: string;
  readonly logs: readonly string[];
}

/** An enabled or disabled node, source or other graph member. */
export interface DbtNode {
  readonly uniqueId: string;
  readonly resourceType: ResourceType;
  readonly name: string;
  readonly package: string;
  readonly version: string | number | null;
  /** Path relative to the root project. */
  readonly file: string;
  readonly fqn: readonly string[];
  /** dbt's resolved config: the keys and values that manifest.json would hold. */
  readonly config: Readonly<Record<string, Json>>;
  /** Where the value of a config key comes from; keys left at dbt's default are absent. */
  readonly origins: ReadonlyMap<string, ConfigOrigin>;
  readonly tags: readonly string[];
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  /** dbt's depends_on.nodes, sorted and unique. */
  readonly dependsOn: readonly string[];
  /** dbt's depends_on.macros, sorted and unique. */
  readonly dependsOnMacros: readonly string[];
  readonly refs: readonly RefSite[];
  /** Source text of the node (raw_code); empty for nodes without any. */
  readonly rawCode: string;
  readonly hint?: ThreadsHint | undefined;
  /** `meta.heddle.durationMs`, the user's own figure. */
  readonly givenDurationMs?: number;
  /** The `config(` calls of the file. */
  readonly configCalls: readonly Site[];
  readonly traces: readonly MacroTrace[];
  /** What could not be known offline, in words. */
  readonly uncertain: readonly string[];
  /** Properties that only some resource types have (`description`, `column`, `exposureType` …). */
  readonly extra: Readonly<Record<string, Json>>;
}

export interface DbtMacro {
  readonly uniqueId: string;
  readonly name: string;
  readonly package: string;
  readonly file: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly parameters: readonly string[];
}

/** Which dbt would run the project: dbt-core 1.x (Python) or dbt 2 (Rust, Fusion). */
export type Engine = "dbt-core" | "fusion";

export interface Target {
  readonly name: string;
  readonly type: string;
  readonly schema: string | null;
  readonly database: string | null;
  readonly threads: number | null;
}

/** The run's thread count: as configured, where, and what the engine makes of it. */
export interface ProfileThreads {
  readonly value: number;
  readonly origin: "profiles.yml" | "default" | "option";
  readonly effective: number;
  readonly site?: Site;
}

/** One thing in the project that says which dbt runs it. */
export interface EngineEvidence {
  /** `--engine`, `require-dbt-version`, or the file: `uv.lock`, `../requirements.txt`. */
  readonly source: string;
  /** In its own words: `dbt-core ==1.9.4`, `>=1.8.0,<2.0.0`. */
  readonly says: string;
  /** Whether the choice rests on it. */
  readonly decides: boolean;
  /** Whether it allows the dbt that was chosen. */
  readonly agrees: boolean;
}

/** Everything known of one dbt project and its installed packages. Immutable. */
export interface DbtProject {
  /** Absolute path of the folder of dbt_project.yml. */
  readonly root: string;
  readonly name: string;
  readonly adapter: string | null;
  readonly engine: Engine;
  /** The minor release of dbt-core 1 that it was read as. */
  readonly release: Release;
  /** What decided `engine`, in words (`require-dbt-version`, `--engine`, `default`). */
  readonly engineOrigin: string;
  /** Everything in the project that says which dbt runs it, the strongest first. */
  readonly engineEvidence: readonly EngineEvidence[];
  readonly target: Target | null;
  readonly threads: ProfileThreads;
  /** Enabled nodes of every kind but sources, by unique_id, sorted. */
  readonly nodes: ReadonlyMap<string, DbtNode>;
  readonly sources: ReadonlyMap<string, DbtNode>;
  readonly disabled: ReadonlyMap<string, DbtNode>;
  readonly macros: ReadonlyMap<string, DbtMacro>;
  /** Problems found while reading; rules of `advise` add theirs. */
  readonly problems: readonly Problem[];
  /** Texts of the project's files as read, by path relative to the root. */
  readonly files: ReadonlyMap<string, string>;
  /** Data of selectors.yml, its Jinja rendered where that is known offline; absent without it. */
  readonly selectors?: Json;
  /** `flags: indirect_selection` of dbt_project.yml. */
  readonly indirectSelection?: string;
}
