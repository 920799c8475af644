/** The nodes that `--select` and `--exclude` choose, in dbt's own grammar. */
import { selectNodes } from "../dbt/select/selectNodes";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";

/**
 * unique_ids, sorted; absent where neither option was given; a failure where one is no selector. A
 * selector that matches nothing is said on stderr, as dbt does.
 */
export function selectionOf(
  { args, io }: CommandContext,
  { project }: ProjectSnapshot,
): readonly string[] | undefined | Failure {
  const select = args.values("select");
  const exclude = args.values("exclude");
  if (select.length === 0 && exclude.length === 0) return undefined;
  const { ids, problems } = selectNodes(project, { select, exclude });
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined) return failure(`--select or --exclude: ${error.message}`);
  if (!args.has("quiet")) for (const { message } of problems) io.err(`${message}\n`);
  return [...ids];
}
