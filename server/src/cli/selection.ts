/** The nodes that the options of a command choose, in dbt's own grammar. */
import { askedSelection } from "../dbt/select/askedSelection";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import type { OptionName } from "./options";
import { previousState } from "./previousState";

/** Options that choose nodes of a dbt project, and so mean nothing for other inputs. */
export const CHOOSING = ["select", "exclude", "selector"] as const satisfies readonly OptionName[];

/** How the selection is used: a run takes the project's default selector, as dbt's commands do. */
export interface SelectionUse {
  readonly isRun: boolean;
}

/** The first option given that chooses nodes. */
export function choosingOption({ args }: CommandContext): OptionName | undefined {
  return CHOOSING.find((name) => args.has(name));
}

/**
 * unique_ids, sorted; absent where nothing is chosen; a failure where an option is no selector. A
 * selector that matches nothing, and a default one that was used, are said on stderr, as by dbt.
 */
export function selectionOf(
  context: CommandContext,
  { project }: ProjectSnapshot,
  { isRun }: SelectionUse,
): readonly string[] | undefined | Failure {
  const { args, io } = context;
  const selector = args.value("selector");
  const indirectSelection = args.value("indirect-selection");
  const previous = previousState(context, project.root);
  if (hasFailed(previous)) return previous;
  const selected = askedSelection(
    project,
    {
      select: args.values("select"),
      exclude: args.values("exclude"),
      ...(selector !== undefined && { selector }),
      ...(indirectSelection !== undefined && { indirectSelection }),
      previous,
    },
    isRun,
  );
  if (selected === undefined) return undefined;
  const { ids, problems, byDefault } = selected;
  const error = problems.find(({ severity }) => severity === "error");
  const options = selector === undefined ? "--select or --exclude" : "--selector";
  if (error !== undefined) {
    return failure(`${byDefault === undefined ? options : "selectors.yml"}: ${error.message}`);
  }
  if (!args.has("quiet")) {
    if (byDefault !== undefined) io.err(`selector ${byDefault}, the default of selectors.yml\n`);
    for (const { message } of problems) io.err(`${message}\n`);
  }
  return [...ids];
}
