/**
 * What dbt would refuse or warn of in a dbt_project.yml: unreadable YAML, a wrong shape, a bad
 * name or version, keys that are no text. Source: dbt-core 1.11 `contracts/project.py`,
 * `config/project.py`; the Rust engine's answers as observed.
 */
import type { Problem, Severity } from "../../base/problem";
import { parseTemplate } from "../../jinja/template";
import type { YamlDocument } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap } from "../../yaml/values";
import { shapeFaults } from "../checks/fusion/checkEntry";
import { FUSION_PROJECT } from "../checks/fusion/projectShape";
import { coreOnly } from "../coreOnly";
import { USUAL_RELEASE } from "../release";
import { hasJinja, type RenderGap } from "../render/yamlRender";
import { projectShape, RESERVED_PROJECT_NAMES, VERSION_PATTERN } from "../shape/projectShape";
import { misfitOf } from "../shape/shape";
import type { NamedFile } from "../sources";
import { didYouMean } from "../suggest";
import { areSpecifiersValid, isSatisfiable } from "../versions";
import { flagFaults } from "./checkFlags";
import type { ProjectFileOptions } from "./projectFileOptions";

export interface ProjectCheck {
  readonly file: NamedFile;
  readonly document: YamlDocument;
  /** As written. */
  readonly raw: YamlMap;
  /** With its Jinja rendered. */
  readonly project: YamlMap;
  readonly gaps: readonly RenderGap[];
  readonly options: ProjectFileOptions;
  readonly problems: Problem[];
}

/** dbt-core releases that Heddle stands for when it says "dbt 1". */
const SUPPORTED_MINORS = [8, 9, 10, 11, 12];
/** Releases of dbt-core 1 that may come: nobody knows what they refuse. */
const LATER_MINORS = [13, 14, 15];
const TREE_KEYS = [
  "models",
  "seeds",
  "snapshots",
  "sources",
  "tests",
  "data_tests",
  "unit_tests",
  "metrics",
  "semantic-models",
  "saved-queries",
  "exposures",
  "functions",
];

