/** All that a project snapshot answers, as plain values that can be compared deeply. */
import type { DbtNode, Site } from "../../server/src/dbt/project";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";

export function projectView(snapshot: ProjectSnapshot): Readonly<Record<string, unknown>> {
  const { project } = snapshot;
  const { nodes, sources, disabled, macros, files, problems, ...facts } = project;
  const schedule = snapshot.schedule();
  return {
    ...facts,
    nodes: nodesView(nodes),
    sources: nodesView(sources),
    disabled: nodesView(disabled),
    macros: [...macros.values()].map((macro) => [
      macro.uniqueId,
      macro.file,
      macro.span,
      macro.nameSpan,
      macro.parameters,
    ]),
    files: Object.fromEntries(files),
    order: [...nodes.keys(), ...sources.keys(), ...disabled.keys()],
    readingProblems: problems,
    problems: snapshot.problems(),
    durations: Object.fromEntries(snapshot.durations()),
    history: snapshot.history(),
    workload: snapshot.workload(),
    build: snapshot.workload({ command: "build" }),
    tasks: schedule.tasks,
    makespanMs: schedule.makespanMs,
    complexity: [...nodes.keys()].map((id) => snapshot.complexity(id)),
    recommendations: [...nodes.keys()].map((id) => snapshot.recommendation(id)),
    inFiles: [...files.keys()].map((file) => [
      file,
      snapshot.problemsIn(file),
      snapshot.nodesIn(file).map(({ uniqueId }) => uniqueId),
      snapshot.problemsIn(file).map(({ span }) => snapshot.linesOf(file).rangeOf(span)),
    ]),
    byFile: Object.fromEntries(snapshot.problemsByFile()),
    named: [...nodes.values()].map(({ name }) => snapshot.findNode(name)?.uniqueId),
    savings: schedule.criticalPath.map((id) => snapshot.savingIf(id, 0.5)),
  };
}

/** A node as plain data: its lazy properties are none of its own, and `origins` is a map. */
export function nodeView(node: DbtNode): Readonly<Record<string, unknown>> {
  const { uniqueId, resourceType, name, version, file, fqn, config, tags, schema, database } = node;
  const { alias, dependsOn, dependsOnMacros, rawCode, givenDurationMs, configCalls } = node;
  const { traces, uncertain, hint, extra } = node;
  const siteView = ({ file, span }: Site): unknown => [file, span.start, span.end];
  return {
    ...{ uniqueId, resourceType, name, package: node.package, version, file, fqn, config, tags },
    ...{ schema, database, alias, dependsOn, dependsOnMacros, rawCode, givenDurationMs },
    ...{ traces, uncertain, extra },
    configCalls: configCalls.map(siteView),
    refs: node.refs.map((ref) => {
      const { kind, args, version, target, isCertain } = ref;
      return { kind, args, version, target, isCertain, site: siteView(ref) };
    }),
    hint: hint && {
      ...{ key: hint.key, value: hint.value, threads: hint.threads },
      places: [hint.origin, ...hint.overridden].map((one) => [one.via, siteView(one)]),
    },
    origins: [...node.origins].map(([key, origin]) => [key, origin.via, siteView(origin)]),
  };
}

function nodesView(nodes: ReadonlyMap<string, DbtNode>): Readonly<Record<string, unknown>> {
  const view = [...nodes].map(([id, node]) => [id, nodeView(node)]);
  return Object.fromEntries(view);
}
