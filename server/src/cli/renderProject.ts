/** `heddle render` of a project: one of its files, or a call of its macros. */
import { relativePath } from "../base/fileSystem";
import { type FileRendering, renderCall, renderFile } from "../dbt/renderFile";
import { type RenderAnswer, renderAnswer, renderError } from "../ide/answers/renderAnswer";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { openProjects } from "./inputs";
import { absolutePath } from "./paths";
import { contextNames } from "./renderBare";

/** The native value of an expression such as `my_macro('x')` in the project at `path`. */
export function renderProjectCall(
  context: CommandContext,
  expression: string,
  path: string | undefined,
): RenderAnswer | Failure {
  const names = contextNames(context);
  if (hasFailed(names)) return names;
  const projects = openProjects(context, path);
  if (hasFailed(projects)) return projects;
  const [first, ...rest] = projects;
  if (first === undefined || rest.length > 0) {
    return failure("--call needs one project; give its path: heddle render --call EXPRESSION PATH");
  }
  const clock = context.io.elapsedMs;
  const rendering = renderCall(first.snapshot.project, expression, { names, clock });
  return rendering === undefined
    ? failure(`${first.path}: the project could not be read; heddle check says why`)
    : answerOf(rendering, undefined);
}

/** A file of the project that `path` names, else of the one that the file lies in. */
export function renderProjectFile(
  context: CommandContext,
  file: string,
  path: string | undefined,
): RenderAnswer | Failure {
  const { io } = context;
  const names = contextNames(context);
  if (hasFailed(names)) return names;
  const projects = openProjects(context, path ?? file);
  if (hasFailed(projects)) return projects;
  const written = file.replaceAll("\\", "/");
  for (const { snapshot } of projects) {
    const { project } = snapshot;
    // Paths are the user's own, or as check and models print them: relative to the project.
    const candidates = [relativePath(project.root, absolutePath(io, written)), written];
    for (const candidate of candidates) {
      const clock = io.elapsedMs;
      const rendering = renderFile(project, candidate, { names, clock });
      if (rendering !== undefined) return answerOf(rendering, candidate);
    }
  }
  return failure(`${file}: no file of the project ${projects[0]?.path ?? "."} that dbt would read`);
}

function answerOf(rendering: FileRendering, file: string | undefined): RenderAnswer {
  const { text, value, config, refs, sources, logs, error, unknown } = rendering;
  const failed = error === undefined ? null : renderError(error);
  return renderAnswer({
    text: failed === null ? text : null,
    value,
    config,
    refs,
    sources,
    logs,
    unknown,
    error: failed === null || failed.file !== file ? failed : withoutFile(failed),
  });
}

/** The file that was asked for need not be named again. */
function withoutFile({ file: _, ...error }: NonNullable<RenderAnswer["error"]>) {
  return error;
}
