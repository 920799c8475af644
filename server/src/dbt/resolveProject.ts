/**
 * A dbt project as dbt's manifest would hold it, from its files alone: every node with its config,
 * dependencies, names and tests, and what dbt would refuse. Deterministic; nothing is executed.
 */
import type { Problem } from "../base/problem";
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlMap, type YamlMap } from "../yaml/values";
import { speaksOfAdapter } from "./adapters";
import { checkPackages } from "./checks/checkPackages";
import { checkSelectors } from "./checks/checkSelectors";
import { type ConfigTree, configTree } from "./config/layers";
import { nativeRenderer, projectNames } from "./context/propertiesRenderer";
import { targetValue } from "./context/targetValue";
import { coreOnly } from "./coreOnly";
import { withoutJinjaNames } from "./discover";
import { editProject } from "./editProject";
import { chooseEngine } from "./engine";
import type { EvaluationWatch } from "./evaluationWatch";
import { finishProject } from "./finishProject";
import { macroState } from "./macroState";
import { keptMemory } from "./memory";
import { missingPackages } from "./missingPackages";
import { collectNodes } from "./nodes/collectNodes";
import type { PackageContext } from "./packageContext";
import { type ProfileRequest, resolveProfile } from "./profiles";
import type { DbtProject, Engine, Json } from "./project";
import { type ProjectFile, parseProjectFile, type TreeName } from "./projectFile/projectFile";
import { readVarsFile, withVarsFile } from "./projectFile/varsFile";
import { holdsIn, type Release } from "./release";
import { hasJinja, type RenderText } from "./render/yamlRender";
import type { Resolution } from "./resolution";
import { keepState, problemsOf, stateOf } from "./resolvedState";
import { selectionSettings } from "./select/selectionSettings";
import type { PackageSources, ProjectSources, SourceFile } from "./sources";

export interface ResolveOptions {
  readonly engine?: Engine;
  /** The release of dbt-core to read as; default: what the project asks for, else the usual one. */
  readonly release?: Release;
  readonly target?: string;
  /** `--vars`, as YAML text or as values. */
  readonly vars?: string | Readonly<Record<string, Json>>;
  /** What `env_var` sees; the real environment is never read. */
  readonly env?: Readonly<Record<string, string>>;
  /** The clock that macros see, ISO. */
  readonly at?: string;
  readonly threads?: number;
  /** Told of every evaluation; what it refuses is not evaluated. No part of the result otherwise. */
  readonly watch?: EvaluationWatch;
}

/**
 * Resolves what was found on disk. With `previous`, work on unchanged texts is reused; the result is the same.
 * Never throws. About O(files + nodes).
 */