export function checkProject(check: ProjectCheck): void {
  const { file, document, project, problems } = check;
  const add = (
    code: string,
    severity: Severity,
    path: readonly (string | number)[],
    message: string,
    where: "key" | "value" = "value",
  ): void => {
    const span = where === "key" ? document.keySpan(path) : document.valueSpan(path);
    problems.push({ file: file.path, span, code, severity, message });
  };

  for (const problem of document.problems) {
    problems.push({
      file: file.path,
      span: problem.span,
      code: "yaml-syntax",
      severity: "error",
      message: `dbt cannot read this YAML: ${problem.message}.`,
    });
  }
  const { engine, isRoot } = check.options;
  const isStrict = engine === "fusion" && isRoot;
  for (const duplicate of document.duplicates) {
    problems.push({
      file: file.path,
      span: duplicate.span,
      code: "duplicate-yaml-key",
      severity: isStrict ? "error" : "warning",
      message: `The key \`${duplicate.key}\` stands here twice; dbt ${isStrict ? "2 refuses that" : "keeps the last and warns"}.`,
    });
  }
  if (document.problems.length === 0 && !isYamlMap(document.value)) {
    problems.push({
      file: file.path,
      span: { start: 0, end: 0 },
      code: "invalid-project",
      severity: "error",
      message: "dbt_project.yml must be a mapping of keys to values.",
    });
    return;
  }
  for (const gap of check.gaps) {
    // dbt 2 reads 'false' as the boolean it looks like; dbt-core wants 'False'.
    if (
      check.options.engine === "fusion" &&
      /'(?:true|false)' into type 'bool'/i.test(gap.reason)
    ) {
      continue;
    }
    // dbt 2 forgives missing members of `target` here, and nothing else.
    const isForgiven = gap.isUndefined === true && /^\{\{\s*target\./.test(gap.text);
    add(
      gap.code ?? (gap.isError ? "evaluation-error" : "env-var-unset"),
      !gap.isError ? "warning" : isForgiven ? coreOnly(engine) : "error",
      gap.path,
      gap.isError
        ? `dbt cannot render ${gap.text}: ${gap.reason}.`
        : `The value of ${gap.text} is not known here: ${gap.reason}.`,
    );
  }
  if (engine === "fusion") checkFusionShape(check, add);
  else checkShape(check, add);
  checkName(check, add);
  checkComment(check, add);
  const flags = entryOf(project, "flags");
  if (check.options.isRoot && isYamlMap(flags ?? null)) {
    for (const { path, message } of flagFaults(flags as YamlMap, check.options.engine)) {
      add("invalid-project", "error", path, message);
    }
  }
  checkVersion(check, add);
  checkOddKeys(check);
  if (Object.hasOwn(project, "tests") && Object.hasOwn(project, "data_tests")) {
    add(
      "invalid-project",
      "error",
      ["tests"],
      "`tests` and `data_tests` are the same setting; dbt refuses both together. Keep `data_tests`.",
      "key",
    );
  }
  for (const [old, fresh] of [
    ["source-paths", "model-paths"],
    ["data-paths", "seed-paths"],
  ] as const) {
    if (Object.hasOwn(project, old) && Object.hasOwn(project, fresh)) {
      add(
        "invalid-project",
        "error",
        [old],
        `\`${old}\` is the old name of \`${fresh}\`; dbt refuses both together.`,
        "key",
      );
    } else if (engine === "fusion" && isRoot && Object.hasOwn(project, old)) {
      const message = `\`${old}\` is the old name of \`${fresh}\`, which dbt 2 refuses.`;
      add("invalid-project", "error", [old], message, "key");
    }
  }
  const dispatch = entryOf(project, "dispatch");
  for (const [index, entry] of (isYamlList(dispatch) ? dispatch : []).entries()) {
    if (!isYamlMap(entry)) continue;
    if (engine === "fusion") continue;
    const order = entryOf(entry, "search_order");
    if (isRoot && entryOf(entry, "macro_namespace") === "dbt" && isYamlList(order)) {
      const isOwnFound = order.includes("dbt") || order.length === 0;
      const message =
        "`search_order` of the namespace 'dbt' leaves out 'dbt': dbt then finds its own macros no more, and stops.";
      if (!isOwnFound) add("invalid-project", "error", ["dispatch", index], message);
    }
    if (!Object.hasOwn(entry, "macro_namespace") || !isYamlList(entryOf(entry, "search_order"))) {
      add(
        "invalid-project",
        "error",
        ["dispatch", index],
        "A dispatch entry needs `macro_namespace` and a list `search_order`.",
      );
    }
  }
}

type Add = (
  code: string,
  severity: Severity,
  path: readonly (string | number)[],
  message: string,
  where?: "key" | "value",
) => void;

function checkShape({ project, gaps, options }: ProjectCheck, add: Add): void {
  const shape = projectShape(options.release ?? USUAL_RELEASE);
  let rest: { [key: string]: YamlMap[string] } = normalised(project);
  for (const gap of gaps) delete rest[String(gap.path[0])];
  for (;;) {
    const misfit = misfitOf(shape, rest);
    if (misfit === undefined || (misfit.missingKey !== undefined && misfit.path.length === 0))
      return;
    const top = String(misfit.path[0]);
    if (misfit.unknownKey !== undefined) {
      add(
        "invalid-project",
        "error",
        misfit.path,
        `\`${misfit.unknownKey}\` is no key of ${misfit.path.length === 1 ? "dbt_project.yml" : `\`${misfit.path[0]}\``}.${didYouMean(misfit.unknownKey, misfit.knownKeys ?? [])}`,
        "key",
      );
    } else {
      add(
        "invalid-project",
        "error",
        misfit.path,
        `\`${misfit.path.join(".")}\`: ${misfit.message}.`,
      );
    }
    rest = { ...rest };
    delete rest[top];
  }
}

/** Folders that dbt 2 keeps to itself, with the one value that it takes. */
const FIXED_PATHS = [
  ["target-path", "target"],
  ["log-path", "logs"],
] as const;

function checkFusionShape({ document, project, gaps, options }: ProjectCheck, add: Add): void {
  const unknown = gaps.map(({ path }) => path);
  const place = { document, path: [] };
  for (const fault of shapeFaults("dbt_project.yml", FUSION_PROJECT, project, place, unknown)) {
    if (fault.isKey === true && !options.isRoot) continue;
    if (fault.path.length === 0) continue;
    add("invalid-project", "error", fault.path, fault.message, fault.isKey ? "key" : "value");
  }
  for (const [key, only] of FIXED_PATHS) {
    const value = entryOf(project, key);
    if (!options.isRoot || typeof value !== "string" || value === only) continue;
    const message = `dbt 2 takes no \`${key}\` here: it writes into \`${only}\`. Use the option of the command line.`;
    add("invalid-project", "error", [key], message, "key");
  }
}

/** dbt makes these lists and maps out of nothing and of single texts before it checks. */
function normalised(project: YamlMap): { [key: string]: YamlMap[string] } {
  const copy: { [key: string]: YamlMap[string] } = { ...project };
  for (const key of ["on-run-start", "on-run-end"]) {
    if (typeof copy[key] === "string") copy[key] = [copy[key]];
  }
  for (const key of ["models", "seeds", "snapshots", "on-run-start", "on-run-end"]) {
    if (Object.hasOwn(copy, key) && copy[key] === null) delete copy[key];
  }
  return copy;
}

function checkName({ project, options }: ProjectCheck, add: Add): void {
  const name = entryOf(project, "name");
  if (name === undefined) {
    add("invalid-project", "error", [], "dbt_project.yml needs a `name`.");
    return;
  }
  if (typeof name !== "string") return;
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
    add(
      "invalid-project",
      // dbt 2 stops at spaces only.
      options.engine === "fusion" && !name.includes(" ") ? "warning" : "error",
      ["name"],
      `'${name}' is no name for a dbt project: letters, digits and underscores only, no digit first.`,
    );
  } else if (RESERVED_PROJECT_NAMES.has(name)) {
    add(
      "invalid-project",
      coreOnly(options.engine),
      ["name"],
      `'${name}' is a word that dbt keeps for itself; choose another project name.`,
    );
  }
}

