/**
 * The working state of one resolution: packages understood, nodes under construction, problems so
 * far. Exists only while `resolveProject` runs.
 */

import type { Problem, Severity } from "../base/problem";
import type { Span } from "../base/text";
import type { Evaluator } from "./evaluator";
import type { MissingPackages } from "./missingPackages";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { PackageContext } from "./packageContext";
import type { Profile } from "./profiles";
import type { Engine } from "./project";
import type { PropertyEntry } from "./properties/propertyEntry";
import type { Release } from "./release";
import type { SourceFile } from "./sources";
import type { VarScope } from "./vars";

export interface Resolution {
  readonly engine: Engine;
  /** The dbt-core that the project is read as. */
  readonly release: Release;
  readonly root: PackageContext;
  readonly packages: ReadonlyMap<string, PackageContext>;
  readonly profile: Profile;
  readonly vars: VarScope;
  readonly evaluator: Evaluator;
  /** Packages asked for and not installed; undefined where all are. */
  readonly missing: MissingPackages | undefined;
  readonly problems: Problem[];
  /** What was found in macro files. */
  macroProblems: readonly Problem[];
  /** Those of `problems` that follow from one node, or one properties file, taken out of there. */
  readonly problemsOf: Map<NodeDraft | SourceFile, Problem[]>;
  /** The entries of each properties file, kept for when it is edited. */
  readonly entriesOf: Map<SourceFile, readonly PropertyEntry[]>;
  /** Ids that two generic tests want; the later one is left out. */
  readonly contested: Set<string>;
  /** Nodes for which a naming macro failed first; it is said for no other. */
  readonly badlyNamed: Set<NodeDraft>;
  /** Nodes by unique_id; enabled or not is known only at the end. */
  readonly drafts: Map<string, NodeDraft>;
  /** Nodes that lost to another of the same id while disabled. */
  readonly shadowed: NodeDraft[];
  /** Memory that outlives this resolution, by what it was computed from. */
  readonly memory: Memory;
  /** Groups defined in properties files, by name. */
  readonly groups: Map<
    string,
    { readonly package: string; readonly file: string; readonly span: Span }
  >;
}

/** Results that depend on texts alone, kept from one resolution to the next. */
export interface Memory {
  /** The value computed from `key` before, else `make()`; forgotten when not asked for. */
  of<T>(kind: string, key: string, make: () => T): T;
}

/** Runs `work`; what it finds is kept as the owner's, to be found anew when only that one changes. */
export function attributed(
  resolution: Pick<Resolution, "problems" | "problemsOf">,
  owner: NodeDraft | SourceFile,
  work: () => void,
): void {
  const before = resolution.problems.length;
  work();
  attributeSince(resolution, owner, before);
}

/** The same for work that is done: what was found since there were `before` problems. */
export function attributeSince(
  { problems, problemsOf }: Pick<Resolution, "problems" | "problemsOf">,
  owner: NodeDraft | SourceFile,
  before: number,
): void {
  if (problems.length === before) return;
  const found = problems.splice(before);
  const known = problemsOf.get(owner);
  if (known === undefined) problemsOf.set(owner, found);
  else known.push(...found);
}

export function addProblem(
  resolution: { readonly problems: Problem[] },
  code: string,
  severity: Severity,
  site: { readonly file: string; readonly span: Span },
  message: string,
): void {
  resolution.problems.push({ file: site.file, span: site.span, code, severity, message });
}
