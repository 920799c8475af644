/**
 * The one schema of the settings `heddle.*`: what an editor may send, what each absent or unusable
 * value becomes. A test holds package.json to the same names, types and defaults.
 */
import * as v from "valibot";
import { ENGINE_NAMES } from "../dbt/engine";
import type { RuleSeverity, Settings } from "../protocol";

/** A value that was not usable; its setting keeps the default. */
export interface SettingsProblem {
  /** Full name: `heddle.reservePercent`. */
  readonly setting: string;
  /** One line: what was found and what is used in its place. */
  readonly message: string;
}

export interface ParsedSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
}

export const RULE_SEVERITIES: readonly RuleSeverity[] = [
  "error",
  "warning",
  "information",
  "hint",
  "off",
];

const ENGINES = ["auto", ...ENGINE_NAMES] as const;
const TRACES = ["off", "messages", "verbose"] as const;
/** No database serves more; a larger figure is a slip of the finger. */
const MAX_THREADS = 4096;

const wholeThreads = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_THREADS));
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(90));
const instant = v.pipe(
  v.string(),
  v.check((text) => text === "" || !Number.isNaN(Date.parse(text))),
);

/** An object with values of one kind; valibot's own record takes lists too. */
function recordOf<Value>(value: v.GenericSchema<Value>) {
  return v.pipe(v.custom<Fields>(isFields), v.record(v.string(), value));
}

interface Entry {
  readonly schema: v.GenericSchema;
  readonly fallback: unknown;
  /** What is allowed, in words for a message. */
  readonly allowed: string;
}

const SWITCH = { schema: v.boolean(), allowed: "true or false" };
const TEXT = { schema: v.string(), fallback: "", allowed: "a text" };

/** Every setting by its name below `heddle.`, as package.json declares it. */
export const SETTINGS_SCHEMA = {
  enable: { ...SWITCH, fallback: true },
  "codeLens.enable": { ...SWITCH, fallback: true },
  "hover.enable": { ...SWITCH, fallback: true },
  "diagnostics.enable": { ...SWITCH, fallback: true },
  "baseline.enable": { ...SWITCH, fallback: true },
  "inlayHints.enable": { ...SWITCH, fallback: false },
  "completion.enable": { ...SWITCH, fallback: true },
  "documentLinks.enable": { ...SWITCH, fallback: true },
  "gutter.enable": { ...SWITCH, fallback: true },
  "statusBar.enable": { ...SWITCH, fallback: true },
  "projectView.enable": { ...SWITCH, fallback: true },
  "languageModelTools.enable": { ...SWITCH, fallback: true },
  rules: {
    schema: recordOf(v.picklist(RULE_SEVERITIES)),
    fallback: {},
    allowed: `an object of rule names with ${RULE_SEVERITIES.join(", ")}`,
  },
  engine: { schema: v.picklist(ENGINES), fallback: "auto", allowed: ENGINES.join(", ") },
  target: TEXT,
  vars: { schema: recordOf(v.unknown()), fallback: {}, allowed: "an object" },
  profilesDir: TEXT,
  projectDir: TEXT,
  threads: {
    schema: v.nullable(wholeThreads),
    fallback: null,
    allowed: `a whole number from 1 to ${MAX_THREADS}, or null`,
  },
  reservePercent: { schema: percent, fallback: 20, allowed: "a number from 0 to 90" },
  history: { schema: v.array(v.string()), fallback: [], allowed: "a list of glob patterns" },
  env: {
    schema: recordOf(v.string()),
    fallback: {},
    allowed: "an object of names with texts",
  },
  at: { schema: instant, fallback: "", allowed: "an ISO time such as 2026-01-31T02:00:00" },
  tabular: { schema: recordOf(v.unknown()), fallback: {}, allowed: "an object" },
  "trace.server": { schema: v.picklist(TRACES), fallback: "off", allowed: TRACES.join(", ") },
} as const satisfies Readonly<Record<string, Entry>>;

type SettingName = keyof typeof SETTINGS_SCHEMA;

/** Every setting at its default. */
export const DEFAULT_SETTINGS: Settings = parseSettings(undefined).settings;

/**
 * Settings from whatever a client sent: nested (`{ codeLens: { enable } }`), flat
 * (`"codeLens.enable"`), with or without a `heddle` around them. Never throws; absent and null
 * values are the defaults, unusable ones too, with a problem each. Unknown names are ignored.
 */
export function parseSettings(input: unknown): ParsedSettings {
  const problems: SettingsProblem[] = [];
  const section = sectionOf(input);

  const settingOf = <Name extends SettingName>(
    name: Name,
  ): v.InferOutput<(typeof SETTINGS_SCHEMA)[Name]["schema"]> => {
    const entry = SETTINGS_SCHEMA[name];
    const found = lookUp(section, name);
    if (found === undefined || found === null || isEmptyTable(found, entry.fallback)) {
      return v.parse(entry.schema, entry.fallback);
    }
    const parsed = v.safeParse(entry.schema, found);
    if (parsed.success) return parsed.output;
    const shown = JSON.stringify(found) ?? String(found);
    problems.push({
      setting: `heddle.${name}`,
      message: `heddle.${name}: ${clip(shown)} is not ${entry.allowed}; ${clip(
        JSON.stringify(entry.fallback),
      )} is used`,
    });
    return v.parse(entry.schema, entry.fallback);
  };

  const settings: Settings = {
    enable: settingOf("enable"),
    codeLens: { enable: settingOf("codeLens.enable") },
    hover: { enable: settingOf("hover.enable") },
    diagnostics: { enable: settingOf("diagnostics.enable") },
    baseline: { enable: settingOf("baseline.enable") },
    inlayHints: { enable: settingOf("inlayHints.enable") },
    completion: { enable: settingOf("completion.enable") },
    documentLinks: { enable: settingOf("documentLinks.enable") },
    gutter: { enable: settingOf("gutter.enable") },
    statusBar: { enable: settingOf("statusBar.enable") },
    projectView: { enable: settingOf("projectView.enable") },
    languageModelTools: { enable: settingOf("languageModelTools.enable") },
    rules: settingOf("rules"),
    engine: settingOf("engine"),
    target: settingOf("target"),
    vars: settingOf("vars"),
    profilesDir: settingOf("profilesDir"),
    projectDir: settingOf("projectDir"),
    threads: settingOf("threads"),
    reservePercent: settingOf("reservePercent"),
    history: settingOf("history"),
    env: settingOf("env"),
    at: settingOf("at"),
    tabular: settingOf("tabular"),
    trace: { server: settingOf("trace.server") },
  };
  return { settings, problems };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lua has one empty table for lists and objects; Neovim sends it as `[]`. */
function isEmptyTable(found: unknown, fallback: unknown): boolean {
  return Array.isArray(found) && found.length === 0 && isFields(fallback);
}

/** The object that holds the settings, whether or not it came inside `{ heddle: … }`. */
function sectionOf(input: unknown): Fields {
  if (!isFields(input)) return {};
  const inner = input["heddle"];
  return isFields(inner) ? { ...input, ...inner } : input;
}

function lookUp(section: Fields, name: string): unknown {
  const flat = section[name] ?? section[`heddle.${name}`];
  if (flat !== undefined) return flat;
  let value: unknown = section;
  for (const part of name.split(".")) value = isFields(value) ? value[part] : undefined;
  return value;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
