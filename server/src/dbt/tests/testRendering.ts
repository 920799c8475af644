/**
 * What a generic test refers to and which macros it calls at parse time. `unique` and `not_null`
 * are known without looking; others have their arguments rendered. Source: dbt-core 1.11
 * `parser/schema_generic_tests.py` (`render_test_update`), `clients/jinja.py`.
 */
import { decodeString } from "../../jinja/stringLiteral";
import {
  entryOf,
  isYamlList,
  isYamlMap,
  setEntry,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import type { Layer } from "../config/layers";
import { mergeCalls } from "../config/merge";
import { coreOnly } from "../coreOnly";
import { NEEDS_PACKAGE } from "../missingPackages";
import { isEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import {
  type ConfigCall,
  joinRenderings,
  plainRendering,
  type RefCall,
  type Rendering,
} from "../nodes/rendering";
import type { Site } from "../project";
import { holdsIn, type Release } from "../release";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";
import { didYouMean } from "../suggest";
import { SHORT_CUTS } from "./plainTest";
import { literalRefs, refsAt } from "./siteRef";
import type { TestDefinition } from "./testDefinition";
import type { TestTarget } from "./testTarget";

const LOOKS_LIKE_CALL = /^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/;

export function renderTestArguments(
  resolution: Resolution,
  draft: NodeDraft,
  test: TestDefinition,
  target: TestTarget,
  site: Site,
): Rendering {
  const { evaluator } = resolution;
  const macro = evaluator.macroId(
    draft.package.name,
    `test_${test.testName}`,
    test.namespace ?? undefined,
  );
  const refs = refsAt(target.refs, site);
  if (macro === undefined) {
    if (isPackageMissing(resolution, test.namespace)) {
      const message = `The test ${test.namespace}.${test.testName} is used here.`;
      addProblem(resolution, NEEDS_PACKAGE, "error", site, message);
      return withoutMacro(resolution, draft, test, refs, site);
    }
    const names = [...evaluator.macros.values()]
      .filter((one) => one.name.startsWith("test_"))
      .map((one) => one.name.slice(5));
    addProblem(
      resolution,
      "unknown-macro",
      isNeverLookedUp(resolution, draft, test, target) ? "warning" : "error",
      site,
      `No generic test is called '${test.namespace === null ? "" : `${test.namespace}.`}${test.testName}': dbt stops here when it compiles.${didYouMean(test.testName, names)}`,
    );
    return withoutMacro(resolution, draft, test, refs, site);
  }
  checkArguments(resolution, test, macro, site);
  const plain =
    test.namespace === null
      ? macro
      : (evaluator.macroId(draft.package.name, `test_${test.testName}`) ?? macro);
  const known = SHORT_CUTS.get(plain);
  if (known !== undefined) {
    if (!holdsIn(resolution.release, "shortTestKeepsConfig")) shortenConfig(draft);
    return plainRendering({ refs, macros: known });
  }
  callConfig(draft, resolution.release);
  const called = callsOther(resolution, plain, macro) ? [macro, plain] : [plain];
  const where = evaluator.whereMacro(plain);
  const macros = where === undefined ? called.sort() : [...called, where].sort();
  const found = plainRendering({ refs, macros });
  const { literal, needsEvaluation } = calledIn(test, site);
  const withArguments =
    literal.length === 0 ? found : plainRendering({ refs: [...refs, ...literal], macros });
  const isNew = evaluator.isTestNew(macro);
  const isRun = needsEvaluation || evaluator.testMacro(macro)?.isRun === true;
  const isHidden = !called.includes(macro);
  if ((!isRun && !isNew) || (isHidden && !needsEvaluation)) return withArguments;
  const written = draft.callLayer;
  const rendered = renderedTest(resolution, draft, test, site);
  // Run only to see whether it can: what it does is none of the test's.
  if (!isRun) return { ...withArguments, faults: rendered.faults };
  if (rendered.configs.length > 0) putBetween(draft, written, rendered.configs);
  // A test's context holds its own macros only, so what its arguments call is not recorded.
  return joinRenderings(found, { ...rendered, configs: [], macros: [] });
}

/**
 * Whether one test's macro calls another's by package and name. The context of a test holds what
 * the macro of its plain name leads to; one of the same name in the package asked for is called
 * there only if that leads to it.
 */
function callsOther(resolution: Resolution, caller: string, other: string): boolean {
  if (caller === other) return false;
  const macro = resolution.evaluator.macros.get(caller);
  const called = resolution.evaluator.macros.get(other);
  if (macro === undefined || called === undefined) return false;
  const { files } = resolution.packages.get(macro.package) ?? { files: [] };
  const text = files.find(({ path }) => path === macro.file)?.text ?? "";
  const body = text.slice(macro.span.start, macro.span.end);
  return new RegExp(`\\b${called.package}\\s*\\.\\s*${called.name}\\s*\\(`).test(body);
}

/** What a test's macro configures comes between the two passes of the test's own config. */
function putBetween(
  draft: NodeDraft,
  written: Layer | undefined,
  calls: readonly ConfigCall[],
): void {
  const own = calls.reduce<YamlMap>((values, call) => mergeCalls(values, call.values, []), {});
  if (written === undefined) {
    const [first] = calls;
    draft.callLayer = {
      values: own,
      originOf: () => ({ file: first!.file, span: first!.span, via: "config()" }),
    };
    return;
  }
  if (written.single === undefined) {
    draft.callLayer = { ...written, values: mergeCalls(own, written.values, []) };
    return;
  }
  const once = written.single;
  draft.callLayer = {
    ...written,
    values: mergeCalls(mergeCalls(once, own, []), asCalled(once), []),
  };
}

/** dbt 2 looks up the macro of every test of a node that exists, dbt-core of those it compiles. */
function isNeverLookedUp(
  resolution: Resolution,
  draft: NodeDraft,
  test: TestDefinition,
  target: TestTarget,
): boolean {
  if (resolution.engine === "fusion") {
    const node = String(draft.extra["attached_node"]);
    return target.kind !== "source" && !resolution.drafts.has(node);
  }
  return isIdle(resolution, draft, target) || entryOf(test.config, "enabled") === false;
}

/** A test of a resource that is disabled or missing is never compiled. */
function isIdle(resolution: Resolution, draft: NodeDraft, target: TestTarget): boolean {
  if (target.kind === "source") return false;
  const node = resolution.drafts.get(String(draft.extra["attached_node"]));
  return node === undefined || !isEnabled(node);
}

/** An argument that a test's macro does not take stops dbt-core; dbt 2 leaves it out. */
function checkArguments(
  resolution: Resolution,
  test: TestDefinition,
  macro: string,
  site: Site,
): void {
  const known = resolution.evaluator.testMacro(macro);
  if (known === undefined || known.takesMore) return;
  for (const name of Object.keys(test.args)) {
    if (known.parameters.includes(name)) continue;
    const others = known.parameters.filter((one) => one !== "model" && one !== "column_name");
    addProblem(
      resolution,
      "invalid-properties",
      coreOnly(resolution.engine),
      site,
      name === "column_name"
        ? `The test '${test.testName}' takes no column; put it under \`data_tests\` of the model.`
        : `The test '${test.testName}' takes no argument '${name}'.${didYouMean(name, others)}`,
    );
  }
}

/**
 * dbt passes a test's config once as such and once as a call in its code: lists double. Earlier
 * releases know the call alone.
 */
function callConfig(draft: NodeDraft, release: Release): void {
  const layer = draft.callLayer;
  if (layer === undefined) return;
  const called = asCalled(layer.values);
  draft.callLayer = holdsIn(release, "testConfigTwice")
    ? { ...layer, single: layer.values, values: mergeCalls(layer.values, called, []) }
    : { ...layer, values: called };
}

/** The values as the call holds them: there a text is a literal of Jinja, whose escapes are read. */
function asCalled(values: YamlMap): YamlMap {
  const isEscaped = (value: YamlValue): value is string =>
    typeof value === "string" && value.includes("\\");
  if (!Object.values(values).some(isEscaped)) return values;
  const called: { [key: string]: YamlValue } = {};
  for (const [key, value] of Object.entries(values)) {
    const decoded = isEscaped(value) ? decodeString(value) : undefined;
    setEntry(called, key, decoded !== undefined && "text" in decoded ? decoded.text : value);
  }
  return called;
}

/** What earlier releases keep of the config of `unique` and `not_null`. */
function shortenConfig(draft: NodeDraft): void {
  const layer = draft.callLayer;
  if (layer === undefined) return;
  const { tags: _tags, ...values } = layer.values;
  const severity = entryOf(values, "severity");
  draft.callLayer = {
    ...layer,
    values: typeof severity === "string" ? { ...values, severity: severity.toUpperCase() } : values,
  };
}

function collectTexts(value: YamlValue, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (isYamlList(value)) for (const item of value) collectTexts(item, texts);
  else if (isYamlMap(value)) {
    for (const key of Object.keys(value)) {
      if (key !== "model" && key !== "column_name") collectTexts(value[key]!, texts);
    }
  }
}

/** What the texts of a test's arguments refer to, as far as they are plain calls. */
function calledIn(
  test: TestDefinition,
  site: Site,
): { readonly literal: readonly RefCall[]; readonly needsEvaluation: boolean } {
  const texts: string[] = [];
  collectTexts(test.args, texts);
  const literal: RefCall[] = [];
  let needsEvaluation = false;
  for (const text of texts) {
    if (LOOKS_LIKE_CALL.test(text)) {
      const calls = literalRefs(text, site);
      if (calls.length > 0) literal.push(...calls);
      else needsEvaluation = true;
    } else if (hasJinja(text)) needsEvaluation = true;
  }
  return { literal, needsEvaluation };
}

function renderedTest(
  { evaluator }: Resolution,
  draft: NodeDraft,
  test: TestDefinition,
  site: Site,
): Rendering {
  return evaluator.renderTest({
    draft,
    testName: test.testName,
    namespace: test.namespace,
    kwargs: test.args,
    site: {
      file: site.file,
      get span() {
        return site.span;
      },
    },
  });
}

/** All that dbt records of a test whose macro it does not find: what its arguments refer to. */
function withoutMacro(
  resolution: Resolution,
  draft: NodeDraft,
  test: TestDefinition,
  refs: readonly RefCall[],
  site: Site,
): Rendering {
  callConfig(draft, resolution.release);
  const where = resolution.evaluator.whereMacro(undefined);
  const { literal, needsEvaluation } = calledIn(test, site);
  const macros = where === undefined ? [] : [where];
  const found = plainRendering({ refs: [...refs, ...literal], macros });
  if (!needsEvaluation) return found;
  const rendered = renderedTest(resolution, draft, test, site);
  return joinRenderings(found, { ...rendered, configs: [], macros: [], faults: [] });
}

function isPackageMissing({ missing, packages }: Resolution, namespace: string | null): boolean {
  return (
    missing !== undefined && namespace !== null && !packages.has(namespace) && namespace !== "dbt"
  );
}
