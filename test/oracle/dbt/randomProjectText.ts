/**
 * Chance and YAML for random dbt projects: seeded dice, and an emitter that writes the same values
 * in many of the ways that people do.
 */

/** Chance from a seed: the same seed, the same throws. */
export interface Dice {
  readonly chance: (probability: number) => boolean;
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Each item with this probability, in order. */
  readonly some: <T>(list: readonly T[], probability: number) => T[];
}

/** Source of the generator: Tommy Ettinger's mulberry32. */
export function dice(seed: number): Dice {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    chance: (probability) => next() < probability,
    int,
    pick: (list) => list[int(0, list.length - 1)]!,
    some: (list, probability) => list.filter(() => next() < probability),
  };
}

/** A scalar that is written exactly like this: YAML 1.1 reads some in ways of its own. */
export interface Raw {
  readonly raw: string;
}

export type Yaml =
  | string
  | number
  | boolean
  | null
  | Raw
  | readonly Yaml[]
  | { readonly [key: string]: Yaml };

export function raw(text: string): Raw {
  return { raw: text };
}

function isRaw(value: Yaml): value is Raw {
  return typeof value === "object" && value !== null && "raw" in value;
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const WORDS_OF_YAML = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function scalar(value: string | number | boolean | null | Raw, d: Dice): string {
  if (typeof value === "string") {
    if (PLAIN.test(value) && !WORDS_OF_YAML.test(value) && d.chance(0.7)) return value;
    return d.chance(0.5) && !value.includes("\n")
      ? `'${value.replaceAll("'", "''")}'`
      : JSON.stringify(value);
  }
  if (value === null) return d.pick(["null", "~"]);
  if (typeof value === "boolean") {
    return value ? d.pick(["true", "yes", "on", "True"]) : d.pick(["false", "no", "off", "False"]);
  }
  return typeof value === "number" ? String(value) : value.raw;
}

function isScalar(value: Yaml): value is string | number | boolean | null | Raw {
  return typeof value !== "object" || value === null || isRaw(value);
}

function flow(value: Yaml, d: Dice): string {
  if (isScalar(value)) return scalar(value, d);
  if (isList(value)) return `[${value.map((item) => flow(item, d)).join(", ")}]`;
  const entries = Object.entries(value as { readonly [key: string]: Yaml });
  return `{${entries.map(([key, item]) => `${keyText(key)}: ${flow(item, d)}`).join(", ")}}`;
}

function keyText(key: string): string {
  return /^\+?[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) && !WORDS_OF_YAML.test(key)
    ? key
    : JSON.stringify(key);
}

function sizeOf(value: Yaml): number {
  if (isScalar(value)) return 1;
  return (isList(value) ? value : Object.values(value as object)).reduce(
    (sum: number, item: Yaml) => sum + sizeOf(item),
    1,
  );
}

/** YAML text of a mapping, in a mixture of styles. */
export function yamlText(value: { readonly [key: string]: Yaml }, d: Dice): string {
  const lines: string[] = [];
  const put = (prefix: string, indent: string, item: Yaml): void => {
    const isEmpty = !isScalar(item) && sizeOf(item) === 1;
    if (typeof item === "string" && item.length > 12 && !/^\s|\s$/.test(item) && d.chance(0.1)) {
      const mark = item.includes("\n") ? "|-" : d.pick(["|-", ">-"]);
      lines.push(`${prefix} ${mark}`, ...item.split("\n").map((line) => `${indent}  ${line}`));
    } else if (isScalar(item) || isEmpty || (sizeOf(item) < 7 && d.chance(0.4))) {
      lines.push(`${prefix} ${flow(item, d)}`);
    } else if (isList(item)) {
      lines.push(prefix);
      const inner = d.chance(0.3) && !prefix.endsWith("-") ? indent : `${indent}  `;
      for (const one of item) put(`${inner}-`, `${inner}`, one);
    } else {
      const entries = Object.entries(item as { readonly [key: string]: Yaml });
      if (prefix.endsWith("-")) {
        const [first, ...rest] = entries;
        put(`${prefix} ${keyText(first![0])}:`, `${indent}  `, first![1]);
        for (const [key, one] of rest) put(`${indent}  ${keyText(key)}:`, `${indent}  `, one);
      } else {
        lines.push(prefix);
        for (const [key, one] of entries) {
          put(`${indent}  ${keyText(key)}:`, `${indent}  `, one);
        }
      }
    }
  };
  for (const [key, item] of Object.entries(value)) put(`${keyText(key)}:`, "", item);
  return `${lines.join("\n")}\n`;
}
