/**
 * The selectors that selectors.yml defines. Takes the file's data as YAML gives it (dbt renders
 * Jinja in it first) and says what dbt would refuse. Follows `dbt/graph/cli.py` of dbt-core 1.11.
 */
import type { Json } from "../project";
import { holdsIn, type Release, USUAL_RELEASE } from "../release";
import { parseCriterion, parseMethod } from "./parseSelector";
import {
  INDIRECT_SELECTIONS,
  type IndirectSelection,
  type SelectionGroup,
  type SelectionProblem,
  type Selector,
  selectionError,
} from "./selector";

export interface NamedSelector {
  readonly name: string;
  readonly description: string;
  /** Used where a command selects nothing itself. */
  readonly isDefault: boolean;
  readonly selector: Selector;
}

type Definition = { readonly [key: string]: Json };

/** Thrown and caught in this file only: a definition nests, its first fault ends it. */
class Refusal extends Error {
  constructor(readonly problem: SelectionProblem) {
    super(problem.message);
  }
}

interface Reading {
  /** Selectors above the one being read; later ones are not known yet. */
  readonly known: ReadonlyMap<string, NamedSelector>;
  readonly indirect: IndirectSelection;
  readonly release: Release;
}

/**
 * The selectors of `data` by name, in file order. One that dbt would refuse is left out with an
 * error; dbt refuses the whole project then.
 */
export function readNamedSelectors(
  data: Json,
  indirect: IndirectSelection = "eager",
  release: Release = USUAL_RELEASE,
): {
  readonly selectors: ReadonlyMap<string, NamedSelector>;
  readonly problems: readonly SelectionProblem[];
} {
  const selectors = new Map<string, NamedSelector>();
  const problems: SelectionProblem[] = [];
  const list = isDefinition(data) ? data["selectors"] : undefined;
  if (!Array.isArray(list)) {
    const message = "selectors.yml must hold a list named `selectors`";
    return { selectors, problems: [selectionError("selectors.yml", message)] };
  }
  let byDefault: string | undefined;
  for (const item of list as readonly Json[]) {
    try {
      const named = namedSelector(item, { known: selectors, indirect, release });
      if (named.isDefault && byDefault !== undefined) {
        const message = `both "${byDefault}" and "${named.name}" are \`default: true\``;
        problems.push(selectionError(named.name, message));
      }
      if (named.isDefault) byDefault ??= named.name;
      selectors.set(named.name, named);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.problem);
    }
  }
  return { selectors, problems };
}

function namedSelector(item: Json, reading: Reading): NamedSelector {
  if (!isDefinition(item) || typeof item["name"] !== "string") {
    return refuse("selectors.yml", "a selector needs a `name`");
  }
  const { name, definition, description } = item;
  if (definition === undefined || definition === null) {
    return refuse(name, `selector "${name}" has no \`definition\``);
  }
  if (isDefinition(definition) && Object.keys(definition).length > 1) {
    if ("union" in definition || "intersection" in definition) {
      const keys = Object.keys(definition).join(", ");
      refuse(
        name,
        `"${name}" may hold one \`union\` or \`intersection\` and nothing beside: ${keys}`,
      );
    }
  }
  return {
    name,
    description: typeof description === "string" ? description : "",
    isDefault: item["default"] === true,
    selector: selectorOf(definition, reading),
  };
}

function selectorOf(definition: Json, reading: Reading): Selector {
  if (typeof definition === "string") return criterionOf(definition, reading);
  if (!isDefinition(definition)) {
    return refuse(
      raw(definition),
      "a definition is text, a method, a `union` or an `intersection`",
    );
  }
  if ("union" in definition) return groupOf("union", definition, reading);
  if ("intersection" in definition) return groupOf("intersection", definition, reading);
  return methodOf(definition, reading);
}

function criterionOf(text: string, { indirect, release }: Reading): Selector {
  const { value, problems } = parseCriterion(text, indirect, release);
  if (value === undefined) throw new Refusal(problems[0]!);
  return value;
}

