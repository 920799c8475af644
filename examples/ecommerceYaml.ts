/**
 * The example's YAML: project, profile, sources, properties, selectors. The `threads` keys are
 * the article's two listings merged.
 */
import { SOURCE_TABLES } from "./ecommerceSources";
import type { Relation } from "./ecommerceStaging";

export const DBT_PROJECT = `name: 'ecommerce'
version: '1.0.0'
profile: 'ecommerce'

model-paths: ["models"]
macro-paths: ["macros"]
test-paths: ["tests"]

models:
  ecommerce:
    # Heavy models - dedicated single-threading with resource optimization
    marts:
      +tags: ['marts', 'nightly']
      customer_analytics:
        +threads: 1
        +materialized: table
        +pre-hook: "set work_mem = '2GB'"
        +post-hook: "analyze {{ this }}"

      financial_reporting:
        +threads: 1
        +materialized: table
        +pre-hook: "set work_mem = '1GB'"

      product_analytics:
        +threads: 1
        +materialized: table

    # Medium models - balanced approach. Tables rather than ephemeral: an ephemeral model has no
    # time of its own, its cost moves into every model that uses it.
    intermediate:
      +threads: 2
      +materialized: table
      customer_enrichment:
        +threads: 2
      order_processing:
        +threads: 2
      product_enrichment:
        +threads: 3  # Slightly more resources

    # Light staging models - maximize parallelization
    staging:
      +threads: 6
      +materialized: view
      raw_data_processing:
        +threads: 8  # Source data ingestion can be highly parallel

    # Utility and lookup models - maximum parallelization
    utilities:
      +threads: 8
      +materialized: view

# Threading limits
vars:
  max_threads: 16
  dbt_max_threads: 16  # Total system capacity
  heavy_model_threads: 1
  medium_model_threads: 2
  light_model_threads: 4
  utility_model_threads: 8
`;

export const PROFILES = `# A made-up database on this machine: only \`dbt run\` needs it to exist.
ecommerce:
  target: dev
  outputs:
    dev:
      type: postgres
      host: localhost
      port: 5432
      user: analytics
      password: "{{ env_var('ECOMMERCE_PASSWORD', 'analytics') }}"
      dbname: ecommerce
      schema: dev_analytics
      threads: 16
    prod:
      type: postgres
      host: localhost
      port: 5432
      user: analytics
      password: "{{ env_var('ECOMMERCE_PASSWORD', 'analytics') }}"
      dbname: ecommerce
      schema: analytics
      threads: 16
    # For \`dbt parse --target duckdb\` without a database server.
    duckdb:
      type: duckdb
      path: ':memory:'
      schema: analytics
      threads: 16
`;

const SOURCE_NOTES: Readonly<Record<string, string>> = {
  ecommerce_raw: "The shop's own database, replicated every fifteen minutes.",
  ecommerce: "The product catalogue and the warehouse system.",
  web: "Events of the shop's web site and apps.",
  marketing: "Campaigns, advertising cost and e-mail.",
  support: "The help desk.",
  finance: "Invoices, fees, the ledger and reference rates.",
};

/** \`models/staging/sources.yml\`. */
export function sourcesYaml(): string {
  const lines = ["version: 2", "", "sources:"];
  for (const source of new Set(SOURCE_TABLES.map((table) => table.source))) {
    lines.push(
      `  - name: ${source}`,
      `    description: "${SOURCE_NOTES[source]}"`,
      `    schema: ${source}`,
      "    tables:",
    );
    for (const table of SOURCE_TABLES.filter((candidate) => candidate.source === source)) {
      lines.push(`      - name: ${table.name}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** \`_models.yml\` of a folder: a line for each model, tests for those with a key of their own. */
export function propertiesYaml(relations: readonly Relation[], testEvery: number): string {
  const lines = ["version: 2", "", "models:"];
  relations.forEach((relation, index) => {
    lines.push(`  - name: ${relation.name}`, `    description: "${describe(relation)}"`);
    if (relation.grain === "" || index % testEvery !== 0) return;
    lines.push(
      "    columns:",
      `      - name: ${relation.grain}`,
      "        data_tests:",
      "          - not_null",
    );
    if (relation.refs.length === 0) lines.push("          - unique");
  });
  return `${lines.join("\n")}\n`;
}

function describe({ name, folder, grain }: Relation): string {
  const subject = name.replace(/^(stg|base|int|lookup|util|dim)_/, "").replaceAll("_", " ");
  const per =
    grain === "" ? "" : `, one row per ${grain.replace(/_(id|code)$/, "").replaceAll("_", " ")}`;
  if (folder.startsWith("models/staging")) return `Cleaned ${subject}${per}.`;
  if (folder === "models/utilities") return `Reference data: ${subject}.`;
  return `${subject[0]!.toUpperCase()}${subject.slice(1)}${per}.`;
}

export const EXPOSURES = `version: 2

exposures:
  - name: executive_dashboard
    type: dashboard
    owner:
      name: Finance analytics
    depends_on:
      - ref('daily_sales_summary')
      - ref('revenue_recognition')
      - ref('customer_360')

  - name: recommendation_service
    type: application
    owner:
      name: Product analytics
    depends_on:
      - ref('product_recommendations')
      - ref('product_affinity')

  - name: crm_sync
    type: application
    owner:
      name: Customer analytics
    depends_on:
      - ref('customer_segmentation')
      - ref('customer_lifetime_value')
`;

export const SELECTORS = `selectors:
  - name: nightly
    description: "Everything the marts need."
    definition:
      union:
        - method: path
          value: models/marts
          parents: true

  - name: finance_only
    description: "Financial reporting and what feeds it, without the customer models."
    definition:
      union:
        - method: fqn
          value: ecommerce.marts.financial_reporting
          parents: true
        - exclude:
            - method: path
              value: models/intermediate/customer_enrichment
`;

export const SINGULAR_TEST = `-- An order's lifetime value cannot be below zero.
select customer_id
from {{ ref('customer_lifetime_value') }}
where total_revenue < 0
`;
