/**
 * Opens one tabular model, or a TMSL script about one, as a snapshot: what was read, what the rules
 * say, the predicted refresh. Each value is made when it is first asked for.
 */
import { fitOn } from "../advise/compareRefresh";
import { refreshLength, workloadLength } from "../advise/refreshLength";
import { baseName, type FileSystem, folderOf, isFailure, relativePath } from "../base/fileSystem";
import { lazy } from "../base/lazy";
import { compareProblems, type Problem } from "../base/problem";
import { type LineIndex, lineIndex } from "../base/text";
import type { Schedule } from "../schedule/schedule";
import { simulate } from "../schedule/simulate";
import { type ParsedTabular, parseBim } from "../tabular/parseBim";
import { isPbiToolsFolder, readPbiTools } from "../tabular/readPbiTools";
import { readTmdl } from "../tabular/readTmdl";
import { isTmslText, parseScript, type TmslScript } from "../tabular/script/parseScript";
import { scriptProblems } from "../tabular/script/scriptProblems";
import { readSidecar, type Sidecar, withRows } from "../tabular/sidecar";
import type { TabularModel } from "../tabular/tabularModel";
import { type TabularLevels, tabularProblems } from "../tabular/tabularProblems";
import { type ProcessingSettings, type RefreshPlan, refreshPlan } from "../tabular/tabularWorkload";
import { parseYaml } from "../yaml/parseYaml";
import { toPlain } from "../yaml/values";
import { type ModelTrace, modelTraces } from "./modelTraces";
import { modelsAround, sidecarFile } from "./tabularFiles";

/** A tabular model or TMSL script, read once. `file`s are relative to `project.root`. */
export interface ModelSnapshot {
  /** Absolute: the `.bim` file, the script, or the TMDL folder. */
  readonly path: string;
  /** Shaped as a dbt project's, so that both say alike where their files lie. */
  readonly project: { readonly root: string };
  readonly name: string;
  /** Absent where there is none, as in most scripts and broken files. */
  readonly model: TabularModel | undefined;
  readonly script: TmslScript | undefined;
  /** As simulated: with rates fitted on traces where there are any. */
  readonly processing: ProcessingSettings;
  /** The same without what traces say. */
  readonly unfitted: ProcessingSettings;
  readonly texts: ReadonlyMap<string, string>;
  /** Syntax problems and findings in file order; up to 120 simulations. */
  problems(): readonly Problem[];
  linesOf(file: string): LineIndex;
  /** Absent without a model; so is `schedule`. */
  plan(): RefreshPlan | undefined;
  /** The refresh as predicted with the model's own parallelism. */
  schedule(): Schedule | undefined;
  /** Recorded refreshes of the model; empty where no history is named. */
  traces(): readonly ModelTrace[];
  /** For a script, the model of its database that lies near it. */
  subject(): ModelSnapshot | undefined;
}

export interface OpenModelOptions {
  readonly fileSystem: FileSystem;
  /** Absolute: a `.bim` file, a script, or a TMDL folder. */
  readonly path: string;
  /** Folder that files are named from; the one around `path` where absent. */
  readonly root?: string;
  /** Levels of rules that go before those of heddle.yml. */
  readonly levels?: TabularLevels;
  /** What heddle.yml says under `tabular:`, where that file does not say it. */
  readonly tabular?: Readonly<Record<string, unknown>>;
  /** Traces to fit rates on, by globs; those of heddle.yml where absent. */
  readonly history?: TraceHistory;
}

/** Globs of trace files and the folder that they are relative to. */
export interface TraceHistory {
  readonly root: string;
  readonly globs: readonly string[];
}

interface Read extends ParsedTabular {
  readonly texts: ReadonlyMap<string, string>;
  readonly script?: TmslScript;
}

/** The snapshot; a sentence where the file cannot be read. O(text). */
export function openModel(options: OpenModelOptions): ModelSnapshot | string {
  const { fileSystem, path, root = folderOf(path) } = options;
  const shown = relativePath(root, path);
  const read = readModel(fileSystem, path, shown);
  return typeof read === "string" ? read : snapshotOf(options, root, read);
}

