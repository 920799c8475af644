/**
 * Which nodes a selection means: dbt's `--select`, `--exclude` and `--selector` on a resolved
 * project, without dbt. Follows `dbt/graph/selector.py` of dbt-core 1.11.
 */
import { compareText } from "../../base/problem";
import type { DbtNode, ResourceType } from "../project";
import { type Release, USUAL_RELEASE } from "../release";
import { didYouMean } from "../suggest";
import { reached, type SelectionGraph, selectionGraph } from "./graphWalk";
import {
  type MethodContext,
  type PreviousState,
  type SelectableProject,
  textValue,
} from "./method";
import { SEARCHES } from "./methods";
import type { NamedSelector } from "./namedSelectors";
import { parseSelector } from "./parseSelector";
import {
  type Criterion,
  type IndirectSelection,
  type SelectionGroup,
  type SelectionProblem,
  type Selector,
  selectionError,
} from "./selector";
import { matchesPattern } from "./wildcards";

export interface SelectOptions {
  /** Values of `--select`; none = everything. */
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** `--selector`: the name of one in `selectors`; it replaces `select` and `exclude`. */
  readonly selector?: string;
  /** What selectors.yml defines; one that is `default` is used where nothing else is asked for. */
  readonly selectors?: ReadonlyMap<string, NamedSelector>;
  readonly indirectSelection?: IndirectSelection;
  /** Kinds of node to keep; `dbt ls`'s kinds where absent. */
  readonly resourceTypes?: ReadonlySet<ResourceType>;
  /** `dbt ls` lists nodes with blank SQL, the commands that run nodes pass over them. */
  readonly keepsEmpty?: boolean;
  readonly previous?: PreviousState;
  /** The release of dbt-core whose methods are known; default: the usual one. */
  readonly release?: Release;
}

export interface Selected {
  /** unique_ids in code unit order. Empty where there is an error. */
  readonly ids: ReadonlySet<string>;
  readonly problems: readonly SelectionProblem[];
}

/** What `dbt ls` lists without `--resource-type`. */
export const LISTED: ReadonlySet<ResourceType> = new Set([
  "model",
  "snapshot",
  "seed",
  "test",
  "source",
  "exposure",
  "metric",
  "saved_query",
  "semantic_model",
  "unit_test",
  "function",
]);

/** What each command runs of a selection. */
export const RESOURCE_TYPES_OF_COMMAND: Readonly<
  Record<"run" | "build" | "test" | "seed" | "snapshot", ReadonlySet<ResourceType>>
> = {
  run: new Set(["model"]),
  build: new Set([
    "model",
    "seed",
    "snapshot",
    "test",
    "unit_test",
    "exposure",
    "saved_query",
    "function",
  ]),
  test: new Set(["test", "unit_test"]),
  seed: new Set(["seed"]),
  snapshot: new Set(["snapshot"]),
};

/** What a part of a selection means: nodes, and tests that wait for their other parents. */
interface Bundle {
  readonly direct: ReadonlySet<string>;
  readonly indirect: ReadonlySet<string>;
}

interface Selecting {
  readonly graph: SelectionGraph;
  readonly context: MethodContext;
  readonly problems: SelectionProblem[];
  readonly selectors: ReadonlyMap<string, NamedSelector>;
  /** Whether the command takes a node at all. */
  readonly isTaken: (uniqueId: string) => boolean;
  /** Selectors whose definitions are being looked at. */
  readonly open: ReadonlySet<string>;
}

/** The nodes that the options mean. O(criteria × (nodes + edges)). */
export function selectNodes(project: SelectableProject, options: SelectOptions): Selected {
  const parsed = selectorOf(options);
  if (parsed.value === undefined) return { ids: new Set(), problems: parsed.problems };
  const graph = selectionGraph(project);
  const problems: SelectionProblem[] = [];
  const { selectors = new Map<string, NamedSelector>(), release = USUAL_RELEASE } = options;
  const context = { project, previous: options.previous ?? {}, release };
  const types = options.resourceTypes ?? LISTED;
  const isTaken = (uniqueId: string): boolean => {
    const node = graph.members.get(uniqueId)!;
    return types.has(node.resourceType) && (options.keepsEmpty !== false || !isEmpty(node));
  };
  const open = new Set<string>();
  const selecting = { graph, context, problems, selectors, isTaken, open };
  const { direct } = evaluate(parsed.value, selecting);
  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) return { ids: new Set(), problems: errors };
  const ids = [...direct].filter(isTaken);
  return { ids: new Set(ids.sort(compareText)), problems };
}

