/**
 * Turns a finished draft into the node that everyone else sees. What costs time or memory and is
 * seldom looked at (origins, hint) is computed when asked.
 */
import { compareText } from "../base/problem";
import type { YamlMap } from "../yaml/values";
import { jsonConfig } from "./config/finalize";
import { type LayeredConfig, layersOf, unknownsOf } from "./config/layers";
import { CONFIG_SCHEMAS } from "./config/schemas";
import { givenDuration, hasThreadsHint, threadsHint } from "./hints";
import type { NodeConfig, NodeDraft } from "./nodes/nodeDraft";
import type { ConfigOrigin, DbtNode, RefSite, ThreadsHint } from "./project";

export function finishNode(draft: NodeDraft, refs: readonly RefSite[]): DbtNode {
  const config = draft.config!;
  const { rendering } = draft;
  const duration = givenDuration(config.values);
  let origins: ReadonlyMap<string, ConfigOrigin> | undefined;
  let extra: DbtNode["extra"] | undefined;
  const node: DbtNode = {
    uniqueId: draft.uniqueId,
    resourceType: draft.resourceType,
    name: draft.name,
    package: draft.package.name,
    version: draft.version,
    file: draft.file,
    fqn: draft.fqn,
    config: jsonConfig(shownConfig(draft, config.values)),
    get origins() {
      origins ??= originsOf(config.layered);
      return origins;
    },
    tags: config.tags,
    schema: draft.schema,
    database: draft.database,
    alias: draft.alias,
    dependsOn: sortedIds(draft.dependsOn),
    dependsOnMacros: rendering.macros,
    refs,
    rawCode: draft.rawCode,
    ...(duration === undefined ? {} : { givenDurationMs: duration }),
    configCalls: rendering.configs.length === 0 ? NONE : rendering.configs,
    traces: rendering.traces,
    uncertain: uncertainOf(draft),
    get extra() {
      extra ??= {
        ...draft.extra,
        original_file_path: draft.packagePath,
        group: draft.group,
        access: draft.access,
        patch_path: draft.patchPath ?? null,
      };
      return extra;
    },
  };
  return hasThreadsHint(config.values) ? withHint(node, config) : node;
}

/** The hint's sites lie in YAML files, so it is put together when somebody looks. */
function withHint(node: DbtNode, { layered, values }: NodeConfig): DbtNode {
  let hint: ThreadsHint | undefined;
  return Object.defineProperty(node, "hint", {
    enumerable: true,
    get: () => {
      hint ??= threadsHint(layered, values);
      return hint;
    },
  });
}

function uncertainOf(draft: NodeDraft): readonly string[] {
  const ofConfig = unknownsOf(draft.config!.layered);
  const { unknowns } = draft.rendering;
  if (unknowns.length === 0 && draft.uncertain.length === 0 && ofConfig.length === 0) return NONE;
  return [...new Set([...unknowns, ...draft.uncertain, ...ofConfig])].sort(compareText);
}

function sortedIds(ids: ReadonlySet<string>): readonly string[] {
  if (ids.size === 0) return NONE;
  return ids.size === 1 ? [...ids] : [...ids].sort(compareText);
}

/** The config with what dbt changes of it after all layers are merged. */
function shownConfig(draft: NodeDraft, values: YamlMap): YamlMap {
  if (draft.isSwitchedOff) return switchedOff(values);
  const begin = values["begin"];
  const isBatched =
    values["incremental_strategy"] === "microbatch" && values["materialized"] === "incremental";
  // dbt reads the text as a date and writes it back with its time.
  return isBatched && typeof begin === "string" && /^\d{4}-\d\d-\d\d$/.test(begin)
    ? { ...values, begin: `${begin}T00:00:00` }
    : values;
}

const OFF = new WeakMap<YamlMap, YamlMap>();

/** The same config with `enabled` false, shared between nodes that share the config. */
function switchedOff(values: YamlMap): YamlMap {
  let off = OFF.get(values);
  if (off === undefined) {
    off = { ...values, enabled: false };
    OFF.set(values, off);
  }
  return off;
}

const NONE: readonly never[] = [];

function originsOf(config: LayeredConfig): ReadonlyMap<string, ConfigOrigin> {
  const origins = new Map<string, ConfigOrigin>();
  const defaults = CONFIG_SCHEMAS[config.kind].defaults;
  for (const key of Object.keys(config.values)) {
    if (config.values[key] === defaults[key]) continue;
    const layer = layersOf(config, key).at(-1);
    if (layer !== undefined) origins.set(key, layer.originOf(key));
  }
  return origins;
}
