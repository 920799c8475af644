/**
 * What the Jinja of one file, or one call of a macro, evaluates to in a project's context: text,
 * value, config, references, log lines, and what could not be known. For `heddle render`.
 */

import type { BranchNote, Clock } from "../jinja/machine";
import {
  evaluateExpression,
  type RenderError,
  type RenderOptions,
  renderTemplate,
} from "../jinja/render";
import { parseTemplate } from "../jinja/template";
import { isUnknown, type Value } from "../jinja/values";
import { toPlain } from "../yaml/values";
import { compileNames } from "./context/compileNames";
import type { EvaluatorCore } from "./context/evaluation";
import { placedError } from "./context/evaluationFaults";
import { evaluatorCore } from "./context/evaluatorCore";
import { newRecording, type Recording, siteOf } from "./context/recording";
import { fromJinja } from "./context/values";
import { linkTables } from "./linkTables";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { DbtProject, Json, Site } from "./project";
import { evaluatorOf } from "./resolvedState";

export interface FileRendering {
  readonly text: string;
  /** Native result of a call; null for files and where nothing is known. */
  readonly value: Json;
  readonly config: Readonly<Record<string, Json>>;
  /** Arguments of each `ref()`, in order. */
  readonly refs: readonly (readonly string[])[];
  readonly sources: readonly (readonly string[])[];
  readonly logs: readonly string[];
  readonly error?: RenderError;
  readonly unknown: readonly string[];
  /** Of a call: which bodies of its conditions ran, in order. */
  readonly branches?: readonly TakenBranch[];
}

/** A condition that was decided, in the file it stands in. */
export interface TakenBranch extends Site {
  /** The condition's text; for `else`, that of the `if`. */
  readonly condition: string;
  readonly taken: BranchNote["taken"];
}

export interface RenderFileOptions {
  /** Names that win over those of dbt. */
  readonly names?: ReadonlyMap<string, Value>;
  /** For the wall-clock budget. */
  readonly clock?: Clock;
}

export interface RenderCallOptions extends RenderFileOptions {
  /** The model that the call stands in, by its file: what `this` and `model` are. */
  readonly file?: string;
  /** Epoch milliseconds that macros take for now, in place of the project's. */
  readonly atMs?: number;
}

/** dbt forgives half a template and members of nothing while it parses, not when it compiles. */
const COMPILING: RenderOptions = { isTolerant: false, undefinedMode: "jinja" };

/** Renders a file of the project by its path relative to the root; undefined: no such file. */
export function renderFile(
  project: DbtProject,
  path: string,
  options: RenderFileOptions = {},
): FileRendering | undefined {
  const core = evaluatorOf(project);
  const text = project.files.get(path);
  if (core === undefined || text === undefined) return undefined;
  const draft = draftOf(core, path);
  const source = draft?.rawCode ?? text;
  const recording = startRecording(core, draft, path);
  const template = parseTemplate(source, { file: path });
  recording.own = template;
  const result = core.during(recording, () =>
    renderTemplate(template, contextOf(core, recording, options), {
      ...core.options,
      ...COMPILING,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    }),
  );
  const error =
    result.error && placedError(core, recording, result.error, (file) => project.files.get(file));
  return rendering(recording, result.text, null, error, result.unknown);
}

/** Evaluates an expression such as `my_macro('x')` in the root project's context. */
export function renderCall(
  project: DbtProject,
  expression: string,
  options: RenderCallOptions = {},
): FileRendering | undefined {
  const { file, atMs } = options;
  const found = evaluatorOf(project);
  if (found === undefined) return undefined;
  const core = atMs === undefined ? found : evaluatorCore({ ...found.input, atMs });
  const draft = file === undefined ? undefined : draftOf(core, file);
  const recording = startRecording(core, draft, file ?? "");
  const bare = expression.trim();
  const template = parseTemplate(/^\{\{.*\}\}$/s.test(bare) ? bare : `{{ ${bare} }}`);
  recording.own = template;
  const result = core.during(recording, () =>
    evaluateExpression(template, contextOf(core, recording, options), {
      ...core.options,
      ...COMPILING,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    }),
  );
  const { value } = result;
  const json = value === undefined || isUnknown(value) ? null : toPlain(fromJinja(value, []));
  const unknown = value !== undefined && isUnknown(value) ? [{ reason: value.reason }] : [];
  const branches = takenBranches(core, recording, result.branches);
  const called = rendering(
    recording,
    typeof json === "string" ? json : "",
    json,
    result.error &&
      placedError(core, recording, result.error, (file) =>
        file === "" ? template.source : project.files.get(file),
      ),
    [...result.unknown, ...unknown],
  );
  return branches.length === 0 ? called : { ...called, branches };
}

function draftOf(core: EvaluatorCore, path: string): NodeDraft | undefined {
  return [...core.input.resolution().drafts.values()].find(
    (one) => one.file === path && one.language === "sql" && one.resourceType !== "operation",
  );
}

function takenBranches(
  core: EvaluatorCore,
  recording: Recording,
  notes: readonly BranchNote[],
): readonly TakenBranch[] {
  return notes
    .filter(({ template }) => template !== recording.own)
    .map(({ template, span, taken }) => ({
      ...siteOf(recording, template, span, core.input.table.placeOf),
      condition: template.source.slice(span.start, span.end),
      taken,
    }));
}

function startRecording(
  core: EvaluatorCore,
  draft: NodeDraft | undefined,
  file: string,
): Recording {
  return newRecording({
    packageName: draft?.package.name ?? core.input.resolution().root.name,
    draft,
    file,
    offset: draft?.offset ?? 0,
    site: undefined,
  });
}

function contextOf(core: EvaluatorCore, recording: Recording, options: RenderFileOptions) {
  const resolution = core.input.resolution();
  const base = core.contextOf(recording);
  const names = compileNames(resolution, linkTables(resolution), recording, (name) =>
    core.parseName(name),
  );
  recording.names = names;
  return {
    lookup: (name: string): Value | undefined => {
      const given = options.names?.get(name);
      return given === undefined ? base.lookup(name) : given;
    },
  };
}

function rendering(
  recording: Recording,
  text: string,
  value: Json,
  error: RenderError | undefined,
  unknown: readonly { readonly reason: string }[],
): FileRendering {
  const config: { [key: string]: Json } = {};
  for (const call of recording.configs) {
    for (const key of Object.keys(call.values)) config[key] = toPlain(call.values[key]!);
  }
  const of = (kind: "ref" | "source") =>
    recording.refs.filter((ref) => ref.kind === kind).map((ref) => ref.args);
  return {
    text,
    value,
    config,
    refs: of("ref"),
    sources: of("source"),
    logs: recording.logs,
    ...(error === undefined ? {} : { error }),
    unknown: [...new Set([...recording.unknowns, ...unknown.map(({ reason }) => reason)])],
  };
}