function selectorOf(options: SelectOptions): {
  readonly value?: Selector;
  readonly problems: readonly SelectionProblem[];
} {
  const { select = [], exclude = [], selectors = new Map<string, NamedSelector>() } = options;
  if (options.selector !== undefined) {
    const named = selectors.get(options.selector);
    if (named !== undefined) return { value: named.selector, problems: [] };
    const known = [...selectors.keys()].join(", ");
    const message = `no selector named "${options.selector}"${known === "" ? "" : `; there are ${known}`}`;
    return { problems: [selectionError(options.selector, message)] };
  }
  if (select.length === 0 && exclude.length === 0) {
    const byDefault = [...selectors.values()].find((named) => named.isDefault);
    if (byDefault !== undefined) return { value: byDefault.selector, problems: [] };
  }
  return parseSelector(select, exclude, options.indirectSelection, options.release);
}

/** SQL that is blank; seeds have none and are never empty. */
function isEmpty(node: DbtNode): boolean {
  const hasCode = ["model", "snapshot", "test", "analysis", "operation"].includes(
    node.resourceType,
  );
  return hasCode && node.rawCode.trim() === "";
}

function evaluate(selector: Selector, selecting: Selecting): Bundle {
  if (selector.kind === "criterion") return evaluateCriterion(selector, selecting);
  const bundles = selector.parts.map((part) => evaluate(part, selecting));
  const combine = COMBINATIONS[selector.kind];
  const initial = combine(bundles.map((bundle) => bundle.direct));
  const indirect = combine(
    bundles.map((bundle) => new Set([...bundle.direct, ...bundle.indirect])),
  );
  const direct = withCompleteTests(initial, indirect, selector.indirect, selecting.graph);
  if (selector.expectsMatch && direct.size === 0) {
    const message = `"${selector.raw}" matches no enabled node.${hintAt(selector, selecting)}`;
    selecting.problems.push({ severity: "warning", raw: selector.raw, message });
  }
  return { direct, indirect };
}

/** Why a plain name may match nothing: it is disabled, or a slip of the finger. */
function hintAt({ parts }: SelectionGroup, { context, graph }: Selecting): string {
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== "criterion" || only.method !== "fqn") return "";
  const wanted = String(only.value);
  const { disabled } = context.project;
  if ([...disabled.values()].some(({ name }) => name === wanted)) return " It is disabled.";
  return didYouMean(wanted, new Set([...graph.members.values()].map(({ name }) => name)));
}

type Combine = (sets: readonly ReadonlySet<string>[]) => ReadonlySet<string>;

const COMBINATIONS: Readonly<Record<"union" | "intersection" | "difference", Combine>> = {
  union: (sets) => new Set(sets.flatMap((set) => [...set])),
  intersection: ([first = new Set(), ...others]) =>
    new Set([...first].filter((id) => others.every((set) => set.has(id)))),
  difference: ([first = new Set(), ...others]) =>
    new Set([...first].filter((id) => !others.some((set) => set.has(id)))),
};