/** The comment before each query is a template of its own, rendered when dbt connects. */
function checkComment({ raw }: ProjectCheck, add: Add): void {
  const given = entryOf(raw, "query-comment");
  const text = isYamlMap(given) ? entryOf(given, "comment") : given;
  if (typeof text !== "string" || !hasJinja(text)) return;
  const { syntaxError } = parseTemplate(text);
  if (syntaxError === undefined) return;
  const path = isYamlMap(given) ? ["query-comment", "comment"] : ["query-comment"];
  add("jinja-syntax", "error", path, `Jinja: ${syntaxError.message}.`);
}

function checkVersion({ project, options }: ProjectCheck, add: Add): void {
  const version = entryOf(project, "version");
  if (typeof version === "string" && !VERSION_PATTERN.test(version)) {
    add(
      "invalid-project",
      options.engine === "fusion" ? "warning" : "error",
      ["version"],
      `'${version}' is no version that dbt accepts; write for example '1.0.0'.`,
    );
  }
  if (typeof version === "number" && Number.isInteger(version) && options.engine !== "fusion") {
    add(
      "invalid-project",
      "error",
      ["version"],
      `The whole number ${version} is no version that dbt accepts; write '${version}.0.0'.`,
    );
  }
  const configVersion = entryOf(project, "config-version");
  if (typeof configVersion === "number" && configVersion !== 2) {
    add(
      "invalid-project",
      coreOnly(options.engine),
      ["config-version"],
      "Only `config-version: 2` is supported by dbt.",
    );
  }
  const required = entryOf(project, "require-dbt-version");
  const specifiers =
    typeof required === "string"
      ? required.split(",")
      : isYamlList(required)
        ? required.filter((item) => typeof item === "string")
        : [];
  if (specifiers.length === 0) return;
  if (!areSpecifiersValid(specifiers)) {
    add(
      "invalid-project",
      coreOnly(options.engine),
      ["require-dbt-version"],
      `'${specifiers.join(",")}' is no version range; write for example '>=1.8.0,<2.0.0'.`,
    );
  } else if (!isSatisfiable(specifiers, 1, SUPPORTED_MINORS)) {
    const isFusion = options.engine === "fusion";
    const isLater = isSatisfiable(specifiers, 1, LATER_MINORS);
    const outcome = isLater
      ? "; it is read as the newest of them"
      : "; dbt refuses to run this project";
    add(
      "invalid-project",
      isFusion ? "information" : isLater ? "warning" : "error",
      ["require-dbt-version"],
      `No dbt-core 1.8 to 1.12 satisfies '${specifiers.join(",")}'${isFusion ? "" : outcome}.`,
    );
  }
}

/** Keys of folders that YAML does not read as text: dbt-core stops at them. */
function checkOddKeys({ document, options, raw, file, problems }: ProjectCheck): void {
  if (document.oddKeys.length === 0) return;
  const folders = new Set<YamlMap>([raw]);
  const visit = (map: YamlMap): void => {
    folders.add(map);
    for (const [key, value] of Object.entries(map)) {
      if (!key.startsWith("+") && isYamlMap(value)) visit(value);
    }
  };
  for (const key of TREE_KEYS) {
    const tree = entryOf(raw, key);
    if (isYamlMap(tree)) visit(tree);
  }
  for (const odd of document.oddKeys) {
    if (!folders.has(odd.container)) continue;
    const isFusion = options.engine === "fusion";
    const written = document.text.slice(odd.span.start, odd.span.end);
    const reading = odd.kind === "bool" ? odd.key.toLowerCase() : odd.key;
    problems.push({
      file: file.path,
      span: odd.span,
      code: "invalid-project",
      severity: isFusion ? "warning" : "error",
      message: `YAML reads \`${written}\` as ${reading}, not as a name${isFusion ? "" : ", and dbt stops there"}. Put it in quotes.`,
    });
  }
}
