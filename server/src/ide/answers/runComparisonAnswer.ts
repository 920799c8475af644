/**
 * "heddle.calibration/1", `comparison`: one past run beside the prediction that could have been made
 * right before it, task by task.
 */
import { baseName } from "../../base/fileSystem";
import type { TaskComparison } from "../../schedule/compareRun";
import type { RunError } from "../../schedule/predictionHistory";
import type { ProjectSnapshot } from "../../workspace/snapshot";

export interface RunComparisonAnswer {
  readonly file: string;
  readonly threads: number;
  readonly predictedMs: number;
  readonly observedMs: number;
  /** Predicted over observed, minus 1. */
  readonly error: number;
  readonly orderAgreement: number;
  /** In observed start order; times in ms from the first start of each run. */
  readonly tasks: readonly TaskComparison[];
  /** Tasks that ran and were not expected, or the other way round. */
  readonly onlyObserved: readonly string[];
  readonly onlyPredicted: readonly string[];
  readonly explainedBy: readonly { readonly id: string; readonly byMs: number }[];
}

/** Files of the past runs that can be compared, oldest first. */
export function comparableFiles(snapshot: ProjectSnapshot): readonly string[] {
  return snapshot.predictions().runs.map(({ name }) => name);
}

/**
 * The run of `file`, a path as the history has it, its end, or `last`; `undefined` where no such run
 * was predicted or several could be meant.
 */
export function runComparisonAnswer(
  snapshot: ProjectSnapshot,
  file: string,
): RunComparisonAnswer | undefined {
  const { runs } = snapshot.predictions();
  const wanted = file.replace(/^\.\//, "");
  const named = runs.filter(({ name }) => name === wanted);
  const ending = runs.filter(({ name }) => isEndOf(name, wanted) || isEndOf(wanted, name));
  const [found, ...others] = file === "last" ? runs.slice(-1) : named.length > 0 ? named : ending;
  return found === undefined || others.length > 0 ? undefined : answerOf(found);
}

function isEndOf(path: string, end: string): boolean {
  return path.endsWith(`/${end}`) || baseName(path) === end;
}

function answerOf(run: RunError): RunComparisonAnswer {
  return {
    file: run.name,
    threads: run.threads,
    predictedMs: run.predictedMs,
    observedMs: run.observedMs,
    error: run.makespanError,
    orderAgreement: run.orderAgreement,
    tasks: run.tasks,
    onlyObserved: run.onlyObserved,
    onlyPredicted: run.onlyPredicted,
    explainedBy: run.explainedBy,
  };
}
