/**
 * Opens what PATH names: dbt projects, tabular models, workload files. One line says what is wrong
 * where nothing can be read.
 */
import { isFailure, relativePath } from "../base/fileSystem";
import { compareText } from "../base/problem";
import { findTmdl } from "../tabular/findTmdl";
import { parseWorkload } from "../workload/validateWorkload";
import type { Workload } from "../workload/workload";
import { findInputs, type Input } from "../workspace/findInputs";
import { openProject } from "../workspace/openProject";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { findScripts, isScriptFile } from "../workspace/tabularFiles";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { openTabular, type TabularInput } from "./openTabular";
import { absolutePath } from "./paths";
import { settingsOf } from "./settings";

/** One input, opened. `path` is as the user would write it from where the command was given. */
export type OpenInput =
  | { readonly kind: "dbt"; readonly path: string; readonly snapshot: ProjectSnapshot }
  | { readonly kind: "workload"; readonly path: string; readonly workload: Workload }
  | TabularInput;

export type DbtInput = Extract<OpenInput, { kind: "dbt" }>;

const WHAT_IS_READ =
  "a dbt project (dbt_project.yml), a tabular model (.bim, TMDL) or a workload (.json)";

/**
 * Everything that `path` (default: here) names, in path order; never empty. TMSL scripts of a folder
 * are no models and come along where they are asked for.
 */
export function openInputs(
  context: CommandContext,
  path = ".",
  { withScripts = false }: { readonly withScripts?: boolean } = {},
): readonly OpenInput[] | Failure {
  const { io } = context;
  const absolute = absolutePath(io, path);
  const found = inputsAt(context, absolute);
  const isFolder = !isFailure(io.fileSystem.list(absolute));
  const scripts = withScripts && isFolder ? findScripts(io.fileSystem, absolute) : [];
  const inputs = [...found, ...scripts.map((one): Input => ({ kind: "tabular", path: one }))];
  if (inputs.length === 0) return nothingFound(context, path, absolute);
  const opened: OpenInput[] = [];
  for (const input of inputs) {
    const one = openInput(context, input);
    if (hasFailed(one)) return one;
    opened.push(one);
  }
  return opened;
}

/** The dbt projects that `path` names; a failure where there is none. */
export function openProjects(
  context: CommandContext,
  path?: string,
): readonly DbtInput[] | Failure {
  const inputs = openInputs(context, path);
  if (hasFailed(inputs)) return inputs;
  const projects = inputs.filter((input) => input.kind === "dbt");
  return projects.length > 0
    ? projects
    : failure(`${path ?? "."} holds no dbt project: no dbt_project.yml at, above or below it`);
}

function openInput(context: CommandContext, input: Input): OpenInput | Failure {
  const { io } = context;
  const path = relativePath(io.cwd, input.path);
  if (input.kind === "dbt") {
    const settings = settingsOf(context);
    if (hasFailed(settings)) return settings;
    io.progress(`reading ${path === "." ? "the project" : path}`);
    const { snapshot } = openProject({
      fileSystem: io.fileSystem,
      root: input.path,
      settings,
      now: io.now(),
      previous: undefined,
    });
    return { kind: "dbt", path, snapshot };
  }
  if (input.kind === "tabular") return openTabular(context, input.path, path);
  const text = io.fileSystem.read(input.path);
  if (isFailure(text)) return failure(text.message.replaceAll(input.path, path));
  const { workload, problems } = parseWorkload(text.text);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (workload === undefined) {
    const [first, ...rest] = errors;
    const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
    return failure(`${path}: ${first?.message ?? "is no workload"}${more}`);
  }
  if (!context.args.has("quiet")) {
    for (const { message } of problems) io.err(`${path}: ${message}\n`);
  }
  return { kind: "workload", path, workload };
}

/** What `findInputs` sees, and the TMDL folders that only the tabular room can tell. */
function inputsAt({ io }: CommandContext, absolute: string): readonly Input[] {
  if (isScriptFile(io.fileSystem, absolute)) return [{ kind: "tabular", path: absolute }];
  const inputs = findInputs(io.fileSystem, absolute).filter(
    ({ kind, path }) =>
      // A part of a model that pbi-tools keeps in JSON is no workload.
      kind !== "workload" || findTmdl(io.fileSystem, path).length === 0,
  );
  if (inputs.some(({ kind }) => kind === "dbt") && !isModelPath(absolute)) return inputs;
  const known = new Set(inputs.map(({ path }) => path));
  const further = findTmdl(io.fileSystem, absolute).filter((path) => !known.has(path));
  const models = further.map((path): Input => ({ kind: "tabular", path }));
  const rest = isModelPath(absolute) ? inputs.filter(({ kind }) => kind === "tabular") : inputs;
  return [...rest, ...models].sort((a, b) => compareText(a.path, b.path));
}

function isModelPath(path: string): boolean {
  return /\.(?:tmdl|pbip)$/i.test(path);
}

function nothingFound(context: CommandContext, path: string, absolute: string): Failure {
  const { fileSystem } = context.io;
  const isFolder = !isFailure(fileSystem.list(absolute));
  if (isFolder) return failure(`${path}: nothing to read here; Heddle reads ${WHAT_IS_READ}`);
  const file = fileSystem.read(absolute);
  if (isFailure(file) && file.failure === "missing") {
    return failure(`${path}: no such file or folder; give a path to ${WHAT_IS_READ}`);
  }
  return failure(`${path}: belongs to no dbt project; Heddle reads ${WHAT_IS_READ}`);
}
