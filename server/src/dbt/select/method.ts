/** What a selection method is: a question about one node, prepared once per criterion. */
import type { Manifest } from "../artifacts/manifest";
import type { RunRecord } from "../artifacts/runRecord";
import type { DbtNode, DbtProject } from "../project";
import type { Release } from "../release";
import type { Criterion } from "./selector";

/** Earlier state that `state:`, `result:` and `source_status:` compare with (`--state`). */
export interface PreviousState {
  readonly manifest?: Manifest;
  readonly results?: RunRecord;
  /** `max_loaded_at` by unique_id of the earlier and the current sources.json. */
  readonly freshness?: {
    readonly previous: ReadonlyMap<string, string>;
    readonly current: ReadonlyMap<string, string>;
  };
}

/** What selection looks at of a project. */
export type SelectableProject = Pick<
  DbtProject,
  "name" | "nodes" | "sources" | "disabled" | "macros" | "files"
>;

export interface MethodContext {
  readonly release: Release;
  readonly project: SelectableProject;
  readonly previous: PreviousState;
}

/** Whether a node matches, or why dbt refuses the criterion. */
export type Search =
  | { readonly matches: (node: DbtNode) => boolean }
  | { readonly failure: string };

/** Prepares the search of one criterion. */
export type MethodSearch = (criterion: Criterion, context: MethodContext) => Search;

/** The criterion's value as text; selectors.yml may hold numbers and booleans. */
export function textValue(criterion: Criterion): string {
  return typeof criterion.value === "string" ? criterion.value : String(criterion.value);
}
