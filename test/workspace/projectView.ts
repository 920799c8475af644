/** All that a project snapshot answers, as plain values that can be compared deeply. */
import type { DbtNode } from "../../server/src/dbt/project";
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
    ]),
  };
}

/** `origins` is a map, which JSON would drop. */
function nodesView(nodes: ReadonlyMap<string, DbtNode>): Readonly<Record<string, unknown>> {
  const view = [...nodes].map(([id, { origins, ...node }]) => [
    id,
    { ...node, origins: Object.fromEntries(origins) },
  ]);
  return Object.fromEntries(view);
}
