/**
 * Nodes of generic tests, made from `data_tests` of models, columns, seeds, snapshots and source
 * tables. Source: dbt-core 1.11 `parser/schema_generic_tests.py`.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import {
  entryOf,
  isYamlList,
  isYamlMap,
  toPlain,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import { configKey, type Layer, lazyOrigin } from "../config/layers";
import { coreOnly } from "../coreOnly";
import { newDraft } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import { EMPTY_RENDERING } from "../nodes/rendering";
import type { Json } from "../project";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";
import { EntrySite } from "./siteRef";
import { readTest, type TestDefinition, type TestTarget } from "./testDefinition";
import { renderTestArguments } from "./testRendering";

/** Columns and tests of one described thing. */
export interface TestedThing {
  readonly entry: PropertyEntry;
  /** Where in the entry the thing's own keys stand (`[]`, or `["tables", 2]`). */
  readonly path: YamlPath;
  readonly target: TestTarget;
  /** unique_id of what the tests belong to, where it exists. */
  readonly attachedTo: NodeDraft | undefined;
  readonly columns: readonly { readonly value: YamlMap; readonly path: YamlPath }[];
  readonly tests: { readonly value: YamlValue; readonly path: YamlPath } | undefined;
  /** Tags that source tables hand down to their tests. */
  readonly tags: readonly string[];
  readonly areColumnsQuoted: boolean;
}

/** `data_tests`, or `tests` as it was called before. */
export function testsOf(
  value: YamlMap,
  path: YamlPath,
): { readonly value: YamlValue; readonly path: YamlPath } | undefined {
  for (const key of ["data_tests", "tests"]) {
    const tests = entryOf(value, key);
    if (tests !== undefined && tests !== null) return { value: tests, path: [...path, key] };
  }
  return undefined;
}

/** Drafts of all tests of a thing. */
export function genericTests(resolution: Resolution, thing: TestedThing): NodeDraft[] {
  const drafts: NodeDraft[] = [];
  const folders = thing.entry.file.packagePath.split("/").slice(1, -1);
  const add = (
    tests: { readonly value: YamlValue; readonly path: YamlPath } | undefined,
    column: YamlMap | undefined,
  ): void => {
    if (tests === undefined || !isYamlList(tests.value)) return;
    for (let index = 0; index < tests.value.length; index++) {
      const draft = genericTest(
        resolution,
        thing,
        folders,
        tests.value[index]!,
        [...tests.path, index],
        column,
      );
      if (draft !== undefined) drafts.push(draft);
    }
  };
  for (const column of thing.columns) add(testsOf(column.value, column.path), column.value);
  add(thing.tests, undefined);
  return drafts;
}

function genericTest(
  resolution: Resolution,
  thing: TestedThing,
  folders: readonly string[],
  written: YamlValue,
  path: YamlPath,
  column: YamlMap | undefined,
): NodeDraft | undefined {
  const { entry, target } = thing;
  const { owner } = entry;
  const site = new EntrySite(entry, path);
  const columnName = column === undefined ? undefined : columnNameOf(resolution, thing, column);
  const reading = readTest(written, target, columnName, {
    release: resolution.release,
    isArgumentsKeyRead:
      holdsIn(resolution.release, "testArgumentsKey") &&
      entryOf(resolution.root.project.flags, "require_generic_test_arguments_property") !== false,
    render: (text) => {
      if (!hasJinja(text)) return text;
      const rendered = resolution.evaluator.propertiesText(owner.name)(text);
      if ("error" in rendered) {
        const message = `dbt cannot render ${text} of this test: ${rendered.error}.`;
        const severity = rendered.isUndefined === true ? coreOnly(resolution.engine) : "error";
        addProblem(resolution, "evaluation-error", severity, site, message);
      }
      return "value" in rendered ? rendered.value : null;
    },
  });
  if ("refused" in reading) {
    addProblem(
      resolution,
      "invalid-properties",
      "error",
      site,
      `This test cannot be read: ${reading.refused}.`,
    );
    return undefined;
  }
  const { test } = reading;
  const draft = newDraft({
    uniqueId: `test.${owner.name}.${test.uniqueIdTail}`,
    resourceType: "test",
    configKind: "test",
    tree: "data_tests",
    name: test.name,
    package: owner,
    file: entry.file.path,
    packagePath: entry.file.packagePath,
    fqn: [owner.name, ...folders, test.name],
    language: "none",
    rawCode: "",
    offset: 0,
    rendering: EMPTY_RENDERING,
    ownTags: testTags(resolution, thing, column, test.config),
    extra: {
      test_metadata: {
        name: test.testName,
        namespace: test.namespace,
        kwargs: plainArguments(test.args),
      },
      column_name: columnName ?? null,
      attached_node: thing.attachedTo?.uniqueId ?? null,
      ...(test.description === "" ? {} : { description: test.description }),
    },
  });
  draft.site = site;
  draft.group = thing.attachedTo?.group ?? null;
  draft.callLayer = configLayer(resolution, entry, test, path);
  draft.rendering = renderTestArguments(resolution, draft, test, target, site);
  return draft;
}

/** The arguments as JSON; mostly texts, which are shared. */
function plainArguments(args: YamlMap): Json {
  for (const key of Object.keys(args)) if (typeof args[key] !== "string") return toPlain(args);
  return args as Readonly<Record<string, string>>;
}

function configLayer(
  resolution: Resolution,
  entry: PropertyEntry,
  { config, testName }: TestDefinition,
  path: YamlPath,
): Layer | undefined {
  const keys = Object.keys(config);
  if (keys.length === 0) return undefined;
  const aliases = resolution.profile.adapter?.aliases ?? {};
  const values: { [key: string]: YamlValue } = {};
  for (const key of keys) values[configKey(key, aliases)] = config[key]!;
  return {
    values,
    originOf: (key) =>
      lazyOrigin(entry.file.path, [...entry.path, ...path, "config", key].join(" › "), () =>
        spanIn(entry, [...path, testName, "config", key]),
      ),
  };
}

function columnNameOf(resolution: Resolution, thing: TestedThing, column: YamlMap): string {
  const name = String(entryOf(column, "name") ?? "");
  const quote = entryOf(column, "quote");
  const isQuoted = quote === true || ((quote ?? null) === null && thing.areColumnsQuoted);
  if (!isQuoted) return name;
  const mark = resolution.profile.adapter?.quote ?? '"';
  return `${mark}${name}${mark}`;
}

const NO_TAGS: readonly string[] = [];

function testTags(
  { release }: Resolution,
  thing: TestedThing,
  column: YamlMap | undefined,
  config: YamlMap,
): readonly string[] {
  const isTagged =
    thing.tags.length > 0 ||
    Object.hasOwn(config, "tags") ||
    (column !== undefined && (Object.hasOwn(column, "tags") || Object.hasOwn(column, "config")));
  if (!isTagged) return NO_TAGS;
  const tags = new Set<string>(thing.tags);
  const addAll = (value: YamlValue | undefined): void => {
    if (typeof value === "string") tags.add(value);
    else if (isYamlList(value)) for (const tag of value) if (typeof tag === "string") tags.add(tag);
  };
  if (column !== undefined) {
    addAll(entryOf(column, "tags"));
    const own = entryOf(column, "config");
    if (isYamlMap(own) && holdsIn(release, "columnConfigTags")) addAll(entryOf(own, "tags"));
  }
  addAll(entryOf(config, "tags"));
  return [...tags].sort();
}
