/**
 * Turns a finished draft into the node that everyone else sees. What costs time or memory and is
 * seldom looked at (origins, hint) is computed when asked.
 */
import { compareText } from "../base/problem";
import type { YamlMap } from "../yaml/values";
import { jsonConfig } from "./config/finalize";
import { type LayeredConfig, layersOf, unknownsOf } from "./config/layers";
import { givenDuration, hasThreadsHint, threadsHint } from "./hints";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { ConfigOrigin, DbtNode, RefSite, ThreadsHint } from "./project";
import { siteOf } from "./refSites";
import { PlainTest } from "./tests/plainTest";

/** The node of a draft whose references are linked. O(1) but for its dependencies. */
export function finishNode(draft: NodeDraft, refs: readonly RefSite[]): DbtNode {
  return draft instanceof PlainTest ? new FinishedTest(draft) : new FinishedNode(draft, refs);
}

/**
 * A class so that the tens of thousands of nodes of a project share the functions of their lazy
 * properties: closures of their own would be most of the memory.
 */
class FinishedNode implements DbtNode {
  readonly uniqueId: string;
  readonly resourceType: DbtNode["resourceType"];
  readonly name: string;
  readonly package: string;
  readonly version: DbtNode["version"];
  readonly file: string;
  readonly fqn: readonly string[];
  readonly config: DbtNode["config"];
  readonly tags: readonly string[];
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  readonly dependsOn: readonly string[];
  readonly dependsOnMacros: readonly string[];
  readonly refs: readonly RefSite[];
  readonly rawCode: string;
  readonly givenDurationMs?: number;
  readonly configCalls: DbtNode["configCalls"];
  readonly traces: DbtNode["traces"];
  readonly uncertain: readonly string[];
  private readonly draft: NodeDraft;
  private knownHint: ThreadsHint | undefined;
  private knownOrigins: ReadonlyMap<string, ConfigOrigin> | undefined;
  private knownExtra: DbtNode["extra"] | undefined;

  constructor(draft: NodeDraft, refs: readonly RefSite[]) {
    const { rendering } = draft;
    const config = draft.config!;
    this.uniqueId = draft.uniqueId;
    this.resourceType = draft.resourceType;
    this.name = draft.name;
    this.package = draft.package.name;
    this.version = draft.version;
    this.file = draft.file;
    this.fqn = draft.fqn;
    this.config = jsonConfig(shownConfig(draft, config.values));
    this.tags = config.tags;
    this.schema = draft.schema;
    this.database = draft.database;
    this.alias = draft.alias;
    this.dependsOn = sortedIds(draft.dependsOn);
    this.dependsOnMacros = rendering.macros;
    this.refs = refs;
    this.rawCode = draft.rawCode;
    const duration = givenDuration(config.values);
    if (duration !== undefined) this.givenDurationMs = duration;
    this.configCalls = rendering.configs.length === 0 ? NONE : rendering.configs;
    this.traces = rendering.traces;
    this.uncertain = uncertainOf(draft);
    this.draft = draft;
  }

  get origins(): ReadonlyMap<string, ConfigOrigin> {
    this.knownOrigins ??= originsOf(this.draft.config!.layered);
    return this.knownOrigins;
  }

  get extra(): DbtNode["extra"] {
    this.knownExtra ??= shownExtra(this.draft);
    return this.knownExtra;
  }

  get hint(): ThreadsHint | undefined {
    const { layered, values } = this.draft.config!;
    // A metric is never run, and dbt 2 takes what stands in its config.
    if (this.resourceType === "metric") return undefined;
    if (hasThreadsHint(values)) this.knownHint ??= threadsHint(layered, values);
    return this.knownHint;
  }
}

/**
 * The node of a plain test: two thirds of a project's nodes, of which few are looked at beyond id, kind
 * and what they need. All else is made from the draft for who asks.
 */
class FinishedTest implements DbtNode {
  readonly uniqueId: string;
  readonly config: DbtNode["config"];
  declare readonly givenDurationMs?: number;
  private readonly draft: PlainTest;

  constructor(draft: PlainTest) {
    const { values } = draft.config!;
    this.uniqueId = draft.uniqueId;
    this.config = jsonConfig(shownConfig(draft, values));
    this.draft = draft;
    const duration = givenDuration(values);
    if (duration !== undefined) this.givenDurationMs = duration;
  }

  get resourceType(): "test" {
    return "test";
  }

  get name(): string {
    return this.draft.name;
  }

  get package(): string {
    return this.draft.package.name;
  }

  get version(): null {
    return null;
  }

  get file(): string {
    return this.draft.file;
  }

  get fqn(): readonly string[] {
    return this.draft.fqn;
  }

  get tags(): readonly string[] {
    return this.draft.config!.tags;
  }

  get schema(): string | null {
    return this.draft.schema;
  }

  get database(): string | null {
    return this.draft.database;
  }

  get alias(): string | null {
    return this.draft.alias;
  }

  get dependsOn(): readonly string[] {
    return this.draft.dependsOn;
  }

  get dependsOnMacros(): readonly string[] {
    return this.draft.rendering.macros;
  }

  get refs(): readonly RefSite[] {
    const [target] = this.draft.dependsOn;
    return this.draft.rendering.refs.map((ref) => siteOf(ref, target));
  }

  get rawCode(): string {
    return "";
  }

  get configCalls(): DbtNode["configCalls"] {
    return NONE;
  }

  get traces(): DbtNode["traces"] {
    return NONE;
  }

  get uncertain(): readonly string[] {
    return uncertainOf(this.draft);
  }

  get origins(): ReadonlyMap<string, ConfigOrigin> {
    return originsOf(this.draft.config!.layered);
  }

  get extra(): DbtNode["extra"] {
    return shownExtra(this.draft);
  }

  get hint(): ThreadsHint | undefined {
    const { layered, values } = this.draft.config!;
    return hasThreadsHint(values) ? threadsHint(layered, values) : undefined;
  }
}

function shownExtra(draft: NodeDraft): DbtNode["extra"] {
  const { extra, packagePath, group, access, patchPath } = draft;
  return {
    ...extra,
    original_file_path: packagePath,
    group,
    access,
    patch_path: patchPath ?? null,
  };
}

function uncertainOf(draft: NodeDraft): readonly string[] {
  const ofConfig = unknownsOf(draft.config!.layered);
  const { unknowns } = draft.rendering;
  if (unknowns.length === 0 && draft.uncertain.length === 0 && ofConfig.length === 0) return NONE;
  return [...new Set([...unknowns, ...draft.uncertain, ...ofConfig])].sort(compareText);
}

function sortedIds(ids: readonly string[]): readonly string[] {
  return ids.length < 2 ? ids : [...ids].sort(compareText);
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
  const defaults = config.schema.defaults;
  for (const key of Object.keys(config.values)) {
    if (config.values[key] === defaults[key]) continue;
    const layer = layersOf(config, key).at(-1);
    if (layer !== undefined) origins.set(key, layer.originOf(key));
  }
  return origins;
}