export function resolveProject(
  onDisk: ProjectSources,
  options: ResolveOptions = {},
  previous?: DbtProject,
): DbtProject {
  const sources = hasLaterFiles(onDisk, options) ? withoutJinjaNames(onDisk) : onDisk;
  const before = previous && stateOf(previous);
  const { watch, ...settings } = options;
  const optionsText = JSON.stringify(settings);
  if (before !== undefined && before.project === previous && before.options === optionsText) {
    const edited = editProject(before, sources);
    if (edited !== undefined) return edited;
  }
  const memory = before?.memory ?? keptMemory();
  memory.turn();
  const problems: Problem[] = [...sources.problems];
  const engine = chooseEngine(sources, options);
  const given = givenVars(options.vars);
  const atMs = clockOf(options.at);
  const env = options.env ?? {};
  const varsFile = readVarsFile(sources.varsFile, engine);
  const ownVars = { ...varsFile.vars, ...given };
  const early = nativeRenderer(
    projectNames({
      release: engine.release,
      atMs,
      env,
      // dbt-core renders profiles before it looks at vars.yml.
      vars: engine.engine === "fusion" ? ownVars : given,
      areSecretsSeen: true,
    }),
    true,
  );
  const rootSources = sources.packages[0] ?? {
    folder: "",
    projectFile: { path: "dbt_project.yml", text: "" },
    files: [],
  };
  const profileName = profileNameOf(rootSources.projectFile.text, early);
  const profile = resolveProfile({
    file: sources.profiles,
    projectPath: rootSources.projectFile.path,
    ...profileName,
    target: options.target,
    threads: options.threads,
    engine: engine.engine,
    hasFlags: profileName.hasFlags,
    speaksOf: (type) => speaksOfAdapter(sources, type),
    renderText: early,
  });
  if (sources.packages.length > 0) {
    // In a broken dbt_project.yml the profile's name may be misread: one problem is enough.
    const document = parseYaml(rootSources.projectFile.text);
    const isBroken = document.problems.length > 0 || !isYamlMap(document.value);
    problems.push(
      ...profile.problems.filter(({ code }) => !isBroken || code !== "missing-profile"),
    );
  }
  const rendererWith = (vars: YamlMap): RenderText => {
    const target = targetValue(profile);
    return nativeRenderer(projectNames({ release: engine.release, atMs, env, vars, target }), true);
  };
  const renderProject = rendererWith(given);
  const renderRoot = varsFile.isUsed ? rendererWith(ownVars) : renderProject;
  const written = parseProjectFile(rootSources.projectFile, {
    engine: engine.engine,
    release: engine.release,
    isRoot: true,
    renderText: renderRoot,
  });
  const { project: rootFile, problems: ofVars } = withVarsFile(written, varsFile);
  if (sources.packages.length > 0) {
    problems.push(...rootFile.problems, ...varsFile.problems, ...ofVars);
  }

  const aliases = profile.adapter?.aliases ?? {};
  const root = packageContext(rootSources, rootFile, true, aliases);
  const packages = new Map<string, PackageContext>([[root.name, root]]);
  for (const source of sources.packages.slice(1)) {
    const file = parseProjectFile(source.projectFile, {
      engine: engine.engine,
      release: engine.release,
      isRoot: false,
      renderText: renderProject,
    });
    problems.push(...file.problems);
    if (file.name !== "" && packages.has(file.name)) {
      problems.push({
        file: source.projectFile.path,
        span: file.document.valueSpan(["name"]),
        code: "invalid-project",
        severity: coreOnly(engine.engine),
        message: `Two packages are called '${file.name}', here and in ${packages.get(file.name)!.project.path}; dbt refuses that.`,
      });
    } else if (file.name !== "") {
      packages.set(file.name, packageContext(source, file, false, aliases));
    }
  }
  const missing = checkPackages({ problems, engine: engine.engine }, sources);
  const resolution: Resolution = {
    engine: engine.engine,
    release: engine.release,
    missing: missing && missingPackages(missing, packages),
    root,
    packages,
    profile,
    vars: { given, root, packages },
    get evaluator() {
      return macros.evaluator();
    },
    problems,
    macroProblems: [],
    problemsOf: new Map(),
    entriesOf: new Map(),
    contested: new Set(),
    badlyNamed: new Set(),
    drafts: new Map(),
    shadowed: [],
    memory,
    groups: new Map(),
  };
  // What packages that are not installed hold is guessed from all texts, those of macros too.
  const areMacrosPart = missing !== undefined;
  const macros = macroState(() => resolution, {
    packages: packages.values(),
    env,
    atMs,
    ...(watch === undefined ? {} : { watch }),
    signature: () =>
      memory.of("signature", signatureOf(sources, settings, areMacrosPart), newSignature),
  });
  checkSelectors(resolution, sources);
  const { tables, found, ...nodes } = macros.watch(() => {
    collectNodes(resolution);
    return finishProject(resolution);
  });
  const project: DbtProject = {
    root: sources.root,
    name: root.name,
    adapter: profile.target?.type ?? null,
    engine: engine.engine,
    release: engine.release,
    engineOrigin: engine.origin,
    engineEvidence: engine.evidence,
    target: profile.target,
    threads: profile.threads,
    ...nodes,
    macros: macros.table.macros,
    problems: problemsOf({ resolution, found }),
    files: filesOf(sources),
    ...selectionSettings(sources.selectorsFile, rootFile.flags, renderRoot),
  };
  memory.settle();
  keepState(project, {
    project,
    sources,
    options: optionsText,
    resolution,
    tables,
    found,
    memory,
    macros,
    edit: undefined,
  });
  return project;
}