function groupOf(
  kind: "union" | "intersection",
  definition: Definition,
  reading: Reading,
): SelectionGroup {
  const parts: Selector[] = [];
  let excluded: Selector | undefined;
  let hasExclude = false;
  for (const part of listAt(definition, kind)) {
    if (isDefinition(part) && "exclude" in part) {
      if (hasExclude) refuse(raw(part), `only one \`exclude\` may stand in a \`${kind}\``);
      hasExclude = true;
      excluded = exclusionOf(part, reading);
    } else parts.push(selectorOf(part, reading));
  }
  const included = group(kind, parts, definition);
  return excluded === undefined ? included : group("difference", [included, excluded], definition);
}

function exclusionOf(definition: Definition, reading: Reading): Selector | undefined {
  const parts = listAt(definition, "exclude").map((part) => selectorOf(part, reading));
  return parts.length < 2 ? parts[0] : group("union", parts, definition);
}

function methodOf(definition: Definition, reading: Reading): Selector {
  const keys = Object.keys(definition);
  if (keys.length === 1) {
    const [key = ""] = keys;
    return criterion(definition, { method: key, value: definition[key] ?? null }, reading);
  }
  if (definition["method"] === "selector" && !holdsIn(reading.release, "selectorMethod")) {
    const name = String(definition["value"]);
    const named = reading.known.get(name);
    return named?.selector ?? refuse(name, `no selector named "${name}" stands above this one`);
  }
  if (!("method" in definition) || !("value" in definition)) {
    return refuse(
      raw(definition),
      `a method needs \`method\` and \`value\`, not ${keys.join(", ")}`,
    );
  }
  const included = criterion(definition, definition, reading);
  if (!("exclude" in definition)) return included;
  const excluded = exclusionOf(definition, reading);
  return excluded === undefined ? included : group("difference", [included, excluded], definition);
}

function criterion(written: Definition, fields: Definition, reading: Reading): Selector {
  const method = parseMethod(raw(written), String(fields["method"]), "", reading.release);
  if (method.value === undefined) throw new Refusal(method.problems[0]!);
  const indirect = fields["indirect_selection"] ?? reading.indirect;
  const mode = INDIRECT_SELECTIONS.find((candidate) => candidate === indirect);
  if (mode === undefined) {
    return refuse(
      raw(written),
      `\`indirect_selection\` is one of ${INDIRECT_SELECTIONS.join(", ")}`,
    );
  }
  const [children, at] = [isTruthy(fields["children"]), isTruthy(fields["childrens_parents"])];
  if (children && at) {
    return refuse(raw(written), "`children` and `childrens_parents` cannot stand together");
  }
  const parentsDepth = depthOf(fields["parents_depth"], written);
  const childrenDepth = depthOf(fields["children_depth"], written);
  return {
    kind: "criterion",
    raw: raw(written),
    ...method.value,
    value: fields["value"] ?? null,
    childrensParents: at,
    parents: isTruthy(fields["parents"]),
    children,
    indirect: mode,
    ...(parentsDepth === undefined ? {} : { parentsDepth }),
    ...(childrenDepth === undefined ? {} : { childrenDepth }),
  };
}

/** A depth of 0 means no limit here, unlike on the command line. */
function depthOf(value: Json | undefined, written: Definition): number | undefined {
  if (!isTruthy(value)) return undefined;
  const depth = value === true ? 1 : Number(value);
  if (!Number.isFinite(depth)) return refuse(raw(written), "a depth is a whole number");
  return Math.trunc(depth);
}

function group(
  kind: SelectionGroup["kind"],
  parts: readonly Selector[],
  definition: Definition,
): SelectionGroup {
  return { kind, parts, raw: raw(definition), expectsMatch: false, indirect: "eager" };
}

function listAt(definition: Definition, key: string): readonly Json[] {
  const value = definition[key];
  if (!Array.isArray(value)) return refuse(raw(definition), `\`${key}\` must be a list`);
  return value;
}

/** Truth as Python sees it. */
function isTruthy(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function isDefinition(value: Json | undefined): value is Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function raw(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function refuse(written: string, message: string): never {
  throw new Refusal(selectionError(written, message));
}