function readModel(fileSystem: FileSystem, path: string, shown: string): Read | string {
  if (isFailure(fileSystem.list(path))) {
    const file = fileSystem.read(path);
    if (isFailure(file)) return file.message.replaceAll(path, shown);
    const texts = new Map([[shown, file.text]]);
    if (path.toLowerCase().endsWith(".bim") || !isTmslText(file.text)) {
      return { ...parseBim(file.text, shown), texts };
    }
    const { script, problems } = parseScript(file.text, shown);
    const { model } = parseBim(file.text, shown);
    return { script, problems, texts, ...(model !== undefined && { model }) };
  }
  return isPbiToolsFolder(fileSystem, path)
    ? readPbiTools(fileSystem, path, shown)
    : readTmdl(fileSystem, path, shown);
}

function snapshotOf(
  { fileSystem, path, levels: given = new Map(), history, tabular = {} }: OpenModelOptions,
  root: string,
  { model: parsed, problems: syntax, texts, script }: Read,
): ModelSnapshot {
  const sidecar = sidecarAround(fileSystem, path, tabular);
  const model = parsed === undefined ? undefined : withRows(parsed, sidecar);
  const { root: from, globs } = history ?? sidecar.history;
  const traces = lazy(() =>
    model === undefined ? [] : modelTraces(fileSystem, from, globs, model),
  );
  const refreshes = globs.length === 0 ? [] : traces().flatMap((trace) => trace.refreshes);
  const unfitted = sidecar.settings;
  const processing =
    model === undefined || refreshes.length === 0
      ? unfitted
      : { ...unfitted, rates: fitOn(refreshes, model, unfitted).rates };
  const levels: TabularLevels = new Map([...sidecar.levels, ...given]);
  const indexes = new Map<string, LineIndex>();
  const plan = lazy(() => (model === undefined ? undefined : refreshPlan(model, processing)));
  const subject = lazy(() =>
    script === undefined ? undefined : subjectOf(fileSystem, path, script, history),
  );
  const advice = (): readonly Problem[] => {
    const lengthOf = refreshLength(processing);
    const ofModel =
      model === undefined ? [] : tabularProblems(model, processing, { levels, lengthOf });
    if (script === undefined) return ofModel;
    const about = model ?? subject()?.model;
    const settings = model === undefined ? (subject()?.processing ?? processing) : processing;
    const options = { levels, processing: settings, lengthOf: workloadLength };
    const said = scriptProblems(script, {
      ...options,
      ...(about !== undefined && { model: about }),
    });
    return [...ofModel, ...said];
  };
  return {
    path,
    project: { root },
    name: model?.name ?? baseName(path),
    model,
    script,
    processing,
    unfitted,
    texts,
    traces,
    problems: lazy(() => [...syntax, ...advice()].sort(compareProblems)),
    linesOf(file) {
      const known = indexes.get(file) ?? lineIndex(texts.get(file) ?? "");
      indexes.set(file, known);
      return known;
    },
    plan,
    schedule: lazy(() => {
      const workload = plan()?.workload;
      if (workload === undefined) return undefined;
      const { threads } = workload.capacity;
      return simulate(workload, { threads, hints: "ignored", policy: "dbt-core" });
    }),
    subject,
  };
}

function sidecarAround(
  fileSystem: FileSystem,
  path: string,
  tabular: Readonly<Record<string, unknown>>,
): Omit<Sidecar, "history"> & { readonly history: TraceHistory } {
  const found = sidecarFile(fileSystem, path);
  const value = found === undefined ? {} : toPlain(parseYaml(found.text).value);
  const sidecar = readSidecar(value, tabular);
  const root = folderOf(found?.path ?? path);
  return { ...sidecar, history: { root, globs: sidecar.history } };
}

/** The nearest model whose name is the script's database. */
function subjectOf(
  fileSystem: FileSystem,
  path: string,
  { requests }: TmslScript,
  history: OpenModelOptions["history"],
): ModelSnapshot | undefined {
  const databases = new Set(
    requests.flatMap(({ refreshes }) =>
      refreshes.flatMap(({ targets }) => targets.map(({ database }) => database.toLowerCase())),
    ),
  );
  for (const candidate of modelsAround(fileSystem, path)) {
    const opened = openModel({
      fileSystem,
      path: candidate,
      ...(history !== undefined && { history }),
    });
    if (typeof opened !== "string" && databases.has(opened.name.toLowerCase())) return opened;
  }
  return undefined;
}
