/**
 * Nodes of generic tests, made from `data_tests` of models, columns, seeds, snapshots and source
 * tables. Source: dbt-core 1.11 `parser/schema_generic_tests.py`.
 */
import { wholeText } from "../../base/text";
import type { YamlPath } from "../../yaml/parseYaml";
import {
  entryOf,
  isYamlList,
  isYamlMap,
  toPlain,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import { type Layer, lazyOrigin, withUsualKeys } from "../config/layers";
import { coreOnly } from "../coreOnly";
import { newDraft, plainTestConfig } from "../nodes/draft";
import { fqnFolders } from "../nodes/fqnFolders";
import type { NodeDraft } from "../nodes/nodeDraft";
import { EMPTY_RENDERING } from "../nodes/rendering";
import type { PackageContext } from "../packageContext";
import type { Json } from "../project";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";
import { PlainTest, plainKind, type TestFamily } from "./plainTest";
import { EntrySite } from "./siteRef";
import {
  plainTestName,
  readTest,
  type TestDefinition,
  type TestReadingOptions,
} from "./testDefinition";
import { renderTestArguments } from "./testRendering";
import { type NamedTarget, testTarget } from "./testTarget";

/** Columns and tests of one described thing. */
export interface TestedThing {
  readonly entry: PropertyEntry;
  /** Where in the entry the thing's own keys stand (`[]`, or `["tables", 2]`). */
  readonly path: YamlPath;
  readonly target: NamedTarget;
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
    if (tests !== undefined && tests !== null) return { value: tests, path: path.concat(key) };
  }
  return undefined;
}

/** Drafts of all tests of a thing. */
export function genericTests(resolution: Resolution, thing: TestedThing): NodeDraft[] {
  const drafts: NodeDraft[] = [];
  let attachment: Attachment | undefined;
  const add = (
    tests: { readonly value: YamlValue; readonly path: YamlPath } | undefined,
    column: YamlMap | undefined,
  ): void => {
    if (tests === undefined || !isYamlList(tests.value)) return;
    attachment ??= attachmentOf(thing);
    const columnName = column === undefined ? undefined : columnNameOf(resolution, thing, column);
    for (let index = 0; index < tests.value.length; index++) {
      const written = tests.value[index]!;
      const plain =
        typeof written === "string"
          ? plainTest(resolution, thing, attachment, written, column, columnName, tests.path, index)
          : undefined;
      if (plain !== undefined) {
        drafts.push(plain);
        continue;
      }
      const site = new EntrySite(thing.entry, tests.path, index);
      const draft = genericTest(resolution, thing, attachment, {
        written,
        site,
        column,
        columnName,
      });
      if (draft !== undefined) drafts.push(draft);
    }
  };
  for (const column of thing.columns) add(testsOf(column.value, column.path), column.value);
  add(thing.tests, undefined);
  return drafts;
}

interface Attachment extends TestFamily {
  /** How the tests are read that are more than a bare name; made for the first of them. */
  reading: Reading | undefined;
}

interface Reading {
  readonly options: TestReadingOptions;
  /** Texts of the test being read that dbt cannot render. */
  readonly failed: { text: string; error: string; isUndefined: boolean }[];
}

function attachmentOf({ entry, target, attachedTo }: TestedThing): Attachment {
  const { packagePath } = entry.file;
  return {
    entry,
    attachedNode: attachedTo?.uniqueId ?? null,
    dependsOn: undefined,
    target: testTarget(target),
    folders: fqnFolders(entry.owner, packagePath.slice(packagePath.indexOf("/") + 1)),
    reading: undefined,
  };
}

function readingOf(resolution: Resolution, owner: PackageContext): Reading {
  const { release, root } = resolution;
  const failed: Reading["failed"] = [];
  return {
    failed,
    options: {
      release,
      isArgumentsKeyRead:
        holdsIn(release, "testArgumentsKey") &&
        entryOf(root.project.flags, "require_generic_test_arguments_property") !== false,
      render(text) {
        // Rendered all the same: Jinja drops the last line's end, which folded texts have.
        if (!hasJinja(text)) return text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
        const rendered = resolution.evaluator.propertiesText(owner.name)(text);
        if ("value" in rendered) return rendered.value;
        if ("error" in rendered) {
          const { error, isUndefined } = rendered;
          failed.push({ text, error, isUndefined: isUndefined === true });
        }
        return null;
      },
    },
  };
}

/** The draft of a test that is a bare name and all of whose config is that of its folder. */
function plainTest(
  resolution: Resolution,
  thing: TestedThing,
  attachment: Attachment,
  written: string,
  column: YamlMap | undefined,
  columnName: string | undefined,
  container: YamlPath,
  index: number,
): PlainTest | undefined {
  const { owner } = thing.entry;
  const { target } = attachment;
  const kind = plainKind(resolution.evaluator, owner.name, written);
  if (kind === undefined || target.refs.length !== 1) return undefined;
  if (testTags(resolution, thing, column, NO_CONFIG) !== NO_TAGS) return undefined;
  const named = plainTestName(target, written, columnName);
  if (named === undefined) return undefined;
  const id = wholeText(["test.", owner.name, ".", named.name, ".", named.hash]);
  const group = thing.attachedTo?.group ?? null;
  const draft = new PlainTest(
    id,
    named.name,
    attachment,
    kind,
    columnName,
    group,
    container,
    index,
  );
  plainTestConfig(resolution, draft, attachment.folders);
  return draft;
}

const NO_CONFIG: YamlMap = {};

/** One test as it stands in a list, at a column or at the thing itself. */
interface WrittenTest {
  readonly written: YamlValue;
  readonly site: EntrySite;
  readonly column: YamlMap | undefined;
  readonly columnName: string | undefined;
}

function genericTest(
  resolution: Resolution,
  thing: TestedThing,
  attachment: Attachment,
  { written, site, column, columnName }: WrittenTest,
): NodeDraft | undefined {
  const { entry } = thing;
  const { owner } = entry;
  const { target, folders, attachedNode } = attachment;
  attachment.reading ??= readingOf(resolution, owner);
  const { failed, options } = attachment.reading;
  const reading = readTest(written, target, columnName, options);
  for (const { text, error, isUndefined } of failed) {
    const message = `dbt cannot render ${text} of this test: ${error}.`;
    const severity = isUndefined ? coreOnly(resolution.engine) : "error";
    addProblem(resolution, "evaluation-error", severity, site, message);
  }
  failed.length = 0;
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
    uniqueId: wholeText(["test.", owner.name, ".", test.uniqueIdTail]),
    resourceType: "test",
    configKind: "test",
    tree: "data_tests",
    name: test.name,
    package: owner,
    file: entry.file.path,
    packagePath: entry.file.packagePath,
    fqn: folders.concat(test.name),
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
      attached_node: attachedNode,
    },
  });
  if (test.description !== "") draft.extra["description"] = test.description;
  draft.site = site;
  draft.group = thing.attachedTo?.group ?? null;
  draft.callLayer = configLayer(resolution, entry, test, site);
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
  { path }: EntrySite,
): Layer | undefined {
  if (Object.keys(config).length === 0) return undefined;
  const values = withUsualKeys(config, resolution.profile.adapter?.aliases ?? {});
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
