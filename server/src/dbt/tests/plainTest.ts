/**
 * `unique` and `not_null` as most of them are written: a bare name, without config. Their drafts keep
 * what sets them apart from the other tests of their thing, and make the rest when somebody asks.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import type { Layer } from "../config/layers";
import type { Evaluator } from "../evaluator";
import type { NodeConfig, NodeDraft } from "../nodes/nodeDraft";
import { plainRendering, type RefCall, type Rendering } from "../nodes/rendering";
import type { PackageContext } from "../packageContext";
import type { Json } from "../project";
import type { PropertyEntry } from "../properties/propertyEntry";
import { EntrySite, refsAt } from "./siteRef";
import type { TestTarget } from "./testTarget";

/** What all tests of one thing have in common. */
export interface TestFamily {
  readonly entry: PropertyEntry;
  readonly target: TestTarget;
  /** The start of their fqn. */
  readonly folders: readonly string[];
  /** unique_id of the thing, where it exists. */
  readonly attachedNode: string | null;
  /** The thing alone as what each of them needs; set by the first that is linked without a word. */
  dependsOn: readonly string[] | undefined;
}

/** A test that dbt knows without looking, and its macro as the list that it has of them. */
export interface PlainKind {
  readonly testName: string;
  readonly macros: readonly string[];
}

const NONE: readonly never[] = [];

/** A class for its accessors: two thirds of a project's nodes are such tests. */
export class PlainTest implements NodeDraft {
  config: NodeConfig | undefined = undefined;
  isSwitchedOff = false;
  schema: string | null = null;
  database: string | null = null;
  alias: string | null = null;
  dependsOn: readonly string[] = NONE;
  uncertain: readonly string[] = NONE;
  private knownExtra: { [key: string]: Json } | undefined = undefined;

  constructor(
    readonly uniqueId: string,
    readonly name: string,
    readonly family: TestFamily,
    private readonly kind: PlainKind,
    private readonly columnName: string | undefined,
    public group: string | null,
    /** Path of the list that it stands in, and its place there. */
    private readonly container: YamlPath,
    private readonly index: number,
  ) {}

  get resourceType(): "test" {
    return "test";
  }

  get configKind(): "test" {
    return "test";
  }

  get tree(): "data_tests" {
    return "data_tests";
  }

  get package(): PackageContext {
    return this.family.entry.owner;
  }

  get file(): string {
    return this.family.entry.file.path;
  }

  get packagePath(): string {
    return this.family.entry.file.packagePath;
  }

  get fqn(): readonly string[] {
    return this.family.folders.concat(this.name);
  }

  get language(): "none" {
    return "none";
  }

  get rawCode(): string {
    return "";
  }

  get offset(): number {
    return 0;
  }

  get site(): EntrySite {
    return new EntrySite(this.family.entry, this.container, this.index);
  }

  get rendering(): Rendering {
    const refs = refsAt(this.family.target.refs, this.site);
    return plainRendering({ refs, macros: this.kind.macros });
  }

  get extra(): { [key: string]: Json } {
    this.knownExtra ??= this.newExtra();
    return this.knownExtra;
  }

  get version(): null {
    return null;
  }

  get latestVersion(): null {
    return null;
  }

  get patch(): Layer | undefined {
    return undefined;
  }

  get patchRefs(): readonly RefCall[] {
    return NONE;
  }

  get patchPath(): string | undefined {
    return undefined;
  }

  get callLayer(): Layer | undefined {
    return undefined;
  }

  get valuesBefore(): undefined {
    return undefined;
  }

  get access(): null {
    return null;
  }

  get ownTags(): readonly string[] {
    return NONE;
  }

  get entry(): undefined {
    return undefined;
  }

  get metricParams(): undefined {
    return undefined;
  }

  private newExtra(): { [key: string]: Json } {
    const { family, kind, columnName } = this;
    const { model } = family.target;
    return {
      test_metadata: {
        name: kind.testName,
        namespace: null,
        kwargs: columnName === undefined ? { model } : { column_name: columnName, model },
      },
      column_name: columnName ?? null,
      attached_node: family.attachedNode,
    };
  }
}

/** Tests known without looking, with the list that each of them has as its macros. */
export const SHORT_CUTS: ReadonlyMap<string, readonly string[]> = new Map(
  ["macro.dbt.test_not_null", "macro.dbt.test_unique"].map((id) => [id, [id]]),
);

const KINDS = new WeakMap<Evaluator, Map<string, Map<string, PlainKind | undefined>>>();

/** The kind that the bare name `written` means in a package; undefined where it has to be looked at. */
export function plainKind(
  evaluator: Evaluator,
  packageName: string,
  written: string,
): PlainKind | undefined {
  let packages = KINDS.get(evaluator);
  if (packages === undefined) {
    packages = new Map();
    KINDS.set(evaluator, packages);
  }
  let kinds = packages.get(packageName);
  if (kinds === undefined) {
    kinds = new Map();
    packages.set(packageName, kinds);
  }
  const known = kinds.get(written);
  if (known !== undefined || kinds.has(written)) return known;
  const kind = newKind(evaluator, packageName, written);
  kinds.set(written, kind);
  return kind;
}

function newKind(
  evaluator: Evaluator,
  packageName: string,
  written: string,
): PlainKind | undefined {
  const macro = evaluator.macroId(packageName, `test_${written}`);
  const macros = macro === undefined ? undefined : SHORT_CUTS.get(macro);
  if (macro === undefined || macros === undefined) return undefined;
  const parameters = evaluator.testMacro(macro)?.parameters ?? NONE;
  const takesAll = parameters.includes("model") && parameters.includes("column_name");
  return takesAll ? { testName: written, macros } : undefined;
}
