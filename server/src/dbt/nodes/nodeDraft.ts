/** A node while it is being resolved. Types only; `draft` fills it. */
import type { YamlMap } from "../../yaml/values";
import type { Layer, LayeredConfig } from "../config/layers";
import type { ConfigKind } from "../config/schemas";
import type { PackageContext } from "../packageContext";
import type { Json, ResourceType, Site } from "../project";
import type { TreeName } from "../projectFile/projectFile";
import type { PropertyEntry } from "../properties/propertyEntry";
import type { RefCall, Rendering } from "./rendering";

export interface NodeDraft {
  uniqueId: string;
  readonly resourceType: ResourceType;
  readonly configKind: ConfigKind;
  readonly tree: TreeName;
  name: string;
  readonly package: PackageContext;
  /** Relative to the root project. */
  readonly file: string;
  /** Relative to the package. */
  readonly packagePath: string;
  fqn: readonly string[];
  readonly language: "sql" | "python" | "none";
  readonly rawCode: string;
  /** Where `rawCode` begins in its file. */
  readonly offset: number;
  rendering: Rendering;
  version: string | number | null;
  latestVersion: string | number | null;
  /** Properties that apply to it. */
  patch: Layer | undefined;
  /** What those properties refer to (foreign keys). */
  patchRefs: readonly RefCall[];
  /** File of those properties. */
  patchPath: string | undefined;
  callLayer: Layer | undefined;
  config: NodeConfig | undefined;
  /** What its config held before a version renamed it: dbt computes on top of that. */
  valuesBefore: YamlMap | undefined;
  group: string | null;
  access: string | null;
  /** Set for tests whose target is missing: dbt keeps them, with `enabled` false. */
  isSwitchedOff: boolean;
  schema: string | null;
  database: string | null;
  alias: string | null;
  /** Tags besides those of `config`. */
  readonly ownTags: readonly string[];
  readonly extra: { [key: string]: Json };
  /** Ids of what it needs, each once; a list, for most nodes need one or two. */
  dependsOn: readonly string[];
  uncertain: readonly string[];
  /** The properties entry that defines it, for nodes that only properties define. */
  entry: PropertyEntry | undefined;
  /** Where a generic test is written. */
  site: Site | undefined;
  /** `type_params` of a metric that a measure creates. */
  metricParams: YamlMap | undefined;
}

export interface NodeConfig {
  /** As manifest.json holds it. */
  readonly values: YamlMap;
  /** The last pass alone: what the name macros see. */
  readonly last: YamlMap;
  readonly layered: LayeredConfig;
  readonly tags: readonly string[];
}
