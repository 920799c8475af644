/**
 * dbt_project.yml as dbt 2 reads it; the trees of config are checked level by level. Source:
 * dbt 2.0.0-alpha.4, `crates/dbt-schemas/src/schemas/project/dbt_project.rs`.
 */
import { shape } from "../../shape/shape";
import { FUSION_VALUES } from "./configShapes";

const PATHS = [
  "analysis",
  "asset",
  "macro",
  "model",
  "function",
  "seed",
  "snapshot",
  "test",
  "docs",
]
  .map((name) => `${name}-paths?: @texts`)
  .join(", ");
const TREES =
  "metrics models functions snapshots seeds sources tests unit_tests data_tests exposures analyses saved-queries semantic-models"
    .split(" ")
    .map((name) => `${name}?: @map`)
    .join(", ");

export const FUSION_PROJECT = shape(
  `{name: string, version?: string|number|null, profile?: string|null, ${PATHS},
    data-paths?: @loose, source-paths?: @loose, target-path?: string|null, log-path?: string|null,
    packages-install-path?: string|null, ${TREES}, clean-targets?: @texts,
    config-version?: integer|null, dbt-cloud?: dict|null,
    dispatch?: [{macro_namespace: string, search_order: [string]}]|null, flags?: @loose,
    on-run-start?: @textOrTexts, on-run-end?: @textOrTexts, query-comment?: string|dict|null,
    quoting?: @quoting, sync?: @loose, require-dbt-version?: @textOrTexts,
    restrict-access?: boolean|null, vars?: dict|null}`,
  FUSION_VALUES,
);
