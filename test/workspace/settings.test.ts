import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_SETTINGS,
  parseSettings,
  RULE_SEVERITIES,
  SETTINGS_SCHEMA,
} from "../../server/src/workspace/settings";

interface Declared {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type: string };
  readonly additionalProperties?: { readonly type: string; readonly enum?: readonly string[] };
}

const manifest: {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Declared>> };
  };
} = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8"));
const declared = manifest.contributes.configuration.properties;

/** Values of every kind, to find out what a schema accepts. */
const PROBES: readonly unknown[] = [
  true,
  "text",
  3,
  3.5,
  -1,
  0,
  91,
  5000,
  [],
  ["x"],
  [1],
  {},
  null,
];

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isAllowedByManifest(setting: Declared, value: unknown): boolean {
  const types = typeof setting.type === "string" ? [setting.type] : setting.type;
  const type = typeOf(value);
  if (!types.includes(type) && !(type === "integer" && types.includes("number"))) return false;
  if (setting.enum !== undefined && !setting.enum.includes(String(value))) return false;
  if (typeof value === "number") {
    return value >= (setting.minimum ?? -Infinity) && value <= (setting.maximum ?? Infinity);
  }
  const { items } = setting;
  if (Array.isArray(value) && items) return value.every((item) => typeOf(item) === items.type);
  return true;
}

/** `a.b` with a value as the nested object that an editor sends. */
function nest(name: string, value: unknown): unknown {
  return name.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
}

describe("package.json and the schema", () => {
  test("have the same names", () => {
    expect(Object.keys(declared).sort()).toEqual(
      Object.keys(SETTINGS_SCHEMA)
        .map((name) => `heddle.${name}`)
        .sort(),
    );
  });

  for (const [name, entry] of Object.entries(SETTINGS_SCHEMA)) {
    const setting = declared[`heddle.${name}`];
    test(`agree on ${name}`, () => {
      if (setting === undefined) throw new Error(`package.json lacks heddle.${name}`);
      expect(setting.default).toEqual(entry.fallback);
      // "at" is a text to the editor and a time to the server; `[]` is Lua's empty object; null is
      // absence. Every other probe must agree.
      const probes = [...PROBES, ...(setting.enum ?? [])].filter(
        (probe) =>
          probe !== null &&
          !(name === "at" && typeof probe === "string") &&
          !(setting.type === "object" && Array.isArray(probe) && probe.length === 0),
      );
      for (const probe of probes) {
        const isRefused = parseSettings(nest(name, probe)).problems.length > 0;
        expect(`${JSON.stringify(probe)} allowed: ${!isRefused}`).toBe(
          `${JSON.stringify(probe)} allowed: ${isAllowedByManifest(setting, probe)}`,
        );
      }
    });
  }

  test("agree on the severities of rules", () => {
    expect(declared["heddle.rules"]?.additionalProperties?.enum).toEqual(RULE_SEVERITIES);
  });
});

describe("parseSettings", () => {
  test("reads nested, flat and wrapped settings alike", () => {
    const expected = { ...DEFAULT_SETTINGS, codeLens: { enable: false }, threads: 8 };
    for (const input of [
      { codeLens: { enable: false }, threads: 8 },
      { "codeLens.enable": false, threads: 8 },
      { "heddle.codeLens.enable": false, "heddle.threads": 8 },
      { heddle: { codeLens: { enable: false }, threads: 8 } },
    ]) {
      expect(parseSettings(input)).toEqual({ settings: expected, problems: [] });
    }
  });

  test("keeps the default of an unusable value and says so in one line", () => {
    const { settings, problems } = parseSettings({
      engine: "dbt",
      reservePercent: 120,
      at: "tomorrow",
      rules: { "unknown-ref": "loud" },
      target: "prod",
    });
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, target: "prod" });
    expect(problems.map((problem) => problem.message)).toEqual([
      'heddle.rules: {"unknown-ref":"loud"} is not an object of rule names with error, warning, information, hint, off; {} is used',
      'heddle.engine: "dbt" is not auto, dbt-core, fusion, dbt-core-1.8, dbt-core-1.9, dbt-core-1.10, dbt-core-1.11, dbt-core-1.12; "auto" is used',
      "heddle.reservePercent: 120 is not a number from 0 to 90; 20 is used",
      'heddle.at: "tomorrow" is not an ISO time such as 2026-01-31T02:00:00; "" is used',
    ]);
  });

  test("never throws, whatever a client sends", () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(Object.keys(parseSettings(input).settings)).toEqual(Object.keys(DEFAULT_SETTINGS));
      }),
    );
  });
});
