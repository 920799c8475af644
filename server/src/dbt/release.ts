/**
 * What the minor releases of dbt-core 1 read differently: one table of facts, each with the release
 * that brought it. Knows no config keys; those stand in `config/keysByRelease`. Source: the
 * sources of dbt-core 1.8.10, 1.9.11, 1.10.23, 1.11.16 and 1.12.0.
 */

/** A minor release of dbt-core 1: `11` is dbt-core 1.11. */
export type Release = 8 | 9 | 10 | 11 | 12;

export const RELEASES: readonly Release[] = [8, 9, 10, 11, 12];

/** The release that projects are read as where nothing says another; dbt 2 is read as it too. */
export const USUAL_RELEASE: Release = 11;

const SINCE = {
  /** `arguments:` of a generic test is taken apart. */
  testArgumentsKey: 10,
  /** Keys of a generic test's `config` that dbt does not know are kept. */
  testKeepsCustomConfig: 9,
  /** `description` of a generic test is its own and no argument of its macro. */
  testDescription: 9,
  /** A generic test's config is given to its macro as well: lists stand in it twice. */
  testConfigTwice: 9,
  /** `unique` and `not_null` keep all of their config; before: known keys but `tags` only. */
  shortTestKeepsConfig: 10,
  /** `config.tags` of a column go to its tests. */
  columnConfigTags: 10,
  /** `materialized: table` of a Python model is a default; before, it beats all but its own file. */
  pythonDefaultIsWeak: 9,
  /** Snapshots that stand in properties alone. */
  yamlSnapshots: 9,
  /** `data_tests:` of a properties file describes singular tests. */
  singularTestProperties: 9,
  /** Foreign keys of a contract are references. */
  foreignKeyRefs: 9,
  /** Freshness of a source is config. */
  sourceFreshnessConfig: 9,
  /** Tags, meta and `loaded_at_*` of a source are config. */
  sourceTagsConfig: 10,
  /** Tags and meta of an exposure are config. */
  exposureTagsConfig: 10,
  /** Metrics made from measures inherit `meta` of their semantic model. */
  createdMetricMeta: 11,
  /** Docs blocks that a description names are noted: a statement in one stops dbt. */
  descriptionDocBlocks: 10,
  /** Functions are resources. */
  functions: 11,
  /** A boolean where a text is wanted (`static_analysis: off`) becomes Python's word for it. */
  booleansAsPythonText: 12,
  /** `dbt.config.meta_get` of a Python model is recorded. */
  pythonMetaKeys: 11,
  /** The flag `require_corrected_analysis_fqns`. */
  analysisFlag: 12,
  /** The flag `allow_jinja_file_extensions`; before, dbt passes it over. */
  jinjaFileNames: 12,
  /** Functions have overloads in files of their own. */
  functionOverloads: 12,
  /** A model's entry may hold a semantic model and metrics; metrics need no `type_params`. */
  modelSemantics: 12,
  /** `selector:` is a selection method; before, a selector takes over those above it only. */
  selectorMethod: 12,
  /** `vars.yml` beside dbt_project.yml. */
  varsFile: 12,
  /** The flag `require_nested_cumulative_type_params` is on where nothing is said. */
  nestedWindows: 12,
  /** `osi-paths` of dbt_project.yml. */
  osiFiles: 12,
  /** `time_spine` of models, for which a semantic manifest is written. */
  timeSpines: 9,
} as const satisfies Readonly<Record<string, Release>>;

export type ReleaseFact = keyof typeof SINCE;

/** Whether `fact` holds in `release`. */
export function holdsIn(release: Release, fact: ReleaseFact): boolean {
  return release >= SINCE[fact];
}

/** The release of a version such as `1.9.11`; undefined where it is none that Heddle knows. */
export function releaseOf(version: string): Release | undefined {
  const minor = /^1\.(\d+)(?:\D|$)/.exec(version)?.[1];
  return RELEASES.find((release) => String(release) === minor);
}
