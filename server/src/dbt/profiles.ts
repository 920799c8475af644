/**
 * The connection a run would use: profile, target, threads. Renders only the chosen output, as dbt
 * does, and reports what dbt would refuse. Never looks at the machine's environment.
 * Source: dbt-core 1.11 `config/profile.py`.
 */
import type { Problem, Severity } from "../base/problem";
import { parseYaml, type YamlPath } from "../yaml/parseYaml";
import { entryOf, isYamlMap, type YamlMap, type YamlValue } from "../yaml/values";
import { type Adapter, adapterOf, isPublishedAdapter, publishedAdapters } from "./adapters";
import { FUSION_OUTPUT, FUSION_OUTPUTS } from "./checks/fusion/outputShapes";
import { missingCredentials } from "./checks/missingCredentials";
import type { Engine, ProfileThreads, Target } from "./project";
import { hasJinja, type RenderText, renderTree } from "./render/yamlRender";
import { describeMisfit } from "./shape/describeMisfit";
import { describeValue, misfitsOf } from "./shape/shape";
import type { NamedFile } from "./sources";
import { didYouMean } from "./suggest";

export interface Profile {
  readonly target: Target | null;
  readonly threads: ProfileThreads;
  readonly adapter: Adapter | undefined;
  /** The whole output, as `target` in templates shows it. */
  readonly output: YamlMap;
  readonly profileName: string | undefined;
  /** Keys of the output that could not be rendered offline. */
  readonly uncertain: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

export interface ProfileRequest {
  readonly file: NamedFile | undefined;
  readonly projectPath: string;
  /** `profile:` of dbt_project.yml, rendered, and where it stands. */
  readonly profileName: string | undefined;
  /** True where `profile:` is written and its Jinja gives no value here, which is said elsewhere. */
  readonly isNameUnknown: boolean;
  readonly profileSpan: { readonly start: number; readonly end: number };
  readonly target: string | undefined;
  readonly threads: number | undefined;
  readonly engine: Engine;
  /** Whether dbt_project.yml sets `flags`. */
  readonly hasFlags: boolean;
  /** Whether the project's files speak of an adapter of that type: one of their own, if nobody's. */
  readonly speaksOf: (type: string) => boolean;
  readonly renderText: RenderText;
}

const NAMES_NO_PROFILE = "dbt_project.yml names no `profile`, and dbt cannot run without one.";

/** Finds the profile's target. O(file). */
export function resolveProfile(request: ProfileRequest): Profile {
  const problems: Problem[] = [];
  const none = (): Profile => ({
    target: null,
    threads: threadsOf(undefined, undefined, request, undefined),
    adapter: undefined,
    output: {},
    profileName: request.profileName,
    uncertain: new Set(),
    problems,
  });
  const missing = (message: string, severity: Severity = "error"): Profile => {
    problems.push({
      file: request.projectPath,
      span: request.profileSpan,
      code: "missing-profile",
      severity,
      message,
    });
    return none();
  };
  const { file, isNameUnknown } = request;
  const isNameless = request.profileName === undefined && !isNameUnknown;
  if (file === undefined) {
    // Where profiles.yml lies outside what was searched, dbt may still find it: no refusal.
    problems.push({
      file: request.projectPath,
      span: request.profileSpan,
      code: "missing-profile",
      severity: isNameless ? "error" : "warning",
      message: isNameless
        ? NAMES_NO_PROFILE
        : `No profiles.yml was found beside the project: threads, target and schema are assumed. Name its folder with --profiles-dir.`,
    });
    return none();
  }
  const document = parseYaml(file.text);
  for (const problem of document.problems) {
    problems.push({
      file: file.path,
      span: problem.span,
      code: "yaml-syntax",
      severity: "error",
      message: `dbt cannot read this YAML: ${problem.message}.`,
    });
  }
  if (isNameless) return missing(NAMES_NO_PROFILE);
  const profiles = isYamlMap(document.value) ? document.value : {};
  const profileName = request.profileName ?? onlyProfile(profiles);
  if (profileName === undefined) {
    const names = profileNames(profiles);
    if (document.problems.length > 0 || names.length === 0) return none();
    return missing(
      `Which of ${names.join(", ")} this is depends on the environment: target, schema and threads are assumed. Give what \`profile\` reads with --env NAME=VALUE.`,
      "warning",
    );
  }
  const isFusion = request.engine === "fusion";
  if (Object.hasOwn(profiles, "config") && (isFusion || request.hasFlags)) {
    problems.push({
      file: file.path,
      span: document.keySpan(["config"]),
      code: "missing-profile",
      severity: "error",
      message: isFusion
        ? "dbt 2 takes no `config` in profiles.yml; put it under `flags` of dbt_project.yml."
        : "`config` of profiles.yml and `flags` of dbt_project.yml exclude each other; keep `flags`.",
    });
  }
  const profile = entryOf(profiles, profileName);
  if (profile === undefined) {
    if (document.problems.length > 0) return none();
    const names = profileNames(profiles);
    return missing(
      `${file.path} has no profile named '${profileName}'.${didYouMean(profileName, names) || (names.length > 0 ? ` It has ${names.join(", ")}.` : "")}`,
    );
  }
  const add = (code: string, severity: Severity, path: YamlPath, message: string): void => {
    problems.push({ file: file.path, span: document.valueSpan(path), code, severity, message });
  };
  if (!isYamlMap(profile) || Object.keys(profile).length === 0) {
    add("missing-profile", "error", [profileName], `The profile '${profileName}' is empty.`);
    return none();
  }
  const chosen = targetName(profile, request);
  const outputs = entryOf(profile, "outputs");
  if (!isYamlMap(outputs)) {
    add(
      "missing-profile",
      "error",
      [profileName],
      `The profile '${profileName}' has no \`outputs\`.`,
    );
    return none();
  }
  if (typeof chosen === "object") {
    add("missing-profile", "error", [profileName, "target"], chosen.error);
    return none();
  }
  if (chosen === undefined) {
    add(
      "env-var-unset",
      "warning",
      [profileName, "target"],
      "Which target this is depends on the environment; name it with --target.",
    );
    return none();
  }
  const raw = entryOf(outputs, chosen);
  if (!isYamlMap(raw)) {
    const names = Object.keys(outputs);
    const place =
      request.target === undefined && Object.hasOwn(profile, "target")
        ? [profileName, "target"]
        : [profileName, "outputs"];
    add(
      "missing-profile",
      "error",
      place,
      raw === undefined
        ? `The profile '${profileName}' has no target named '${chosen}'${request.target === undefined && !Object.hasOwn(profile, "target") ? " (the name dbt uses where `target:` is missing)" : ""}. It has ${names.join(", ")}.`
        : `The target '${chosen}' of profile '${profileName}' is not a mapping.`,
    );
    return none();
  }
  const { value, gaps } = renderTree(raw, () => true, request.renderText);
  const output = value as YamlMap;
  const path = [profileName, "outputs", chosen];
  for (const gap of gaps) {
    if (gap.path.includes("password")) continue;
    add(
      gap.code ?? (gap.isError ? "evaluation-error" : "env-var-unset"),
      gap.isError ? "error" : "warning",
      [...path, ...gap.path],
      gap.isError
        ? `dbt cannot render ${gap.text}: ${gap.reason}.`
        : `The value of ${gap.text} is not known here: ${gap.reason}.`,
    );
  }
  const uncertain = new Set(gaps.map((gap) => String(gap.path[0])));
  const type = entryOf(output, "type");
  if (typeof type !== "string" && !uncertain.has("type")) {
    add(
      "missing-profile",
      "error",
      path,
      `The target '${chosen}' has no \`type\`: which database it is must be said.`,
    );
  }
  const isKnownType =
    typeof type !== "string" ||
    isPublishedAdapter(type, isFusion) ||
    (!isFusion && request.speaksOf(type));
  if (typeof type === "string" && !isKnownType) {
    const known = publishedAdapters(isFusion);
    add(
      "missing-profile",
      "error",
      [...path, "type"],
      `${isFusion ? "dbt 2 speaks no" : "No adapter of dbt is called"} '${type}'.${didYouMean(type, known)}`,
    );
  }
  const adapter = typeof type === "string" ? adapterOf(type) : undefined;
  const text = (key: string): string | null => {
    const found = entryOf(output, key);
    return typeof found === "string" ? found : typeof found === "number" ? String(found) : null;
  };
  const schema = text("schema") ?? text("dataset");
  for (const key of ["schema", "dataset", "database", "dbname", "project", "catalog"]) {
    const value = entryOf(output, key);
    if (typeof value !== "number" && typeof value !== "boolean") continue;
    add(
      "missing-profile",
      "error",
      [...path, key],
      `\`${key}\` must be a text, not ${describeValue(value)}; write it in quotes.`,
    );
  }
  if (isFusion || adapter?.type === "duckdb") {
    const known = Object.fromEntries(
      Object.entries(output)
        .filter(([key]) => !uncertain.has(key))
        .map(([key, value]) => [key, isFusion ? readAgain(entryOf(raw, key), value) : value]),
    );
    for (const misfit of misfitsOf(FUSION_OUTPUTS[adapter?.type ?? ""] ?? FUSION_OUTPUT, known)) {
      add("missing-profile", "error", [...path, ...misfit.path], describeMisfit(chosen, misfit));
    }
  }
  for (const key of isFusion ? [] : missingCredentials(adapter?.type ?? "", raw)) {
    const message = `The target '${chosen}' has no \`${key}\`, without which ${adapter?.type} refuses it.`;
    add("missing-profile", "error", path, message);
  }
  const mismatch = adapter?.mismatchOf?.(output);
  if (mismatch !== undefined && !uncertain.has("path") && !uncertain.has("database")) {
    const severity = request.engine === "fusion" ? "warning" : "error";
    add("missing-profile", severity, [...path, "database"], mismatch);
  }
  const database = adapter?.databaseOf(output) ?? text("database") ?? null;
  const threads = threadsOf(
    entryOf(output, "threads"),
    uncertain.has("threads") ? "unknown" : "known",
    request,
    {
      file: file.path,
      span: document.valueSpan([...path, "threads"]),
    },
  );
  checkThreads(entryOf(output, "threads"), uncertain, request, (severity, message) =>
    add("invalid-profile-threads", severity, [...path, "threads"], message),
  );
  const configured = entryOf(output, "threads");
  return {
    target: {
      name: chosen,
      type: typeof type === "string" ? type : "",
      schema,
      database,
      threads: typeof configured === "number" ? configured : null,
    },
    threads,
    adapter,
    output,
    profileName,
    uncertain,
    problems,
  };
}

function profileNames(profiles: YamlMap): readonly string[] {
  return Object.keys(profiles).filter((name) => name !== "config");
}

/** The one profile that there is: with any other name dbt would not run. */
function onlyProfile(profiles: YamlMap): string | undefined {
  const [first, ...others] = profileNames(profiles);
  return others.length === 0 ? first : undefined;
}

/** dbt 2 reads what Jinja gave as YAML once more: `"{{ '1' }}"` is a number to it. */
function readAgain(written: YamlValue | undefined, rendered: YamlValue): YamlValue {
  if (typeof written !== "string" || typeof rendered !== "string" || !hasJinja(written)) {
    return rendered;
  }
  const { value, problems } = parseYaml(rendered);
  return problems.length > 0 ? rendered : value;
}

function targetName(
  profile: YamlMap,
  request: ProfileRequest,
): string | { readonly error: string } | undefined {
  if (request.target !== undefined) return request.target;
  const written = entryOf(profile, "target");
  if (written === undefined) return "default";
  // dbt 2 takes a target that is no text for none.
  if (typeof written !== "string") {
    return request.engine === "fusion"
      ? "default"
      : { error: `\`target\` must be a text, not ${describeValue(written)}; write it in quotes.` };
  }
  const rendered = renderTree(written, () => true, request.renderText);
  const [gap] = rendered.gaps;
  if (gap?.isError) return { error: `dbt cannot render ${gap.text}: ${gap.reason}.` };
  return gap !== undefined ? undefined : String(rendered.value);
}

function checkThreads(
  value: YamlValue | undefined,
  uncertain: ReadonlySet<string>,
  { engine, threads }: ProfileRequest,
  add: (severity: Severity, message: string) => void,
): void {
  if (value === undefined || uncertain.has("threads") || threads !== undefined) return;
  const isWhole = typeof value === "number" && Number.isInteger(value);
  if (isWhole && value > 0) return;
  const isFusion = engine === "fusion";
  if (isWhole) {
    add(
      isFusion ? "warning" : "error",
      isFusion
        ? `threads: ${value} lets dbt 2 choose for itself.`
        : `threads: ${value} stops dbt at its first run: it must be 1 or more.`,
    );
    return;
  }
  // dbt 2 also reads a number written as text.
  const isNumericText = typeof value === "string" && /^\s*\d+\s*$/.test(value);
  add(
    isFusion && (isNumericText || value === null) ? "warning" : "error",
    `threads must be a whole number, not ${describeValue(value)}${
      typeof value === "string" && isNumericText ? " (in a template, add `| int`)" : ""
    }.`,
  );
}

/** Threads in effect: the option, else the profile's, else the engine's default. */
function threadsOf(
  value: YamlValue | undefined,
  state: "known" | "unknown" | undefined,
  { threads, engine, file }: ProfileRequest,
  site: { file: string; span: { start: number; end: number } } | undefined,
): ProfileThreads {
  const adapterDefault = 1;
  let chosen = adapterDefault;
  let origin: ProfileThreads["origin"] = "default";
  if (threads !== undefined) {
    chosen = threads;
    origin = "option";
  } else if (
    state === "known" &&
    typeof value === "number" &&
    Number.isInteger(value) &&
    value > 0
  ) {
    chosen = value;
    origin = "profiles.yml";
  } else if (
    state === "known" &&
    engine === "fusion" &&
    typeof value === "string" &&
    /^\d+$/.test(value.trim())
  ) {
    chosen = Number(value);
    origin = "profiles.yml";
  }
  void file;
  const isKnown = origin !== "default";
  const effective = engine === "fusion" ? fusionLimit(isKnown ? chosen : undefined) : chosen;
  return {
    value: engine === "fusion" && !isKnown ? effective : chosen,
    origin,
    effective,
    ...(origin === "profiles.yml" && site !== undefined ? { site } : {}),
  };
}

/** dbt 2 opens between 2 and 48 connections, 48 where nothing is said (`connection.rs`). */
function fusionLimit(threads: number | undefined): number {
  return Math.min(48, Math.max(2, threads ?? 48));
}
