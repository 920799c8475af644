/**
 * What an edit changed of a project as far as its run and its advice are concerned, to tell which
 * answers about the state before it still hold.
 */
import type { DbtNode } from "../dbt/project";
import type { ProjectEdit } from "../dbt/resolvedState";
import type { Complexity } from "../sql/complexity";

export type ComplexityOf = (node: DbtNode) => Complexity | undefined;

/** Whether the project's run is the same before and after: the same tasks, times and order. */
export function isSameRun({ nodes, isSetNew }: ProjectEdit, complexityOf: ComplexityOf): boolean {
  if (isSetNew) return false;
  return nodes.every(([before, after]) => {
    const isSame =
      before.givenDurationMs === after.givenDurationMs &&
      before.hint?.threads === after.hint?.threads &&
      isBlank(before) === isBlank(after) &&
      isSameList(before.dependsOn, after.dependsOn) &&
      RUN_KEYS.every((key) => before.config[key] === after.config[key]);
    return isSame && complexityOf(before)?.score === complexityOf(after)?.score;
  });
}

/**
 * Whether the edit left everything but texts and places as it was: what the nodes are, what they
 * are made with, and how complex their SQL is.
 */
export function isTextOnly(edit: ProjectEdit, complexityOf: ComplexityOf): boolean {
  return (
    isSameRun(edit, complexityOf) &&
    edit.nodes.every(([before, after]) => {
      return (
        before.configCalls.length === after.configCalls.length &&
        factsOf(before, complexityOf) === factsOf(after, complexityOf)
      );
    })
  );
}

/** Config that decides whether, and how long, a node runs. */
const RUN_KEYS = ["materialized", "enabled"];

function isBlank({ rawCode }: DbtNode): boolean {
  return rawCode.trim() === "";
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

const FACTS = new WeakMap<DbtNode, string>();

/** All that a node is besides its text and where its parts stand; what is now is next time's before. */
function factsOf(node: DbtNode, complexityOf: ComplexityOf): string {
  const facts = FACTS.get(node) ?? describe(node, complexityOf);
  FACTS.set(node, facts);
  return facts;
}

function describe(node: DbtNode, complexityOf: ComplexityOf): string {
  const { config, tags, schema, database, alias, dependsOnMacros, uncertain, extra, hint } = node;
  return JSON.stringify([
    complexityOf(node)?.breakdown,
    config,
    tags,
    schema,
    database,
    alias,
    dependsOnMacros,
    uncertain,
    extra,
    [hint?.key, hint?.value, hint?.origin.file, hint?.origin.via, hint?.overridden.length],
    [...node.origins].map(([key, { file, via }]) => [key, file, via]),
    node.refs.map(({ kind, args, version, target, isCertain }) => [
      kind,
      args,
      version,
      target,
      isCertain,
    ]),
    node.traces,
  ]);
}
