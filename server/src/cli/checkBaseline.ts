/**
 * The baseline of `heddle check`: which file holds it, reading it, and writing it where the user
 * asks for that by name. The only file beside `--out` that a command writes.
 */
import { BASELINE_FILE } from "../advise/ruleSettings";
import { isFailure, joinPath, relativePath } from "../base/fileSystem";
import { applyBaseline, baselineOf, baselineText, parseBaseline } from "../ide/answers/baseline";
import type { CheckAnswer } from "../ide/answers/checkAnswer";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";
import { absolutePath } from "./paths";
import { choosingOption } from "./selection";

/** Why the options do not go together with `inputs` projects; absent where they do. */
export function baselineMisuse(context: CommandContext, inputs: number): Failure | undefined {
  const { args } = context;
  const writes = args.has("write-baseline");
  const choosing = choosingOption(context);
  if (writes && choosing !== undefined) {
    return failure(`--write-baseline takes in the whole project; leave out --${choosing}`);
  }
  if (writes && (args.has("baseline") || args.has("no-baseline"))) {
    return failure("--write-baseline names the file itself; leave out --baseline");
  }
  if (args.has("baseline") && args.has("no-baseline")) {
    return failure("--baseline and --no-baseline contradict each other; give one of them");
  }
  const named = args.value("baseline") ?? args.value("write-baseline");
  return named !== undefined && inputs > 1
    ? failure(`${named} is for one project, and there are ${inputs}; give the path of one`)
    : undefined;
}

/** `answer` without what the project's baseline knows; with `--write-baseline` that is all of it. */
export function withBaseline(
  context: CommandContext,
  snapshot: ProjectSnapshot,
  answer: CheckAnswer,
  isChecked?: (file: string) => boolean,
): CheckAnswer | Failure {
  const { args, io } = context;
  const textOf = (file: string) => snapshot.textOf(file);
  const written = args.value("write-baseline") ?? args.value("baseline");
  const path =
    written === undefined
      ? joinPath(snapshot.project.root, BASELINE_FILE)
      : absolutePath(io, written);
  const shown = written ?? relativePath(io.cwd, path);
  if (args.has("write-baseline")) {
    const baseline = baselineOf(answer.problems, textOf);
    const problem = io.writeFile(path, baselineText(baseline));
    if (problem !== undefined) return failure(`--write-baseline ${shown}: ${problem}`);
    if (!args.has("quiet")) {
      io.err(`baseline of ${answer.problems.length} findings written to ${shown}\n`);
    }
    return applyBaseline(answer, baseline, textOf, shown);
  }
  if (args.has("no-baseline")) return answer;
  const read = io.fileSystem.read(path);
  if (isFailure(read)) {
    const isOptional = read.failure === "missing" && !args.has("baseline");
    return isOptional
      ? answer
      : failure(
          `--baseline ${shown}: ${read.failure === "missing" ? "no such file" : read.message.replaceAll(path, shown)}`,
        );
  }
  const baseline = parseBaseline(read.text);
  if (typeof baseline === "string") {
    return failure(`${shown} ${baseline}; heddle check --write-baseline writes one`);
  }
  return applyBaseline(answer, baseline, textOf, shown, isChecked);
}
