/**
 * Values between parsed YAML and templates: whole floats stay floats, dates stay dates, and what is
 * Unknown or Undefined does not become data silently.
 */

import { dictEntries, dictSet, emptyDict } from "../../jinja/dicts";
import { bindArguments } from "../../jinja/environment";
import { iterate } from "../../jinja/iterate";
import { datetimeOf } from "../../jinja/moments";
import { str } from "../../jinja/print";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isKind,
  isUndefined,
  isUnknown,
  textOf,
  unknown,
  type Value,
} from "../../jinja/values";
import {
  isYamlList,
  setEntry,
  YamlFloat,
  type YamlMap,
  YamlTime,
  type YamlValue,
} from "../../yaml/values";

/** A parsed value as a template sees it. O(size). */
export function toJinja(value: YamlValue): Value {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof YamlFloat) return value.value;
  if (value instanceof YamlTime) return momentOf(value);
  if (isYamlList(value)) return value.map(toJinja);
  const dict = emptyDict();
  for (const key of Object.keys(value)) dictSet(dict, key, toJinja((value as YamlMap)[key]!));
  return dict;
}

function momentOf({ iso }: YamlTime): Value {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(.*))?$/.exec(iso);
  if (match === null || (match[8] ?? "") !== "") return iso;
  const [year = 0, month = 0, day = 0, ...clock] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const micros = Number((match[7] ?? "0").padEnd(6, "0"));
  const moment = datetimeOf([year, month, day], [...clock, micros]);
  return match[4] === undefined ? { ...moment, type: "date" } : moment;
}

/** Why a template's value is no data. */
export interface NoData {
  readonly unknown?: string;
  readonly undefined?: string;
}

/** A template's value as data. `gaps` receives what could not be data; null stands there. */
export function fromJinja(value: Value, gaps: NoData[], depth = 0): YamlValue {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (typeof value === "number") {
    return Number.isInteger(value) || !Number.isFinite(value) ? new YamlFloat(value) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth > 60) {
    gaps.push({ unknown: "a value that nests too deeply" });
    return null;
  }
  if (Array.isArray(value)) return value.map((item) => fromJinja(item, gaps, depth + 1));
  if (isUnknown(value)) {
    gaps.push({ unknown: value.reason });
    return null;
  }
  if (isUndefined(value)) {
    gaps.push({ undefined: typeof value.name === "string" ? value.name : "a value" });
    return null;
  }
  switch (value.kind) {
    case "dict": {
      const map: { [key: string]: YamlValue } = {};
      for (const { key, value: item } of dictEntries(value)) {
        setEntry(map, textOf(key) ?? str(key), fromJinja(item, gaps, depth + 1));
      }
      return map;
    }
    case "tuple":
    case "set":
    case "range":
    case "view":
    case "iterator":
      return [...iterate(value)].map((item) => fromJinja(item, gaps, depth + 1));
    case "markup":
      return value.text;
    default:
      return str(value);
  }
}

/** A function that refuses other arguments than `parameters` (`"name="` is optional), as Python does. */
export function signedFunction(
  name: string,
  parameters: readonly string[],
  run: (call: HostCall) => Value,
): Value {
  return hostFunction(name, (call) => {
    bindArguments(name, parameters, call);
    return run(call);
  });
}

/** A positional or named argument of a host call. */
export function argument(
  call: { readonly args: readonly Value[]; readonly kwargs: ReadonlyMap<string, Value> },
  index: number,
  name: string,
): Value | undefined {
  const positional = call.args[index];
  return positional === undefined ? call.kwargs.get(name) : positional;
}

/** Text of a value for use as a name; JS undefined where it is no text. */
export function nameText(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  return (
    textOf(value) ??
    (isKind(value, "object") && value.text !== undefined ? value.text() : undefined)
  );
}

/** One of dbt's callable objects (`ref`): what else it holds, the run's config, is not known. */
export function resolverObject(name: string, call: (call: HostCall) => Value): Value {
  const attribute = (member: string): Value => unknown(`${name}.${member}`);
  return hostObject(`${name[0]!.toUpperCase()}${name.slice(1)}Resolver`, {}, { call, attribute });
}

/** What lists the members of a dict that Heddle does not hold in full: what it gives is Unknown. */
export function listing(dict: string, name: string): Value | undefined {
  if (name !== "keys" && name !== "values" && name !== "items") return undefined;
  return hostFunction(name, () => unknown(`${dict}.${name}()`));
}
