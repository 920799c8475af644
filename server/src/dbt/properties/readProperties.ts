/**
 * Properties files as lists of entries: parsed, rendered as far as dbt renders them before it
 * looks at them, checked for shape. Knows nothing of the nodes they speak of.
 * Source: dbt-core 1.11 `parser/read_files.py`, `parser/schemas.py`, `parser/schema_renderer.py`.
 */

import type { Span } from "../../base/text";
import { parseYaml, type YamlDocument, type YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import { fusionEntryFaults } from "../checks/fusion/checkEntry";
import { coreOnly } from "../coreOnly";
import type { PackageContext } from "../packageContext";
import { holdsIn, type Release } from "../release";
import { hasJinja, type KeyPath, renderTree } from "../render/yamlRender";
import { addProblem, attributed, type Resolution } from "../resolution";
import { describeMisfit } from "../shape/describeMisfit";
import { misfitOf } from "../shape/shape";
import type { SourceFile } from "../sources";
import { didYouMean } from "../suggest";
import { entryFaults } from "./entryRules";
import { withoutLocalTags } from "./localTags";
import { isPlainMetric } from "./modelSemantics";
import { modelSemanticsFaults, plainMetricFaults } from "./plainRules";
import type { PropertyEntry } from "./propertyEntry";
import { ENTRY_SHAPES, FILE_KEYS, PLAIN_METRIC } from "./shapes";

/** Span of a place inside an entry. */
export function spanIn(
  entry: PropertyEntry,
  path: YamlPath,
  what: "key" | "value" = "value",
): Span {
  const full = entry.placeOf?.(path) ?? [...entry.path, ...path];
  return what === "key" ? entry.document.keySpan(full) : entry.document.valueSpan(full);
}

/** The entries of a package's properties files. Files that dbt would refuse give what they can. */
export function readProperties(resolution: Resolution, owner: PackageContext): PropertyEntry[] {
  const entries: PropertyEntry[] = [];
  for (const file of owner.files) {
    if (file.kind !== "properties") continue;
    attributed(resolution, file, () => {
      const own = readFile(resolution, owner, file);
      resolution.entriesOf.set(file, own);
      entries.push(...own);
    });
  }
  return entries;
}

/** The entries of one properties file. */
export function readFile(
  resolution: Resolution,
  owner: PackageContext,
  file: SourceFile,
): readonly PropertyEntry[] {
  const isFusion = resolution.engine === "fusion";
  const read = resolution.memory.of("yaml", file.text, () => parseYaml(file.text));
  const document = isFusion ? withoutLocalTags(read, file.text) : read;
  const site = (span: Span): { file: string; span: Span } => ({ file: file.path, span });
  for (const problem of document.problems) {
    addProblem(
      resolution,
      "yaml-syntax",
      "error",
      site(problem.span),
      `dbt cannot read this YAML: ${problem.message}.`,
    );
  }
  for (const duplicate of document.duplicates) {
    const isRefused = isFusion && owner.isRoot;
    addProblem(
      resolution,
      "duplicate-yaml-key",
      isRefused ? "error" : "warning",
      site(duplicate.span),
      `The key \`${duplicate.key}\` stands here twice; dbt ${isRefused ? "2 refuses that" : "keeps the last and warns"}.`,
    );
  }
  const { value } = document;
  if (value === null) return [];
  if (!isYamlMap(value)) {
    addProblem(
      resolution,
      "invalid-properties",
      "error",
      site(document.valueSpan([])),
      "A properties file must be a mapping with keys such as `models:` or `sources:`.",
    );
    return [];
  }
  const entries: PropertyEntry[] = [];
  const isRendered =
    hasJinja(file.text) || /\d{4}-\d\d?-\d|[|>][-+\d]*[ \t]*(?:#.*)?$/m.test(file.text);
  for (const key of Object.keys(value)) {
    // The older name of `data_tests` is known to dbt 2 alone.
    if (!FILE_KEYS.includes(key) && !(isFusion && key === "tests")) {
      addProblem(
        resolution,
        "invalid-properties",
        isFusion ? "error" : "warning",
        site(document.keySpan([key])),
        `\`${key}\` is no key of a properties file${isFusion ? "" : "; dbt ignores it"}.${didYouMean(key, FILE_KEYS)}`,
      );
      continue;
    }
    if (key === "version" || key === "anchors") continue;
    const list = value[key]!;
    if (list === null && isFusion) continue;
    if (!isYamlList(list)) {
      addProblem(
        resolution,
        "invalid-properties",
        "error",
        site(document.keySpan([key])),
        `\`${key}\` must be a list.`,
      );
      continue;
    }
    for (let index = 0; index < list.length; index++) {
      const entry = readEntry(
        resolution,
        owner,
        file,
        document,
        key,
        index,
        list[index]!,
        isRendered,
      );
      if (entry !== undefined) entries.push(entry);
    }
  }
  return entries;
}

function readEntry(
  resolution: Resolution,
  owner: PackageContext,
  file: SourceFile,
  document: YamlDocument,
  key: string,
  index: number,
  raw: YamlValue,
  isRendered: boolean,
): PropertyEntry | undefined {
  const path = [key, index];
  const refuse = (where: YamlPath, message: string, what: "key" | "value" = "value"): undefined => {
    const full = [...path, ...where];
    const span = what === "key" ? document.keySpan(full) : document.valueSpan(full);
    addProblem(resolution, "invalid-properties", "error", { file: file.path, span }, message);
    return undefined;
  };
  if (!isYamlMap(raw))
    return refuse([], `Each item of \`${key}\` must be a mapping with a \`name\`.`);
  const isFusion = resolution.engine === "fusion";
  if (!Object.hasOwn(raw, "name")) {
    if (isFusion && key === "semantic_models") return undefined;
    return refuse([], `This item of \`${key}\` has no \`name\`.`);
  }
  const odd = document.oddKeys.length > 0 && !isFusion ? oddKeyIn(document, raw) : undefined;
  if (odd !== undefined) {
    const site = { file: file.path, span: odd.span };
    const message = `YAML reads the key \`${document.text.slice(odd.span.start, odd.span.end)}\` as no text, and dbt stops there. Put it in quotes.`;
    addProblem(resolution, "invalid-properties", "error", site, message);
  }
  let unknowns: Map<string, string> | undefined;
  const gapPaths: YamlPath[] = [];
  let value: YamlMap = raw;
  if (isRendered) {
    const rendered = renderTree(
      raw,
      (keys) => isRenderedKey(key, keys, resolution.release),
      resolution.evaluator.propertiesText(owner.name),
    );
    value = rendered.value as YamlMap;
    for (const gap of rendered.gaps) {
      gapPaths.push(gap.path);
      const span = document.valueSpan([...path, ...gap.path]);
      const isTaken = gap.isUndefined === true || (isFusion && callsMacro(resolution, gap.text));
      addProblem(
        resolution,
        gap.code ?? (gap.isError ? "evaluation-error" : "env-var-unset"),
        !gap.isError ? "warning" : isTaken ? coreOnly(resolution.engine) : "error",
        { file: file.path, span },
        gap.isError
          ? `dbt cannot render ${gap.text}: ${gap.reason}.`
          : `The value of ${gap.text} is not known here: ${gap.reason}.`,
      );
      if (gap.path[0] === "config" && gap.path.length > 1) {
        unknowns ??= new Map();
        unknowns.set(String(gap.path[1]), gap.reason);
      }
    }
  }
  if (isFusion) {
    const isRead = !AFTER_MODELS.has(key) || !hasOldSemantics(owner);
    const faults = isRead ? fusionEntryFaults(key, value, { document, path }, gapPaths) : [];
    // In packages dbt 2 only warns of keys that it does not know.
    for (const fault of faults) {
      if (fault.isKey !== true || owner.isRoot) {
        refuse(fault.path, fault.message, fault.isKey === true ? "key" : "value");
      }
    }
    const name = entryOf(value, "name");
    return typeof name === "string"
      ? { key, name, value, file, owner, document, path, unknowns: unknowns ?? NO_UNKNOWNS }
      : undefined;
  }
  const isPlain =
    key === "metrics" && holdsIn(resolution.release, "modelSemantics") && isPlainMetric(value);
  const shape = isPlain ? PLAIN_METRIC : ENTRY_SHAPES[key];
  // Where a value is not known, nothing else of the entry is certain enough to refuse it.
  const misfit = shape === undefined || gapPaths.length > 0 ? undefined : misfitOf(shape, value);
  if (misfit !== undefined) {
    refuse(
      misfit.path,
      describeMisfit(key, misfit),
      misfit.unknownKey === undefined ? "value" : "key",
    );
    if (misfit.missingKey !== undefined || misfit.path[0] === "name") return undefined;
  } else if (shape !== undefined && gapPaths.length === 0) {
    const hasFixture = (name: string): boolean =>
      owner.files.some(
        (one) => one.kind === "fixture" && one.path.replace(/^.*\/|\.[^.]*$/g, "") === name,
      );
    for (const fault of entryFaults(key, value, hasFixture)) refuse(fault.path, fault.message);
    const plain = isPlain ? plainMetricFaults(value, false) : undefined;
    const isNewer = key === "models" && holdsIn(resolution.release, "modelSemantics");
    for (const fault of plain ?? (isNewer ? modelSemanticsFaults(value) : [])) {
      refuse(fault.path, fault.message);
    }
  }
  const name = entryOf(value, "name");
  if (typeof name !== "string") return undefined;
  return { key, name, value, file, owner, document, path, unknowns: unknowns ?? NO_UNKNOWNS };
}

/** The first key of an entry, its columns and their `meta` that is no text. */
function oddKeyIn(
  { oddKeys }: YamlDocument,
  raw: YamlMap,
): YamlDocument["oddKeys"][number] | undefined {
  const columns = entryOf(raw, "columns");
  const named = [raw, ...(isYamlList(columns) ? columns.filter(isYamlMap) : [])];
  const texts = new Set(named.flatMap((one) => [one, entryOf(one, "meta") ?? null]));
  return oddKeys.find(({ container }) => texts.has(container));
}

/** What dbt 2 reads where no semantic models of the older form are. */
const AFTER_MODELS: ReadonlySet<string> = new Set(["metrics", "saved_queries"]);
const OLD_SEMANTICS = new WeakMap<PackageContext["files"], boolean>();

/** Whether a properties file has the list of its own that semantic models stood in. */
export function listsSemanticModels(text: string): boolean {
  return /^semantic_models\s*:\s*[[-]/m.test(text);
}

/** Whether any properties file of the package lists semantic models apart from their models. */
function hasOldSemantics({ files }: PackageContext): boolean {
  let found = OLD_SEMANTICS.get(files);
  if (found === undefined) {
    found = files.some(({ kind, text }) => kind === "properties" && listsSemanticModels(text));
    OLD_SEMANTICS.set(files, found);
  }
  return found;
}

const NO_UNKNOWNS: ReadonlyMap<string, string> = new Map();

/** dbt 2 sees the project's macros in properties files, where dbt-core does not. */
function callsMacro(resolution: Resolution, text: string): boolean {
  const name = /\{\{-?\s*(\w+)\s*\(/.exec(text)?.[1];
  return (
    name !== undefined &&
    [...resolution.packages.keys()].some((owner) => resolution.evaluator.hasMacro(owner, name))
  );
}

const LATE: ReadonlySet<string | number> = new Set([
  "tests",
  "data_tests",
  "description",
  "loaded_at_query",
]);
const LATE_TESTS: ReadonlySet<string | number> = new Set(["tests", "data_tests", "description"]);

/** Which texts of an entry dbt renders before it uses them. */
function isRenderedKey(key: string, path: KeyPath, release: Release): boolean {
  const [first, second, third] = path;
  if (first === undefined) return true;
  if (key === "sources") {
    if (first === "description" || first === "loaded_at_query") return false;
    if (first === "config" && second === "loaded_at_query") return false;
    return first !== "tables" || !isLate(path.slice(2));
  }
  if (key === "macros") {
    return first === "arguments" ? !isLate(path.slice(1)) : !isLate(path);
  }
  const isFilter = path.at(-1) === "filter" || path.at(-2) === "filter";
  if (key === "metrics" && isFilter) return false;
  if (key === "saved_queries" && first === "query_params" && second === "where") return false;
  if (holdsIn(release, "modelSemantics")) {
    if (first === "metrics" && (isFilter || LATE_TESTS.has(third ?? ""))) return false;
    if (first === "derived_semantics" && LATE_TESTS.has(path[3] ?? "")) return false;
    if (first === "versions" && LATE_TESTS.has(third ?? "")) return false;
    if (first === "versions" && third === "columns" && LATE_TESTS.has(path[4] ?? "")) return false;
  }
  return !isLate(path);
}

function isLate(path: KeyPath): boolean {
  const [first, second, third] = path;
  if (first === undefined) return false;
  if (LATE.has(first)) return true;
  if (path.length === 2 && LATE.has(second!)) return true;
  if (
    first === "config" &&
    (second === "pre_hook" || second === "post_hook" || second === "loaded_at_query")
  ) {
    return true;
  }
  if (path.length === 5 && path[4] === "description") return true;
  return (
    (first === "columns" ||
      first === "dimensions" ||
      first === "measures" ||
      first === "entities") &&
    third !== undefined &&
    LATE_TESTS.has(third)
  );
}
