/**
 * The user's wish for parallelism on a node: which key carries it, where it was written, which
 * more general wishes it overrides.
 */
import { entryOf, isYamlMap, toPlain, type YamlMap, type YamlValue } from "../yaml/values";
import { type Layer, type LayeredConfig, layersOf } from "./config/layers";
import type { ConfigOrigin, ThreadsHint } from "./project";

const KEYS = ["meta.heddle.threads", "meta.threads", "threads"] as const;
type HintKey = (typeof KEYS)[number];

/** Whether a config has any hint: a cheap question before `threadsHint`. */
export function hasThreadsHint(values: YamlMap): boolean {
  if (entryOf(values, "threads") !== undefined) return true;
  const meta = entryOf(values, "meta");
  if (!isYamlMap(meta)) return false;
  if (Object.hasOwn(meta, "threads")) return true;
  const heddle = entryOf(meta, "heddle");
  return isYamlMap(heddle) && Object.hasOwn(heddle, "threads");
}

/** The hint of a config, if any. `meta.heddle.threads` wins over `meta.threads` over `threads`. */
export function threadsHint(config: LayeredConfig, values: YamlMap): ThreadsHint | undefined {
  if (!hasThreadsHint(values)) return undefined;
  const found: { key: HintKey; value: YamlValue }[] = [];
  for (const key of KEYS) {
    const value = valueAt(values, key);
    if (value !== undefined) found.push({ key, value });
  }
  const [chosen] = found;
  if (chosen === undefined) return undefined;
  const sites: ConfigOrigin[] = [];
  // Keys that lose come first, each from general to specific; the winner's own layers last.
  for (const { key } of [...found].reverse()) {
    for (const layer of layersOf(config, key.split(".")[0]!)) {
      if (valueAt(layer.values, key) !== undefined) sites.push(originAt(layer, key));
    }
  }
  const origin = sites.pop();
  if (origin === undefined) return undefined;
  const threads = usableThreads(chosen.value);
  return {
    key: chosen.key,
    value: toPlain(chosen.value),
    ...(threads === undefined ? {} : { threads }),
    origin,
    overridden: sites.slice(),
  };
}

/** `meta.heddle.durationMs`, where it is a number of milliseconds. */
export function givenDuration(values: YamlMap): number | undefined {
  const meta = entryOf(values, "meta");
  const heddle = isYamlMap(meta) ? entryOf(meta, "heddle") : undefined;
  const given = isYamlMap(heddle) ? entryOf(heddle, "durationMs") : undefined;
  const plain = given === undefined ? undefined : toPlain(given);
  return typeof plain === "number" && Number.isFinite(plain) && plain >= 0 ? plain : undefined;
}

function valueAt(values: YamlMap, key: HintKey): YamlValue | undefined {
  let at: YamlValue | undefined = values;
  for (const step of key.split(".")) at = isYamlMap(at) ? entryOf(at, step) : undefined;
  return at;
}

function usableThreads(value: YamlValue): number | undefined {
  const plain = toPlain(value);
  return typeof plain === "number" && Number.isInteger(plain) && plain > 0 ? plain : undefined;
}

function originAt(layer: Layer, key: HintKey): ConfigOrigin {
  return layer.originOf(key.split(".")[0]!);
}
