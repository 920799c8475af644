/**
 * Nodes that stand in files of their own: models, analyses, singular tests, seeds, snapshots in
 * blocks, functions, and the hooks of dbt_project.yml. Source: dbt-core 1.11 `parser/*.py`.
 */
import { wholeText } from "../../base/text";
import { entryOf } from "../../yaml/values";
import { topLevelBlocks } from "../blocks";
import { withoutJinjaName } from "../discover";
import { type LiteralCalls, scanLiteralCalls } from "../literal/scanCalls";
import type { PackageContext } from "../packageContext";
import type { ResourceType } from "../project";
import { scanPythonModel } from "../python/scanPython";
import { holdsIn } from "../release";
import { addProblem, type Resolution } from "../resolution";
import type { SourceFile } from "../sources";
import { type DraftStart, newDraft } from "./draft";
import { fqnFolders } from "./fqnFolders";
import { literalRendering } from "./literalRendering";
import type { NodeDraft } from "./nodeDraft";
import { EMPTY_RENDERING, type Rendering } from "./rendering";

const SNAPSHOT_BLOCKS: ReadonlySet<string> = new Set(["snapshot"]);

/** Drafts of a package's files, their code not yet read. In dbt's order of parsing. */
export function fileDrafts(resolution: Resolution, owner: PackageContext): NodeDraft[] {
  const drafts: NodeDraft[] = [];
  const of = (kind: SourceFile["kind"]): readonly SourceFile[] =>
    owner.files.filter((file) => file.kind === kind);
  for (const file of of("model")) drafts.push(model(owner, file));
  for (const file of of("snapshot")) drafts.push(...snapshots(resolution, owner, file));
  for (const file of of("analysis")) drafts.push(analysis(resolution, owner, file));
  for (const file of of("test")) drafts.push(plain(owner, file, "test", []));
  for (const file of of("seed")) drafts.push(seed(owner, file));
  drafts.push(...hooks(owner));
  if (!holdsIn(resolution.release, "functions")) return drafts;
  for (const file of of("function")) drafts.push(plain(owner, file, "function", []));
  return drafts;
}

/** The draft of a file that makes exactly one, its code not yet read; undefined for other kinds. */
export function fileDraft(
  resolution: Resolution,
  owner: PackageContext,
  file: SourceFile,
): NodeDraft | undefined {
  switch (file.kind) {
    case "model":
      return model(owner, file);
    case "analysis":
      return analysis(resolution, owner, file);
    case "test":
    case "function":
      return plain(owner, file, file.kind, []);
    default:
      return undefined;
  }
}

function stem(path: string): string {
  const name = withoutJinjaName(path.slice(path.lastIndexOf("/") + 1));
  return name.slice(0, name.lastIndexOf("."));
}

function start(
  owner: PackageContext,
  file: SourceFile,
  resourceType: ResourceType,
  parts: Partial<Pick<DraftStart, "name" | "language">> & Pick<DraftStart, "configKind" | "tree">,
): DraftStart {
  const name = parts.name ?? stem(file.path);
  return {
    uniqueId: wholeText([resourceType, ".", owner.name, ".", name]),
    resourceType,
    name,
    package: owner,
    file: file.path,
    packagePath: file.packagePath,
    fqn: fqnFolders(owner, file.searchedPath).concat(name),
    language: parts.language ?? (file.path.toLowerCase().endsWith(".py") ? "python" : "sql"),
    rawCode: file.text.trim(),
    offset: file.text.length - file.text.trimStart().length,
    rendering: EMPTY_RENDERING,
    configKind: parts.configKind,
    tree: parts.tree,
  };
}

function model(owner: PackageContext, file: SourceFile): NodeDraft {
  return newDraft(start(owner, file, "model", { configKind: "model", tree: "models" }));
}

function seed(owner: PackageContext, file: SourceFile): NodeDraft {
  return newDraft(
    start(owner, file, "seed", { configKind: "seed", tree: "seeds", language: "none" }),
  );
}

/** An analysis; by a flag of dbt-core 1.12 it is named and configured like other resources. */
function analysis(
  { root, release }: Resolution,
  owner: PackageContext,
  file: SourceFile,
): NodeDraft {
  const isCorrected =
    holdsIn(release, "analysisFlag") &&
    entryOf(root.project.flags, "require_corrected_analysis_fqns") === true;
  if (!isCorrected) return plain(owner, file, "analysis", ["analysis"]);
  return newDraft(start(owner, file, "analysis", { configKind: "node", tree: "analyses" }));
}

function plain(
  owner: PackageContext,
  file: SourceFile,
  resourceType: "analysis" | "test" | "function",
  extraFolders: readonly string[],
): NodeDraft {
  const kinds = {
    analysis: { configKind: "node", tree: "models" },
    test: { configKind: "test", tree: "data_tests" },
    function: { configKind: "function", tree: "functions" },
  } as const;
  const begin = start(owner, file, resourceType, kinds[resourceType]);
  const [first, ...rest] = begin.fqn;
  return newDraft({ ...begin, fqn: [first!, ...extraFolders, ...rest] });
}

