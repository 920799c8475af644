/**
 * dbt's five layers of configuration: class defaults, the package's dbt_project.yml from general
 * to specific, properties YAML, in-file `config()`, and for packages the root project's
 * dbt_project.yml once more. Layers are shared between nodes; every key knows where it was set.
 * Source: dbt-core 1.11 `context/context_config.py`.
 */
import { lazyBy } from "../../base/lazy";
import type { Span } from "../../base/text";
import { entryOf, isYamlMap, setEntry, type YamlMap, type YamlValue } from "../../yaml/values";
import type { ConfigOrigin } from "../project";
import { pythonRepr } from "../pythonText";
import { type MergeFailure, mergeLayer } from "./merge";
import { type ConfigSchema, hookKey } from "./schemas";

/** One set of keys that one place sets. */
export interface Layer {
  readonly values: YamlMap;
  /** A test's config before dbt doubles its lists. */
  readonly single?: YamlMap;
  /** Place of a key's value; computed when asked. */
  readonly originOf: (key: string) => ConfigOrigin;
  /** Keys whose value could not be known offline, and why. They do not change the config. */
  readonly unknowns?: ReadonlyMap<string, string>;
}

/** Config after some layers. Immutable and shared. */
export interface LayeredConfig {
  readonly schema: ConfigSchema;
  readonly values: YamlMap;
  readonly layer?: Layer;
  readonly below?: LayeredConfig;
  readonly failures: readonly (MergeFailure & { readonly layer: Layer })[];
  /** Results of putting tree levels on top, so that nodes of one folder share them. */
  above: Map<ConfigTree, LayeredConfig> | undefined;
}

/** One level of a configuration tree of dbt_project.yml. */
export interface ConfigTree {
  readonly layer: Layer | undefined;
  readonly folders: ReadonlyMap<string, ConfigTree>;
}

export interface TreeSource {
  readonly file: string;
  readonly spanOf: (path: readonly (string | number)[]) => Span;
  /** Reason for each value that is not known, by joined key path. */
  readonly gaps: ReadonlyMap<string, string>;
  readonly aliases: Readonly<Record<string, string>>;
}

/** Compiles a tree: at each level `+key`, or a key whose value is no mapping, is configuration. */
export function configTree(
  value: YamlMap,
  path: readonly (string | number)[],
  source: TreeSource,
): ConfigTree {
  const values: { [key: string]: YamlValue } = {};
  const written = new Map<string, string>();
  const unknowns = new Map<string, string>();
  const folders = new Map<string, ConfigTree>();
  for (const key of Object.keys(value)) {
    const entry = value[key]!;
    const isPlus = key.startsWith("+");
    if (isYamlMap(entry)) folders.set(key, configTree(entry, [...path, key], source));
    if (!isPlus && isYamlMap(entry)) continue;
    const bare = isPlus ? key.slice(1).trim() : key;
    const name = configKey(bare, source.aliases);
    if (bare === name && isOutdone(name, written)) continue;
    const gap = gapUnder([...path, key], source.gaps);
    if (gap !== undefined) {
      unknowns.set(name, gap);
      continue;
    }
    values[name] = entry;
    written.set(name, key);
  }
  const hasKeys = written.size > 0 || unknowns.size > 0;
  const layer: Layer | undefined = hasKeys
    ? {
        values,
        unknowns,
        // One level is the origin of what all nodes below it have.
        originOf: lazyBy((key) => {
          const full = [...path, written.get(key) ?? key];
          return lazyOrigin(source.file, full.join(" › "), () => source.spanOf(full));
        }),
      }
    : undefined;
  return { layer, folders };
}

/** Whether one level says `name` already in its other form: `pre_hook` beats `pre-hook` beside it. */
function isOutdone(name: string, written: ReadonlyMap<string, string>): boolean {
  const earlier = written.get(name);
  return earlier !== undefined && earlier.replace(/^\+\s*/, "") !== name;
}

/** A config key under its usual name: hooks with a dash, adapter aliases resolved. */
export function configKey(key: string, aliases: Readonly<Record<string, string>>): string {
  return hookKey(Object.hasOwn(aliases, key) ? aliases[key]! : key);
}

/**
 * `values` under their usual names. Of two forms of one key the other one wins, whichever stands
 * first: dbt reads `pre_hook` after all others.
 */
export function withUsualKeys(values: YamlMap, aliases: Readonly<Record<string, string>>): YamlMap {
  const keys = Object.keys(values);
  if (keys.every((key) => configKey(key, aliases) === key)) return values;
  const copy: { [key: string]: YamlValue } = {};
  for (const key of keys) {
    const name = configKey(key, aliases);
    if (name !== key || !Object.hasOwn(copy, name)) setEntry(copy, name, values[key]!);
  }
  return copy;
}

