/**
 * What dbt refuses of `flags` in dbt_project.yml: `warn_error_options` that name no warning or
 * exclude each other. Source: dbt-core 1.11 `config/project.py` (`read_project_flags`),
 * dbt-common `helper_types.py` (`WarnErrorOptionsV2`), dbt 2.0.0-alpha.4 `warn_error_options/mod.rs`.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import type { Engine } from "../project";
import { didYouMean } from "../suggest";
import { EVENT_NAMES } from "./eventNames";
import { FUSION_ERROR_NAMES } from "./fusionErrorNames";

export interface FlagFault {
  readonly path: YamlPath;
  readonly message: string;
}

const GROUP = "Deprecations";
/** The warning about the old names themselves. */
const DEPRECATION = "WEOIncludeExcludeDeprecation";
const OLD_NAMES = { error: "include", warn: "exclude" } as const;

/** The faults of the mapping `flags`. */
export function* flagFaults(flags: YamlMap, engine: Engine): Generator<FlagFault> {
  const options = entryOf(flags, "warn_error_options");
  if (!isYamlMap(options ?? null)) return;
  const given = options as YamlMap;
  if (engine === "fusion") {
    yield* fusionFaults(given);
    return;
  }
  const at = (key: string): YamlPath => ["flags", "warn_error_options", key];
  const of = (key: "error" | "warn"): YamlValue =>
    entryOf(given, OLD_NAMES[key]) ?? entryOf(given, key) ?? null;
  for (const key of ["error", "warn"] as const) {
    if (!isSaid(entryOf(given, key)) || !isSaid(entryOf(given, OLD_NAMES[key]))) continue;
    const message = `\`${key}\` and its old name \`${OLD_NAMES[key]}\` exclude each other; keep \`${key}\`.`;
    yield { path: at(OLD_NAMES[key]), message };
  }
  const error = of("error");
  const warn = of("warn");
  const silence = entryOf(given, "silence") ?? null;
  const isAll = error === "all" || error === "*";
  if (entryOf(flags, "warn_error") === true) {
    const message = "`warn_error` and `warn_error_options` exclude each other; keep one.";
    yield { path: ["flags", "warn_error_options"], message };
  }
  const isOld = Object.values(OLD_NAMES).some((key) => Object.hasOwn(given, key));
  const names = (list: YamlValue, name: string): boolean => isYamlList(list) && list.includes(name);
  const isExcused = [warn, silence].some((list) => names(list, DEPRECATION) || names(list, GROUP));
  if (isOld && (isAll || names(error, GROUP) || names(error, DEPRECATION)) && !isExcused) {
    const message =
      "`include` and `exclude` are old names, whose warning stops dbt here; write `error` and `warn`.";
    yield { path: ["flags", "warn_error_options"], message };
  }
  if (typeof error === "string" && !isAll) {
    yield { path: at("error"), message: "`error` must be 'all', '*' or a list of warnings." };
  }
  const hasGroup = [error, silence].some((list) => isYamlList(list) && list.includes(GROUP));
  if (isSaid(warn) && !isAll && !hasGroup) {
    yield { path: at("warn"), message: "`warn` makes exceptions: it needs `error: all`." };
  }
  for (const [key, list] of [
    ["error", error],
    ["warn", warn],
    ["silence", silence],
  ] as const) {
    for (const [index, name] of (isYamlList(list) ? list : []).entries()) {
      if (typeof name !== "string" || EVENT_NAMES.has(name)) continue;
      const message = `dbt has no warning called '${name}'.${didYouMean(name, EVENT_NAMES)}`;
      yield { path: [...at(key), index], message };
    }
  }
}

/** dbt 2 minds nothing but names that neither it nor dbt-core has. */
function* fusionFaults(given: YamlMap): Generator<FlagFault> {
  for (const key of ["error", "include", "warn", "exclude", "silence"]) {
    const value = entryOf(given, key) ?? null;
    for (const [index, name] of (isYamlList(value) ? value : [value]).entries()) {
      const isName = typeof name === "string" && !isFusionName(name);
      if (!isName && typeof name !== "number") continue;
      const path = ["flags", "warn_error_options", key, ...(isYamlList(value) ? [index] : [])];
      const known = [...FUSION_ERROR_NAMES, ...EVENT_NAMES];
      yield {
        path,
        message: `dbt 2 has no warning called '${name}'.${didYouMean(`${name}`, known)}`,
      };
    }
  }
}

function isFusionName(name: string): boolean {
  return (
    /^(?:\*|all|deprecations)$/i.test(name) || FUSION_ERROR_NAMES.has(name) || EVENT_NAMES.has(name)
  );
}

/** Truth as Python sees it. */
function isSaid(value: YamlValue | undefined): boolean {
  return isYamlList(value ?? null)
    ? (value as readonly YamlValue[]).length > 0
    : value !== undefined && value !== null && value !== "";
}