/** `profile:` of dbt_project.yml, which is rendered before anything else is known. */
function profileNameOf(
  text: string,
  renderText: RenderText,
): Pick<ProfileRequest, "profileName" | "isNameUnknown" | "profileSpan" | "hasFlags"> {
  const document = parseYaml(text);
  const value = isYamlMap(document.value) ? entryOf(document.value, "profile") : undefined;
  const rendered = typeof value === "string" && hasJinja(value) ? renderText(value) : undefined;
  const name = rendered === undefined ? value : "value" in rendered ? rendered.value : undefined;
  return {
    profileName: typeof name === "string" ? name : undefined,
    isNameUnknown: rendered !== undefined && !("value" in rendered),
    hasFlags: isYamlMap(document.value) && Object.hasOwn(document.value, "flags"),
    get profileSpan() {
      return document.valueSpan(["profile"]);
    },
  };
}

function clockOf(at: string | undefined): number | undefined {
  const ms = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Everything that the evaluation of a file can depend on besides the file and macros. */
function signatureOf(
  sources: ProjectSources,
  options: ResolveOptions,
  areMacrosPart: boolean,
): string {
  const named = [sources.profiles?.text ?? "", sources.varsFile?.text ?? ""];
  const parts: string[] = [JSON.stringify(options), ...named];
  for (const { folder, projectFile, files } of sources.packages) {
    parts.push(folder, projectFile.text);
    for (const file of files) {
      const isMacro = file.kind === "macro" || file.kind === "genericTest";
      if (areMacrosPart && isMacro) parts.push(file.path, file.text);
    }
  }
  return parts.join("\0");
}

let signatureCount = 0;

/** A short name for a signature that was not seen before. */
function newSignature(): string {
  return String(++signatureCount);
}

/** Whether files were found that the dbt of this project does not read. O(1) in almost every project. */
function hasLaterFiles(sources: ProjectSources, options: ResolveOptions): boolean {
  if (sources.packages[0]?.areJinjaNamesRead !== true) return false;
  const { engine, release } = chooseEngine(sources, options);
  return engine === "dbt-core" && !holdsIn(release, "jinjaFileNames");
}

function packageContext(
  sources: PackageSources,
  project: ProjectFile,
  isRoot: boolean,
  aliases: Readonly<Record<string, string>>,
): PackageContext {
  const gaps = new Map(project.gaps.map((gap) => [gap.path.join("\0"), gap.reason]));
  const trees = new Map<TreeName, ConfigTree>();
  for (const [name, { key, value }] of project.trees) {
    trees.set(
      name,
      configTree(value, [key], {
        file: project.path,
        spanOf: (path) => project.document.keySpan(path),
        gaps,
        aliases,
      }),
    );
  }
  return {
    name: project.name,
    folder: sources.folder,
    isRoot,
    project,
    trees,
    files: sources.files,
  };
}

function givenVars(vars: ResolveOptions["vars"]): YamlMap {
  if (typeof vars === "object") return vars;
  const value = vars === undefined ? null : parseYaml(vars).value;
  return isYamlMap(value) ? value : {};
}

function filesOf(sources: ProjectSources): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const one of [
    sources.profiles,
    sources.packagesFile,
    sources.dependenciesFile,
    sources.selectorsFile,
    sources.varsFile,
  ]) {
    if (one !== undefined) files.set(one.path, one.text);
  }
  for (const { projectFile, files: own } of sources.packages) {
    files.set(projectFile.path, projectFile.text);
    for (const file of own) if (isRead(file)) files.set(file.path, file.text);
  }
  return files;
}

function isRead(file: SourceFile): boolean {
  return file.kind !== "seed" && file.kind !== "fixture";
}
