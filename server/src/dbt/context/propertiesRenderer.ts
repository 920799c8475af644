/**
 * Native rendering of texts in YAML: properties files see the project's vars, dbt_project.yml and
 * profiles.yml only those of the command line. Source: dbt-core 1.11 `config/renderer.py`,
 * `context/configured.py`, `context/target.py`, `context/secret.py`.
 */
import { PythonError } from "../../jinja/errors";
import { renderNative } from "../../jinja/native";
import type { RenderOptions } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import type { Value } from "../../jinja/values";
import { entryOf, type YamlMap, type YamlValue } from "../../yaml/values";
import type { Release } from "../release";
import type { Rendered, RenderText } from "../render/yamlRender";
import { lookUpVar } from "../vars";
import { baseNames } from "./baseNames";
import type { EvaluatorCore } from "./evaluation";
import { fromJinja, type NoData, toJinja } from "./values";
import { varObject } from "./varObject";

const OPTIONS: RenderOptions = { undefinedMode: "jinja", bindsLocalMacros: false };

/** Renders texts with these names. Texts that occur often are rendered once. */
export function nativeRenderer(
  names: ReadonlyMap<string, Value>,
  isUndefinedRefused = false,
): RenderText {
  const known = new Map<string, Rendered>();
  const context = { lookup: (name: string) => names.get(name) };
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = renderOnce(text, context, isUndefinedRefused);
      known.set(text, result);
    }
    return result;
  };
}

function renderOnce(
  text: string,
  context: { lookup(name: string): Value | undefined },
  isUndefinedRefused: boolean,
): Rendered {
  const template = parseTemplate(text);
  const { value, error, unknown } = renderNative(template, context, OPTIONS);
  if (error !== undefined) {
    const code = error.message.startsWith("Required var") ? "var-missing" : undefined;
    // A call of what is not there stops every engine.
    const isUndefined = error.pythonClass === "UndefinedError" && !text.includes("(");
    return { error: error.message, ...(code === undefined ? {} : { code }), isUndefined };
  }
  if (value === undefined) return { value: "" };
  const gaps: NoData[] = [];
  const data = fromJinja(value, gaps);
  const gap = gaps.find((one) => one.unknown !== undefined);
  if (gap?.unknown !== undefined) return { unknown: gap.unknown };
  const missing = gaps.find((one) => one.undefined !== undefined)?.undefined;
  if (isUndefinedRefused && missing !== undefined) {
    return { error: `'${missing}' is undefined`, isUndefined: !text.includes("(") };
  }
  if (isPartlyUnknown(data) && unknown[0] !== undefined) return { unknown: unknown[0].reason };
  return { value: gaps.length > 0 ? "" : data };
}

/** A text into which something unknown was printed. */
function isPartlyUnknown(data: YamlValue): boolean {
  return typeof data === "string";
}

/** `var` as configuration files see it: a missing one stops dbt at once. */
export function configVar(look: (name: string) => YamlValue | undefined): Value {
  return varObject({
    look,
    found: toJinja,
    missing: (name) => {
      throw new PythonError("CompilationError", `Required var '${name}' not found`);
    },
  });
}

/** Names of dbt_project.yml and profiles.yml; `target` only where it is known already. */
export function projectNames(input: {
  readonly release: Release;
  readonly atMs: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly vars: YamlMap;
  readonly target?: Value;
  /** True for profiles.yml, the one file that may read `DBT_ENV_SECRET…`. */
  readonly areSecretsSeen?: boolean;
}): ReadonlyMap<string, Value> {
  const names = baseNames({
    release: input.release,
    atMs: input.atMs,
    env: input.env,
    areSecretsSeen: input.areSecretsSeen ?? false,
    onMissingEnv: () => {},
    onLog: () => {},
  });
  names.set(
    "var",
    configVar((name) => entryOf(input.vars, name)),
  );
  if (input.target !== undefined) names.set("target", input.target);
  return names;
}

/** Names of a package's properties files. */
export function propertiesNames(
  { input, parseName }: EvaluatorCore,
  packageName: string,
): Map<string, Value> {
  const names = baseNames({
    release: input.resolution().release,
    atMs: input.atMs,
    env: input.env,
    onMissingEnv: () => {},
    onLog: () => {},
  });
  names.set("target", parseName("target")!);
  names.set("project_name", input.resolution().root.name);
  names.set(
    "var",
    configVar((name) => lookUpVar(input.resolution(), packageName, name)),
  );
  return names;
}

/** Renderers of properties files by package. */
export function propertiesRenderer(core: EvaluatorCore): (packageName: string) => RenderText {
  const renderers = new Map<string, RenderText>();
  return (packageName) => {
    let renderer = renderers.get(packageName);
    if (renderer === undefined) {
      renderer = nativeRenderer(propertiesNames(core, packageName), true);
      renderers.set(packageName, renderer);
    }
    return renderer;
  };
}