function gapUnder(
  path: readonly (string | number)[],
  gaps: ReadonlyMap<string, string>,
): string | undefined {
  if (gaps.size === 0) return undefined;
  const prefix = path.join("\0");
  for (const [place, reason] of gaps) {
    if (place === prefix || place.startsWith(`${prefix}\0`)) return reason;
  }
  return undefined;
}

/** An origin whose span is computed when somebody looks. */
export function lazyOrigin(file: string, via: string, spanOf: () => Span): ConfigOrigin {
  let span: Span | undefined;
  return {
    file,
    via,
    get span() {
      span ??= spanOf();
      return span;
    },
  };
}

/** The config of a resource type before any layer. */
export function defaultConfig(schema: ConfigSchema): LayeredConfig {
  return { schema, values: schema.defaults, failures: [], above: undefined };
}

/** `config` with `layer` on top. */
export function withLayer(config: LayeredConfig, layer: Layer): LayeredConfig {
  const failures: MergeFailure[] = [];
  const values = mergedValues(config, layer, failures);
  return {
    schema: config.schema,
    values,
    layer,
    below: config,
    failures:
      failures.length === 0
        ? config.failures
        : [...config.failures, ...failures.map((failure) => ({ ...failure, layer }))],
    above: undefined,
  };
}

/** Most results of one config that are kept to be shared. */
const SHARED = 500;
const MERGED = new WeakMap<YamlMap, Map<string, YamlMap>>();

/** Merged values; equal layers on the same values share the result and all that follows from it. */
function mergedValues(
  { schema, values: below }: LayeredConfig,
  { values }: Layer,
  failures: MergeFailure[],
): YamlMap {
  let known = MERGED.get(below);
  if (known === undefined) {
    known = new Map();
    MERGED.set(below, known);
  }
  const key = pythonRepr(values);
  let merged = known.get(key);
  if (merged === undefined) {
    merged = mergeLayer(schema, below, values, failures);
    if (failures.length > 0) return merged;
    if (known.size >= SHARED) known.clear();
    known.set(key, merged);
  }
  return merged;
}

/** `config` with the levels of `tree` along `fqn`, general to specific. Shared per level. */
export function withTree(
  config: LayeredConfig,
  tree: ConfigTree | undefined,
  fqn: readonly string[],
): LayeredConfig {
  let level = tree;
  let result = config;
  for (let depth = -1; level !== undefined; level = level.folders.get(fqn[++depth] ?? "\0")) {
    if (level.layer === undefined) continue;
    let next = result.above?.get(level);
    if (next === undefined) {
      next = withLayer(result, level.layer);
      result.above ??= new Map();
      result.above.set(level, next);
    }
    result = next;
  }
  return result;
}

/** Whether a tree says the same of whatever stands in `folders`: no key under them names one thing. */
export function isDecidedBy(tree: ConfigTree | undefined, folders: readonly string[]): boolean {
  let level = tree;
  for (const folder of folders) level = level?.folders.get(folder);
  return level === undefined || level.folders.size === 0;
}

/** The layers that set or tried to set `key`, most general first. */
export function layersOf(config: LayeredConfig, key: string): readonly Layer[] {
  const found: Layer[] = [];
  for (let at: LayeredConfig | undefined = config; at !== undefined; at = at.below) {
    if (at.layer !== undefined && entryOf(at.layer.values, key) !== undefined) found.push(at.layer);
  }
  return found.reverse();
}

/** True where `key` has a value that is not known offline. */
export function isUnknownKey(config: LayeredConfig, key: string): boolean {
  for (let at: LayeredConfig | undefined = config; at !== undefined; at = at.below) {
    if (at.layer?.unknowns?.has(key)) return true;
  }
  return false;
}

const NONE: readonly string[] = [];

/** Reasons why keys of this config are not known, as `key: reason`. */
export function unknownsOf(config: LayeredConfig): readonly string[] {
  let found: Map<string, string> | undefined;
  for (let at: LayeredConfig | undefined = config; at !== undefined; at = at.below) {
    if (at.layer?.unknowns === undefined || at.layer.unknowns.size === 0) continue;
    found ??= new Map();
    for (const [key, reason] of at.layer.unknowns) found.set(key, reason);
  }
  if (found === undefined) return NONE;
  return [...found].map(([key, reason]) => `config ${key}: ${reason}`).sort();
}
