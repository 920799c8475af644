/**
 * Finds tests that lengthen `dbt build`: there a test of a model holds back everything downstream
 * of it. One finding per project, at the model that waits for the longest such test.
 */
import { formatDuration } from "../../base/duration";
import type { DbtNode, DbtProject } from "../../dbt/project";
import { projectWorkload } from "../../dbt/projectWorkload";
import { criticalPath } from "../../schedule/criticalPath";
import { createEngine } from "../../schedule/engine";
import { graphOf, type WorkloadGraph } from "../../workload/graph";
import type { Workload } from "../../workload/workload";
import { hasEvidence } from "../evidence";
import { nodeSite } from "../places";
import type { Rule, RuleInput } from "../rule";

/** A build that gets shorter by less than this share is not worth another order. */
const WORTH = 0.05;
/** Above this the graph with all test edges costs more than the advice is worth. */
const NODE_LIMIT = 20_000;

export const testGatesLongChain: Rule = {
  code: "test-gates-long-chain",
  severity: "information",
  title: "Tests hold back the longest chain of dbt build",
  advice: "simulated",

  *check(input) {
    const { project } = input;
    if (input.workload() === undefined || project.nodes.size > NODE_LIMIT) return;
    if (!hasEvidence(input)) return;
    const workload = projectWorkload(project, input.durations(), { command: "build" });
    if (!areTestsKnown(workload)) return;
    const graph = graphOf(workload);
    const path = criticalPath(graph, graph.durationMs).tasks;
    const tests = path.filter((task) => graph.tasks[task]!.kind === "test");
    if (tests.length === 0) return;
    const longest = tests.reduce((a, b) => (graph.durationMs[b]! > graph.durationMs[a]! ? b : a));
    const test = project.nodes.get(graph.ids[longest]!);
    const held = heldBack(project, graph, path, longest);
    const saved = savedWithout(input, graph, tests);
    if (test === undefined || held === undefined || saved === undefined) return;
    const { file, span } = nodeSite(project, held);
    yield {
      file,
      span,
      savesMs: saved,
      message: `In dbt build ${held.name} waits for ${test.name} (${formatDuration(graph.durationMs[longest]!)}); without the tests on this chain the build would end ${formatDuration(saved)} earlier. Run them afterwards, or test less data.`,
    };
  },
};

function areTestsKnown({ tasks }: Workload): boolean {
  const tests = tasks.filter(({ kind }) => kind === "test");
  const known = tests.filter(({ durationOrigin }) => durationOrigin === "measured");
  return tests.length > 0 && known.length >= tests.length / 2;
}

/** The next model on the path behind the test. */
function heldBack(
  project: DbtProject,
  graph: WorkloadGraph,
  path: readonly number[],
  test: number,
): DbtNode | undefined {
  const next = path
    .slice(path.indexOf(test) + 1)
    .find((task) => graph.tasks[task]!.kind !== "test");
  return next === undefined ? undefined : project.nodes.get(graph.ids[next]!);
}

/** Milliseconds that the build gets shorter when `tests` take no time; undefined if hardly any. */
function savedWithout(
  input: RuleInput,
  graph: WorkloadGraph,
  tests: readonly number[],
): number | undefined {
  const threads = input.project.threads.effective;
  const engine = createEngine(graph, { hints: "ignored", policy: "dbt-core" });
  const present = engine.run(threads);
  const durationMs = graph.durationMs.slice();
  for (const test of tests) durationMs[test] = 0;
  const saved = present - engine.run(threads, durationMs);
  return saved >= present * WORTH ? saved : undefined;
}
