/**
 * One generic test as written in properties (`unique`, `{relationships: {…}}`), taken apart into
 * name, arguments and config the way dbt does, with the id that dbt gives it.
 * Source: dbt-core 1.11 `parser/generic_test_builders.py`, `parser/schema_generic_tests.py`.
 */
import { wholeText } from "../../base/text";
import {
  entryOf,
  isYamlList,
  isYamlMap,
  setEntry,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import { isKeyKnown } from "../config/keysByRelease";
import { pythonRepr, pythonStr } from "../pythonText";
import { holdsIn, type Release } from "../release";
import { md5, md5Tail } from "./md5";
import type { TestTarget } from "./testTarget";

export interface TestDefinition {
  readonly testName: string;
  readonly namespace: string | null;
  /** Arguments of the test's macro, `model` and `column_name` included. */
  readonly args: YamlMap;
  readonly config: YamlMap;
  readonly description: string;
  readonly name: string;
  readonly uniqueIdTail: string;
}

export type TestReading = { readonly test: TestDefinition } | { readonly refused: string };

const CONFIG_ARGS = [
  "severity",
  "tags",
  "enabled",
  "where",
  "limit",
  "warn_if",
  "error_if",
  "fail_calc",
  "store_failures",
  "store_failures_as",
  "meta",
  "database",
  "schema",
  "alias",
];
const CONFIG_ARGS_1_12 = [...CONFIG_ARGS, "sql_header"];

/** Config keys that may also stand among the arguments of a test. */
function configArguments(release: Release): readonly string[] {
  return isKeyKnown("test", "sql_header", release) ? CONFIG_ARGS_1_12 : CONFIG_ARGS;
}

const CONFIGURING: ReadonlySet<string> = new Set(["config", ...CONFIG_ARGS_1_12]);

/** Most tests have arguments only: all that follows from config can be left out. */
function mayConfigure(args: YamlMap): boolean {
  for (const key of Object.keys(args)) if (CONFIGURING.has(key)) return true;
  return false;
}

const NAME_PATTERN = /^(?:([a-zA-Z_][0-9a-zA-Z_]*)\.)?([a-zA-Z_][0-9a-zA-Z_]*)/;

export interface TestReadingOptions {
  readonly release: Release;
  readonly isArgumentsKeyRead: boolean;
  readonly render: (text: string) => YamlValue;
}

/** Takes a test apart. `render` renders config texts natively. */
export function readTest(
  written: YamlValue,
  target: TestTarget,
  columnName: string | undefined,
  options: TestReadingOptions,
): TestReading {
  const parts = nameAndArgs(written);
  if ("refused" in parts) return parts;
  let args: { [key: string]: YamlValue } = { ...parts.args };
  if (columnName !== undefined) args["column_name"] = columnName;
  if (options.isArgumentsKeyRead && Object.hasOwn(args, "arguments")) {
    const { arguments: inner, ...rest } = args;
    args = isYamlMap(inner) ? { ...rest, ...inner } : rest;
  }
  if (Object.hasOwn(args, "model")) {
    return { refused: "a test cannot have an argument called `model`" };
  }
  const match = NAME_PATTERN.exec(parts.name);
  if (match === null) return { refused: `'${parts.name}' is no name of a test` };
  const namespace = match[1] ?? null;
  // Mostly the whole text, which its file keeps anyway.
  const testName = match[2] === parts.name ? parts.name : match[2]!;
  args["model"] = target.model;

  const config: { [key: string]: YamlValue } = {};
  const given = entryOf(args, "config");
  if (given !== undefined && given !== null && !isYamlMap(given)) {
    return { refused: "`config` must be a mapping" };
  }
  const inner: { [key: string]: YamlValue } = isYamlMap(given) ? { ...given } : {};
  const put = (key: string, value: YamlValue): void => {
    const rendered = typeof value === "string" ? options.render(value) : value;
    if (rendered !== null) setEntry(config, key, rendered);
  };
  for (const key of mayConfigure(args) ? configArguments(options.release) : []) {
    let value = entryOf(args, key) ?? null;
    delete args[key];
    if (isTruthy(value) && Object.hasOwn(inner, key)) {
      return { refused: `\`${key}\` stands both in the test and in its \`config\`` };
    }
    if (!isTruthy(value) && isYamlMap(given)) {
      value = entryOf(inner, key) ?? null;
      delete inner[key];
    }
    put(key, value);
  }
  if (given !== undefined) delete args["config"];
  if (holdsIn(options.release, "testKeepsCustomConfig")) {
    for (const key of Object.keys(inner)) put(key, inner[key]!);
  }

  const isDescribed = holdsIn(options.release, "testDescription");
  const description = isDescribed ? entryOf(args, "description") : undefined;
  if (description !== undefined) delete args["description"];
  let name: string;
  const ownName = entryOf(args, "name");
  if (ownName !== undefined) {
    if (typeof ownName !== "string") return { refused: "`name` must be a text" };
    delete args["name"];
    name = pythonStr(ownName);
  } else {
    const names = synthesise(target, testName, namespace, args);
    name = names.full;
    if (names.short !== names.full && !Object.hasOwn(config, "alias"))
      config["alias"] = names.short;
  }
  const hash = hashOf(name, hashable(args), testName, namespace);
  return {
    test: {
      testName,
      namespace,
      args,
      config,
      description: typeof description === "string" ? description : "",
      name,
      uniqueIdTail: `${name}.${hash}`,
    },
  };
}

/**
 * Name and hash of a test that is a bare name, as `readTest` gives them; undefined where the name is
 * so long that its short twin becomes its alias, which is config.
 */
export function plainTestName(
  target: TestTarget,
  testName: string,
  columnName: string | undefined,
): { readonly name: string; readonly hash: string } | undefined {
  const unique = columnName === undefined ? "" : cleaned(columnName);
  const name = wholeText([identifierOf(target, testName, null), "_", unique]);
  if (isLong(name)) return undefined;
  const column = columnName === undefined ? "" : `'column_name': ${pythonRepr(columnName)}, `;
  const args = `{${column}'model': ${target.modelRepr}}`;
  const hash = hashOf(name, args, testName, null);
  return { name, hash };
}

function nameAndArgs(
  written: YamlValue,
): { readonly name: string; readonly args: YamlMap } | { readonly refused: string } {
  if (typeof written === "string") return { name: written, args: {} };
  if (!isYamlMap(written)) return { refused: "a test is a name or a mapping with one name" };
  if (Object.hasOwn(written, "test_name")) {
    const { test_name: name, ...args } = written;
    return typeof name === "string" ? { name, args } : { refused: "a test's name must be a text" };
  }
  const keys = Object.keys(written);
  if (keys.length !== 1) {
    return {
      refused:
        keys.length === 0
          ? "this test has no name"
          : `a test is a mapping with one key, its name; this one has ${keys.length} (${keys.join(", ")}): indent its arguments under the name`,
    };
  }
  const name = keys[0]!;
  const args = written[name]!;
  if (!isYamlMap(args)) return { refused: `the arguments of the test '${name}' must be a mapping` };
  return { name, args };
}

function isTruthy(value: YamlValue): boolean {
  if (isYamlList(value)) return value.length > 0;
  if (isYamlMap(value)) return Object.keys(value).length > 0;
  return value !== null && value !== false && value !== "" && value !== 0;
}

/** The name dbt makes of a test, its target and its arguments; long ones get a short twin. */
function synthesise(
  target: TestTarget,
  testName: string,
  namespace: string | null,
  args: YamlMap,
): { short: string; full: string } {
  const flat: string[] = [];
  for (const key of sortedKeys(args)) {
    if (key === "model") continue;
    const value = args[key]!;
    const parts = isYamlList(value) ? value : isYamlMap(value) ? Object.values(value) : [value];
    flat.push(...parts.map(pythonStr));
  }
  const unique = flat.map(cleaned).join("__");
  const identifier = identifierOf(target, testName, namespace);
  const full = wholeText([identifier, "_", unique]);
  return { short: isLong(full) ? `${identifier.slice(0, 30)}_${md5(full)}` : full, full };
}

function identifierOf(target: TestTarget, testName: string, namespace: string | null): string {
  const type = `${namespace === null ? "" : `${namespace}_`}${target.kind === "source" ? "source_" : ""}${testName}`;
  const targetName =
    target.kind === "model" && target.version !== undefined
      ? `${target.name}_v${target.version}`
      : target.name;
  return `${type}_${targetName}`;
}

function cleaned(text: string): string {
  return text.replace(/[^0-9a-zA-Z_]+/g, "_");
}

/** A text has at most as many characters as units. */
function isLong(name: string): boolean {
  return name.length >= 64 && [...name].length >= 64;
}

/** `args` as Python prints them. */
function hashOf(name: string, args: string, testName: string, namespace: string | null): string {
  const metadata = `{'kwargs': ${args}, 'name': ${pythonRepr(testName)}, 'namespace': ${pythonRepr(namespace ?? "None")}}`;
  return md5Tail(name + metadata);
}

function hashable(value: YamlValue): string {
  if (isYamlList(value)) return `[${value.map(hashable).join(", ")}]`;
  if (isYamlMap(value)) {
    return `{${sortedKeys(value)
      .map((key) => `${pythonRepr(key)}: ${hashable(value[key]!)}`)
      .join(", ")}}`;
  }
  return pythonRepr(pythonStr(value));
}

/** Most tests have two or three arguments, in order already. */
function sortedKeys(map: YamlMap): readonly string[] {
  const keys = Object.keys(map);
  for (let at = 1; at < keys.length; at++) {
    if (byCodePoint(keys[at - 1]!, keys[at]!) > 0) return keys.sort(byCodePoint);
  }
  return keys;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
