/**
 * The shape of dbt_project.yml as dbt-core 1.11 checks it (`contracts/project.py`, `Project`).
 */
import { holdsIn, type Release } from "../release";
import { type Shape, shape } from "./shape";

const KEYS = `
  name: string, config-version?: integer|null, version?: string|number|null,
  project-root?: string|null, source-paths?: [string]|null, model-paths?: [string]|null,
  macro-paths?: [string]|null, data-paths?: [string]|null, seed-paths?: [string]|null,
  test-paths?: [string]|null, analysis-paths?: [string]|null, docs-paths?: [string]|null,
  asset-paths?: [string]|null, function-paths?: [string]|null, target-path?: string|null,
  snapshot-paths?: [string]|null, clean-targets?: [string]|null, profile?: string|null,
  log-path?: string|null, packages-install-path?: string|null,
  quoting?: {schema?: boolean|null, database?: boolean|null, project?: boolean|null,
    identifier?: boolean|null, snowflake_ignore_case?: boolean|null}|null,
  on-run-start?: [string]|null, on-run-end?: [string]|null,
  require-dbt-version?: [string]|string|null, dispatch?: [dict], models?: dict, seeds?: dict,
  snapshots?: dict, analyses?: dict, sources?: dict, tests?: dict, data_tests?: dict,
  unit_tests?: dict, metrics?: dict, semantic-models?: dict, saved-queries?: dict,
  exposures?: dict, functions?: dict, vars?: dict|null, packages?: [dict],
  query-comment?: {comment?: string, append?: boolean|null, job-label?: boolean}|{novalue?: 'novalue'}|string|null,
  restrict-access?: boolean, dbt-cloud?: dict|null, flags?: dict`;

const SHAPE = shape(`{${KEYS}}`);
/** Since dbt-core 1.12 there are folders of OSI files. */
const SHAPE_WITH_OSI = shape(`{${KEYS}, osi-paths?: [string]|null}`);

/** The shape for a release of dbt-core. */
export function projectShape(release: Release): Shape {
  return holdsIn(release, "osiFiles") ? SHAPE_WITH_OSI : SHAPE;
}

/** Package names that dbt keeps for itself. */
export const RESERVED_PROJECT_NAMES: ReadonlySet<string> = new Set(
  `_sql_results adapter api column config context database env env_var exceptions execute flags
  fromjson fromyaml graph invocation_id load_agate_table load_result log model modules post_hooks
  pre_hooks ref render return run_started_at schema source sql sql_now store_result
  store_raw_result target this tojson toyaml try_or_compiler_error var write`.split(/\s+/),
);

/** dbt's version pattern: two or three numbers, then semver's pre-release and build parts. */
export const VERSION_PATTERN =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)(?:-[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?)?$/;
