/** The nodes that `--select` and `--exclude` choose, in dbt's own grammar. */
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";

/** unique_ids, sorted; absent where neither option was given; a failure where one is no selector. */
export function selectionOf(
  { args }: CommandContext,
  snapshot: ProjectSnapshot,
): readonly string[] | undefined | Failure {
  if (!args.has("select") && !args.has("exclude")) return undefined;
  return failure(`--select is not wired (${snapshot.project.name})`);
}