function evaluateCriterion(criterion: Criterion, selecting: Selecting): Bundle {
  const { graph, context, problems } = selecting;
  const found = new Set<string>();
  const isNamed = criterion.method === "selector";
  if (criterion.method === "selector") {
    for (const uniqueId of ofNamed(criterion, selecting)) found.add(uniqueId);
  } else {
    const search = SEARCHES[criterion.method](criterion, context);
    if ("failure" in search) {
      problems.push(selectionError(criterion.raw, search.failure));
      return { direct: new Set(), indirect: new Set() };
    }
    for (const [uniqueId, node] of graph.members) if (search.matches(node)) found.add(uniqueId);
  }
  const selected = new Set(found);
  const add = (ids: Iterable<string>): void => {
    for (const uniqueId of ids) selected.add(uniqueId);
  };
  if (criterion.childrensParents) {
    const descendants = reached(found, graph.childrenOf);
    add(descendants);
    add(reached(new Set([...found, ...descendants]), graph.parentsOf));
  }
  if (criterion.parents) add(reached(found, graph.parentsOf, criterion.parentsDepth));
  if (criterion.children) add(reached(found, graph.childrenOf, criterion.childrenDepth));
  // What a named selector means has its tests, and lacks those that it excludes.
  if (isNamed) return { direct: selected, indirect: new Set() };
  return withTests(selected, criterion.indirect, graph);
}

/**
 * What the selectors of selectors.yml that match the name mean, as far as the command takes it:
 * the method `selector:` of dbt-core 1.12.
 */
function ofNamed(criterion: Criterion, selecting: Selecting): ReadonlySet<string> {
  const wanted = textValue(criterion);
  const { selectors, problems, open, isTaken } = selecting;
  const named = [...selectors.values()].filter(({ name }) => matchesPattern(name, wanted));
  const found = new Set<string>();
  if (named.length === 0) {
    const message =
      selectors.size === 0
        ? "`selector:` needs a selectors.yml"
        : `no selector is called "${wanted}".${didYouMean(wanted, selectors.keys())}`;
    problems.push(selectionError(criterion.raw, message));
  }
  for (const { name, selector } of named) {
    if (problems.some(({ severity }) => severity === "error")) return found;
    if (open.has(name)) {
      const message = `the selectors ${[...open].join(", ")} take each other over in a circle`;
      problems.push(selectionError(criterion.raw, message));
      return found;
    }
    const inner = evaluate(selector, { ...selecting, open: new Set([...open, name]) });
    for (const uniqueId of inner.direct) if (isTaken(uniqueId)) found.add(uniqueId);
  }
  return found;
}

/** Adds the tests of what is selected, as the mode says, and sets aside those that must wait. */
function withTests(
  selected: ReadonlySet<string>,
  mode: IndirectSelection,
  graph: SelectionGraph,
): Bundle {
  if (mode === "empty") return { direct: selected, indirect: new Set() };
  const isPresent = presence(selected, mode, graph);
  const direct = new Set(selected);
  const indirect = new Set<string>();
  for (const uniqueId of selected) {
    for (const child of graph.childrenOf(uniqueId)) {
      const node = graph.members.get(child)!;
      if (node.resourceType !== "test" && node.resourceType !== "unit_test") continue;
      if (mode === "eager" || node.dependsOn.every(isPresent)) direct.add(child);
      else indirect.add(child);
    }
  }
  return { direct, indirect };
}

/** Whether a parent of a test counts as selected; buildable counts what selected nodes build on. */
function presence(
  selected: ReadonlySet<string>,
  mode: IndirectSelection,
  graph: SelectionGraph,
): (uniqueId: string) => boolean {
  if (mode !== "buildable") return (uniqueId) => selected.has(uniqueId);
  const ancestors = reached(selected, graph.parentsOf);
  return (uniqueId) =>
    selected.has(uniqueId) ||
    ancestors.has(uniqueId) ||
    graph.members.get(uniqueId)?.resourceType === "source";
}

/** After a combination: tests that waited are in once all their parents are. */
function withCompleteTests(
  direct: ReadonlySet<string>,
  indirect: ReadonlySet<string>,
  mode: IndirectSelection,
  graph: SelectionGraph,
): ReadonlySet<string> {
  if (mode !== "cautious" && mode !== "buildable") return direct;
  const selected = new Set(direct);
  const ancestors = mode === "buildable" ? reached(direct, graph.parentsOf) : new Set<string>();
  for (const uniqueId of indirect) {
    const node = graph.members.get(uniqueId)!;
    if (node.resourceType === "unit_test" || node.resourceType === "source") continue;
    const isComplete = node.dependsOn.every((id) => selected.has(id) || ancestors.has(id));
    if (isComplete) selected.add(uniqueId);
  }
  return selected;
}
