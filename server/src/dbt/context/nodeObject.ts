/**
 * A node as templates see it: `model` (a dict) and the `node` that name macros get (an object whose
 * reads can be watched, so that equal questions need one answer).
 */
import { dictOf } from "../../jinja/dicts";
import { hostFunction, hostObject, orElse, textOf, type Value } from "../../jinja/values";
import { entryOf, type YamlMap } from "../../yaml/values";
import { finalConfig } from "../config/finalize";
import { layeredConfigOf } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { Resolution } from "../resolution";
import { toJinja } from "./values";

type Field = (draft: NodeDraft, config: YamlMap, input: NodeInput) => Value;

export interface NodeInput {
  readonly resolution: Resolution;
}

/** A path of a file inside its search path: `staging/a.sql` of `models/staging/a.sql`. */
function innerPath(draft: NodeDraft): string {
  const folders = draft.fqn.slice(1, -1);
  const name = draft.file.slice(draft.file.lastIndexOf("/") + 1);
  return [...folders, name].join("/");
}

const FIELDS: Readonly<Record<string, Field>> = {
  name: (draft) => draft.name,
  unique_id: (draft) => draft.uniqueId,
  resource_type: (draft) => draft.resourceType,
  package_name: (draft) => draft.package.name,
  fqn: (draft) => [...draft.fqn],
  path: innerPath,
  original_file_path: (draft) => draft.packagePath,
  root_path: () => "",
  // dbt 2 has not read the code yet when it asks (2.0.0-alpha.4). `raw_sql` went with dbt-core 1.3.
  raw_code: (draft, _config, { resolution }) =>
    resolution.engine === "fusion" ? "" : draft.rawCode,
  language: (draft) => (draft.language === "python" ? "python" : "sql"),
  alias: (draft) => draft.alias ?? draft.name,
  schema: (draft, _config, { resolution }) =>
    draft.schema ?? resolution.profile.target?.schema ?? null,
  database: (draft, _config, { resolution }) =>
    draft.database ?? resolution.profile.target?.database ?? null,
  version: (draft) => (draft.version === null ? null : toJinja(draft.version)),
  latest_version: (draft) => (draft.latestVersion === null ? null : toJinja(draft.latestVersion)),
  tags: (draft) => [...(draft.config?.tags ?? [])],
  meta: (_draft, config) => toJinja(entryOf(config, "meta") ?? {}),
  description: (draft) => {
    const text = draft.extra["description"];
    return typeof text === "string" ? text : "";
  },
  columns: () => dictOf([]),
  depends_on: () =>
    dictOf([
      ["macros", []],
      ["nodes", []],
    ]),
  refs: () => [],
  sources: () => [],
  group: (draft) => draft.group,
  access: (draft) => draft.access ?? "protected",
  config: (_draft, config) => configDict(config),
  unrendered_config: () => dictOf([]),
};

function configDict(config: YamlMap): Value {
  const pairs: [string, Value][] = [];
  for (const key of Object.keys(config)) {
    const value = toJinja(config[key]!);
    pairs.push([key, value]);
    if (key === "pre-hook") pairs.push(["pre_hook", value]);
    if (key === "post-hook") pairs.push(["post_hook", value]);
  }
  return dictOf(pairs);
}

/** `model` of a node that is being read: its config is the project's alone. */
export function modelDict(draft: NodeDraft, input: NodeInput): Value {
  const config = finalConfig(layeredConfigOf(input.resolution, draft, false, false)).values;
  return dictOf(Object.entries(FIELDS).map(([key, field]) => [key, field(draft, config, input)]));
}

/** The `node` argument of name macros. `onRead` hears of every field that is asked for. */
export function nodeValue(
  draft: NodeDraft,
  input: NodeInput,
  onRead: (path: string, value: Value) => void,
): Value {
  const config = draft.config?.values ?? {};
  const read = (name: string): Value | undefined => {
    if (name === "config") return configObject(config, onRead);
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    const value = field?.(draft, config, input);
    onRead(name, value ?? null);
    return value;
  };
  // No mapping in Python either: `node['name']` finds the attribute.
  return hostObject("ParsedNode", {}, { attribute: (name) => read(name) });
}

function configObject(config: YamlMap, onRead: (path: string, value: Value) => void): Value {
  const read = (name: string): Value | undefined => {
    const key = name === "pre_hook" ? "pre-hook" : name === "post_hook" ? "post-hook" : name;
    const found = entryOf(config, key);
    const value = found === undefined ? undefined : toJinja(found);
    onRead(
      `config.${name}`,
      orElse(value, () => null),
    );
    return value;
  };
  const get = (name: string): Value =>
    hostFunction(name, (call) => {
      const key = textOf(orElse(call.args[0], () => "")) ?? "";
      return orElse(read(key), () =>
        orElse(call.args[1], () => call.kwargs.get("default") ?? null),
      );
    });
  return hostObject(
    "NodeConfig",
    { get: get("get"), require: get("require"), meta_get: metaGet(config, onRead) },
    { attribute: read },
  );
}

function metaGet(config: YamlMap, onRead: (path: string, value: Value) => void): Value {
  return hostFunction("meta_get", (call) => {
    const key = textOf(orElse(call.args[0], () => "")) ?? "";
    const meta = entryOf(config, "meta");
    const found =
      typeof meta === "object" && meta !== null && !Array.isArray(meta)
        ? entryOf(meta as YamlMap, key)
        : undefined;
    const value = found === undefined ? undefined : toJinja(found);
    onRead(
      `meta.${key}`,
      orElse(value, () => null),
    );
    return orElse(value, () => orElse(call.args[1], () => null));
  });
}
