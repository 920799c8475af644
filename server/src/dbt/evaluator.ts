/**
 * What resolution asks of whoever evaluates Jinja: a node's code at parse time, texts in
 * properties files, the macros that name schemas. The interpreter itself lives in `jinja/`.
 */
import type { YamlMap, YamlValue } from "../yaml/values";
import type { PlainCall, SilentMacro } from "./context/silentMacros";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { Rendering } from "./nodes/rendering";
import type { DbtMacro, Site } from "./project";
import type { RenderText } from "./render/yamlRender";

export interface RenderRequest {
  readonly draft: NodeDraft;
  readonly text: string;
  readonly file: string;
  /** Where `text` begins in `file`. */
  readonly offset: number;
  /** Given where `text` does not stand in a file as such (a hook): the site of all it does. */
  readonly site?: Site;
}

export type NamePart = "schema" | "alias" | "database";
export type NameResult = { readonly value: string | null } | { readonly unknown: string };

export interface TestCallRequest {
  readonly draft: NodeDraft;
  /** Test macro's name without `test_`, and its namespace if given. */
  readonly testName: string;
  readonly namespace: string | null;
  readonly kwargs: YamlMap;
  readonly site: Site;
}

export interface TestMacro {
  readonly parameters: readonly string[];
  readonly takesMore: boolean;
  /** True where its body may configure the test or refer to something. */
  readonly isRun: boolean;
}

export interface Evaluator {
  readonly macros: ReadonlyMap<string, DbtMacro>;
  /** Whether a package has a macro of that name. */
  hasMacro(packageName: string, name: string): boolean;
  /** Renders SQL in dbt's parse context. Never throws. */
  renderNode(request: RenderRequest): Rendering;
  /** Renders texts of properties files of a package, natively. */
  propertiesText(packageName: string): RenderText;
  /** Renders descriptions of a package's resources, as text. */
  descriptionText(packageName: string): RenderText;
  /** What `generate_<part>_name(custom, node)` says. */
  nameOf(part: NamePart, custom: YamlValue, draft: NodeDraft): NameResult;
  /** unique_id of the macro that a plain call of `name` in a package reaches. */
  macroId(packageName: string, name: string, namespace?: string): string | undefined;
  /** The macro of a call with written arguments, where it does nothing but print. */
  silentMacro(packageName: string, call: PlainCall): SilentMacro | undefined;
  /** Names of a test macro's parameters, whether it takes others too, whether it must be run. */
  testMacro(uniqueId: string): TestMacro | undefined;
  /** unique_id of the `get_where_subquery` that a test with this macro calls. */
  whereMacro(testMacro: string | undefined): string | undefined;
  /** True the first time that a test's macro is asked for: what it does wrong shows once. */
  isTestNew(uniqueId: string): boolean;
  /** Evaluates what a generic test's macro and arguments do at parse time. */
  renderTest(request: TestCallRequest): Rendering;
}