function snapshots(
  resolution: Resolution,
  owner: PackageContext,
  file: SourceFile,
): readonly NodeDraft[] {
  const { blocks, faults } = topLevelBlocks(file.text, SNAPSHOT_BLOCKS);
  for (const fault of faults) {
    const isError = !fault.isStray || resolution.engine === "fusion";
    addProblem(
      resolution,
      "jinja-syntax",
      isError ? "error" : "warning",
      { file: file.path, span: fault.span },
      `Jinja: ${fault.message}.`,
    );
  }
  return blocks.map((block) => {
    if (block.name === "") {
      const site = { file: file.path, span: block.span };
      addProblem(resolution, "jinja-syntax", "error", site, "This snapshot has no name.");
    }
    const begin = start(owner, file, "snapshot", {
      configKind: "snapshot",
      tree: "snapshots",
      name: block.name,
    });
    return newDraft({
      ...begin,
      fqn: fqnFolders(owner, file.searchedPath).concat(stem(file.path), block.name),
      rawCode: file.text.slice(block.content.start, block.content.end),
      offset: block.content.start,
    });
  });
}

function hooks(owner: PackageContext): readonly NodeDraft[] {
  const drafts: NodeDraft[] = [];
  for (const [type, texts] of [
    ["on-run-start", owner.project.onRunStart],
    ["on-run-end", owner.project.onRunEnd],
  ] as const) {
    for (const [index, text] of texts.entries()) {
      const name = `${owner.name}-${type}-${index}`;
      const { document } = owner.project;
      drafts.push(
        newDraft({
          uniqueId: `operation.${owner.name}.${name}`,
          resourceType: "operation",
          configKind: "node",
          tree: "models",
          name,
          package: owner,
          file: owner.project.path,
          packagePath: "./dbt_project.yml",
          fqn: [owner.name, "hooks", name],
          language: "sql",
          rawCode: text,
          offset: 0,
          rendering: EMPTY_RENDERING,
          ownTags: [type],
          extra: { index },
        }),
      );
      void document;
    }
  }
  return drafts;
}

/**
 * The calls of code that holds nothing else. dbt-core's own static reader, which goes first in
 * models, leaves escapes and line ends in texts as they stand. Source: dbt-core 1.11
 * `parser/models.py` (`run_static_parser`).
 */
function literalCalls(
  { engine, root }: Resolution,
  { rawCode, file, offset, resourceType }: NodeDraft,
): LiteralCalls | undefined {
  const isStatic =
    resourceType === "model" &&
    engine !== "fusion" &&
    (rawCode.includes("\\") || rawCode.includes("\r")) &&
    entryOf(root.project.flags, "static_parser") !== false;
  const found = isStatic ? scanLiteralCalls(rawCode, file, offset, "static") : undefined;
  return found ?? scanLiteralCalls(rawCode, file, offset);
}

/**
 * The macros that a Python model calls where the project has a `ref`, `source` or `config` of its own.
 * What they make of the call is taken to be what dbt's own would.
 */
function overridesCalled(
  { evaluator }: Resolution,
  draft: NodeDraft,
  { refs, configs }: Rendering,
): readonly string[] {
  const called = new Set<string>(refs.map(({ kind }) => kind));
  if (configs.some(({ via }) => via === "dbt.config()")) called.add("config");
  const ids = [...called].map((name) => evaluator.macroId(draft.package.name, name));
  return ids.filter((id) => id !== undefined).sort();
}

/** Reads a draft's code: by the literal scanner where that is enough, else by evaluation. */
export function readCode(
  resolution: Resolution,
  draft: NodeDraft,
  isLiteralAllowed: boolean,
): void {
  if (draft.language === "none") return;
  if (draft.language === "python") {
    const read = scanPythonModel(resolution, draft);
    const macros = isLiteralAllowed ? [] : overridesCalled(resolution, draft, read);
    draft.rendering = macros.length === 0 ? read : { ...read, macros };
    return;
  }
  if (!draft.rawCode.includes("{")) return;
  if (isLiteralAllowed) {
    const calls = literalCalls(resolution, draft);
    const rendering = calls === undefined ? undefined : literalRendering(resolution, draft, calls);
    if (rendering !== undefined) {
      draft.rendering = rendering;
      return;
    }
  }
  const site =
    draft.resourceType === "operation"
      ? {
          file: draft.file,
          get span() {
            const index = draft.extra["index"] as number;
            const key = draft.name.includes("-on-run-start-") ? "on-run-start" : "on-run-end";
            return draft.package.project.document.valueSpan([key, index]);
          },
        }
      : undefined;
  draft.rendering = resolution.evaluator.renderNode({
    draft,
    text: draft.rawCode,
    file: draft.file,
    offset: draft.offset,
    ...(site === undefined ? {} : { site }),
  });
}
