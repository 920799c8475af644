/**
 * What the selection options of a command mean in a project: `--select`, `--exclude`, `--selector`
 * and `--indirect-selection` together with the project's selectors.yml and flags, as
 * `dbt/task/runnable.py` of dbt-core 1.11 puts them together.
 */
import type { DbtProject } from "../project";
import type { PreviousState } from "./method";
import { projectSelectors } from "./projectSelectors";
import { type Selected, selectNodes } from "./selectNodes";
import { INDIRECT_SELECTIONS, type IndirectSelection, selectionError } from "./selector";

/** The options as given; nothing of them means that nothing is asked for. */
export interface AskedSelection {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** Replaces `select` and `exclude`, as in dbt. */
  readonly selector?: string;
  readonly indirectSelection?: string;
  /** What an earlier run left, for `state:`, `result:` and `source_status:`. */
  readonly previous?: PreviousState;
}

export interface AnsweredSelection extends Selected {
  /** The selector that is `default: true` and was used because nothing was asked for. */
  readonly byDefault?: string;
}

/**
 * The nodes asked for; absent where that is all of them. With `isRun` the project's default
 * selector counts, as it does for every dbt command that runs nodes. O(criteria × (nodes + edges)).
 */
export function askedSelection(
  project: DbtProject,
  { select = [], exclude = [], selector, indirectSelection, previous }: AskedSelection,
  isRun: boolean,
): AnsweredSelection | undefined {
  const isPlain = select.length === 0 && exclude.length === 0 && selector === undefined;
  if (isPlain && (!isRun || project.selectors === undefined)) return undefined;
  const written = indirectSelection ?? project.indirectSelection;
  const mode = written === undefined ? "eager" : modeCalled(written);
  if (mode === undefined) {
    const message = `indirect selection "${written}" is none of ${INDIRECT_SELECTIONS.join(", ")}`;
    return { ids: new Set(), problems: [selectionError(message, message)] };
  }
  const { selectors, problems } = projectSelectors(project, mode);
  const byDefault = isPlain
    ? [...selectors.values()].find(({ isDefault }) => isDefault)?.name
    : undefined;
  if (isPlain && byDefault === undefined) return undefined;
  const name = selector ?? byDefault;
  if (name !== undefined && !selectors.has(name)) {
    // Why it is not there is worth more than that it is not.
    const fault =
      problems.find(({ raw }) => raw === name) ?? (selectors.size === 0 ? problems[0] : undefined);
    if (fault !== undefined) {
      return { ids: new Set(), problems: [selectionError(fault.raw, fault.message)] };
    }
  }
  const selected = selectNodes(project, {
    select,
    exclude,
    indirectSelection: mode,
    release: project.release,
    selectors,
    ...(previous !== undefined && { previous }),
    ...(name === undefined ? {} : { selector: name }),
  });
  return { ...selected, ...(byDefault !== undefined && { byDefault }) };
}

function modeCalled(written: string): IndirectSelection | undefined {
  return INDIRECT_SELECTIONS.find((mode) => mode === written);
}
