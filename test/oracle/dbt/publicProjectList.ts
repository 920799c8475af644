/** Public dbt projects that Heddle is compared on, each at one commit, with what each needs. */

export interface PublicProject {
  readonly name: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** Folder of dbt_project.yml; absent = the repository's own. */
  readonly folder?: string;
  /** `owner/name@tag`, or `owner/name@tag:folder`: what its packages.yml resolves to, all of it. */
  readonly packages?: readonly string[];
  /** Packages of the same repository, relative to the folder. */
  readonly locals?: readonly string[];
  /** True where not all of its packages can be had: packages.yml is taken out on both sides. */
  readonly withoutPackages?: boolean;
  /** The adapter of the profile; duckdb where nothing is said. */
  readonly adapter?:
    | "duckdb"
    | "postgres"
    | "redshift"
    | "snowflake"
    | "bigquery"
    | "databricks"
    | "spark"
    | "trino";
  /** The profile's name where dbt_project.yml does not say it in plain words. */
  readonly profile?: string;
  /** What dbt would stop at, mended on both sides; files from the repository's root. */
  readonly mended?: readonly { readonly file: string; readonly of: string; readonly to: string }[];
  /** The name of its target; dev where nothing is said. */
  readonly target?: string;
  readonly vars?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Differences that stay, by a part of their line, each with its reason. */
  readonly known?: readonly { readonly of: string; readonly why: string }[];
}

const UTILS = "dbt-labs/dbt-utils@1.3.3";
const DATE = "godatadriven/dbt-date@0.17.1";
const FSC = [
  "dbt-labs/dbt-external-tables@0.8.2",
  "FlipsideCrypto/fsc-utils@v1.41.1",
  "get-select/dbt-snowflake-query-tags@2.6.0",
  UTILS,
];

export const PUBLIC_PROJECTS: readonly PublicProject[] = [
  {
    name: "dbt-utils, integration tests",
    repository: "dbt-labs/dbt-utils",
    commit: "700764ce230b2fb775b5338b6bc77a72233ea34c",
    folder: "integration_tests",
    locals: ["../"],
  },
  {
    name: "dbt-codegen, integration tests",
    repository: "dbt-labs/dbt-codegen",
    commit: "526cb1f0e8464d88b931e0249b4198039f15d641",
    folder: "integration_tests",
    locals: ["../"],
    packages: [UTILS],
  },
  {
    name: "dbt-audit-helper, integration tests",
    repository: "dbt-labs/dbt-audit-helper",
    commit: "3bd0ca4e9d79b7d740ad7e77384b3d03a16cf242",
    folder: "integration_tests",
    locals: ["../"],
    packages: [UTILS],
  },
  {
    name: "dbt-project-evaluator, integration tests",
    repository: "dbt-labs/dbt-project-evaluator",
    commit: "927abbd523b627f4f1595e2fb93ebf2244314bd6",
    folder: "integration_tests",
    locals: ["../", "exclude_package/"],
    packages: [UTILS],
  },
  {
    name: "dbt-project-evaluator, integration tests 2",
    repository: "dbt-labs/dbt-project-evaluator",
    commit: "927abbd523b627f4f1595e2fb93ebf2244314bd6",
    folder: "integration_tests_2",
    locals: ["../"],
    packages: [UTILS],
  },
  {
    name: "dbt-external-tables, integration tests",
    repository: "dbt-labs/dbt-external-tables",
    commit: "c33165e5d8b2f8908571f11dfa61654109b8c5b5",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["dbt-labs/dbt-utils@1.3.2"],
  },
  {
    name: "jaffle-shop",
    repository: "dbt-labs/jaffle-shop",
    commit: "7be2c5838dbdeca8e915d4e46db70e910753d7f6",
    packages: [UTILS, DATE, "dbt-labs/dbt-audit-helper@3bd0ca4e9d79b7d740ad7e77384b3d03a16cf242"],
  },
  {
    name: "jaffle-sl-template",
    repository: "dbt-labs/jaffle-sl-template",
    commit: "c54c8fb8bea86c0c4d3d5c588d55f8de9de57ade",
    packages: [UTILS, "calogica/dbt-expectations@0.10.4", "godatadriven/dbt-date@0.10.1"],
  },
  {
    name: "jaffle_shop_duckdb",
    repository: "dbt-labs/jaffle_shop_duckdb",
    commit: "9b13827913b230a045b0a71736a00e2053fbcb16",
  },
  {
    name: "attribution-playbook",
    repository: "dbt-labs/attribution-playbook",
    commit: "54e5543f7fc914f0701c259b83d43be77be519bd",
  },
  {
    name: "mrr-playbook",
    repository: "dbt-labs/mrr-playbook",
    commit: "f7921cf7f67e57e8eb1ce86dc16fa3a9e03cee94",
    packages: ["dbt-labs/dbt-utils@0.8.0"],
  },
  {
    name: "dbt-date, integration tests",
    repository: "godatadriven/dbt-date",
    commit: "e706de9630b228aae58a2bb0e99f34b19abb4688",
    folder: "integration_tests",
    locals: ["../"],
  },
  {
    name: "dbt-expectations (calogica), integration tests",
    repository: "calogica/dbt-expectations",
    commit: "c7dc2af8e1bd00b24583bea88cd883b88b706aab",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["godatadriven/dbt-date@0.10.1"],
  },
  {
    name: "dbt-expectations (metaplane), integration tests",
    repository: "metaplane/dbt-expectations",
    commit: "77d385655ce3318685cf6930b46d077f61de5f55",
    folder: "integration_tests",
    locals: ["../"],
    packages: [DATE],
  },
  {
    name: "dbt_artifacts, integration tests",
    repository: "brooklyn-data/dbt_artifacts",
    commit: "6d37fa068c47de8ab85722047ca5af3f873cd508",
    folder: "integration_test_project",
    locals: ["../"],
    known: [
      { of: "microbatch config.begin", why: "two days before dbt's clock, to the microsecond" },
    ],
  },
  {
    name: "elementary",
    repository: "elementary-data/dbt-data-reliability",
    commit: "ccb0de3409756b7c3d2a08a6216be7ba548c18ab",
    packages: [UTILS],
  },
  {
    name: "elementary, integration tests",
    repository: "elementary-data/dbt-data-reliability",
    commit: "ccb0de3409756b7c3d2a08a6216be7ba548c18ab",
    folder: "integration_tests/dbt_project",
    locals: ["../../"],
    packages: [UTILS],
  },
  {
    name: "re_data, integration tests",
    repository: "re-data/dbt-re-data",
    commit: "c93f125b3f4350fac914cfd82c0db37a30c81ad0",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["dbt-labs/dbt-utils@1.1.1"],
    adapter: "postgres",
  },
  {
    name: "dbt-snowflake-query-tags, integration tests",
    repository: "get-select/dbt-snowflake-query-tags",
    commit: "20d2973611c25fb59801d9e4febb155d681c4e3d",
    folder: "integration_tests",
    locals: ["../"],
  },
  {
    name: "datavault4dbt",
    repository: "ScalefreeCOM/datavault4dbt",
    commit: "bd8711519fe2e9276a35d2134692745a0babcce5",
    adapter: "postgres",
  },
  {
    name: "automate-dv",
    repository: "Datavault-UK/automate-dv",
    commit: "0aa71153fbb233c630de07e3bb2a8ea3801880e1",
    packages: [UTILS],
  },
  {
    name: "dbt-ga4",
    repository: "Velir/dbt-ga4",
    commit: "2d7b1f1c5224b6e2f3c6284f416dd5fd3ce94360",
    packages: [UTILS],
    vars: "{source_project: p, property_ids: [1], start_date: '20230101', static_incremental_days: 3}",
  },
  {
    name: "dbt_google_ads, integration tests",
    repository: "fivetran/dbt_google_ads",
    commit: "7d48f413ed3beb2698d3407fc808107c5741d9e4",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_hubspot, integration tests",
    repository: "fivetran/dbt_hubspot",
    commit: "be3a903c24d804bdeea3629c0dda005fb114527f",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_shopify, integration tests",
    repository: "fivetran/dbt_shopify",
    commit: "d768d54a59fe1114939066da114b630c0c726f0b",
    folder: "integration_tests",
    locals: ["../"],
    packages: [
      "fivetran/dbt_fivetran_utils@v0.4.10",
      "dbt-labs/spark-utils@0.3.3",
      "godatadriven/dbt-date@0.10.1",
      UTILS,
    ],
    adapter: "postgres",
  },
  {
    name: "snowplow-utils, integration tests",
    repository: "snowplow/dbt-snowplow-utils",
    commit: "b9d941bc4dc3ee232b1fd944c2ad76b1814b1303",
    folder: "integration_tests",
    locals: ["../"],
    packages: [UTILS],
    adapter: "postgres",
  },
  {
    name: "snowplow-unified, integration tests",
    repository: "snowplow/dbt-snowplow-unified",
    commit: "6df7562dbc963d13d58f75d39ca2e3ab2de7d41b",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["snowplow/dbt-snowplow-utils@1.0.0", UTILS],
    adapter: "postgres",
  },
  {
    name: "snowplow-web, integration tests",
    repository: "snowplow/dbt-snowplow-web",
    commit: "0e4f868f6bc7c35ec154506fb48f00584c15f95a",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["snowplow/dbt-snowplow-utils@0.15.2", UTILS],
    adapter: "postgres",
  },
  {
    name: "tuva, integration tests",
    repository: "tuva-health/tuva",
    commit: "6be34c7add402a897dd020fa51c6be586847eb41",
    folder: "integration_tests",
    locals: ["../"],
    packages: [UTILS, "metaplane/dbt-expectations@0.10.9", DATE],
  },
  {
    name: "dagster-open-platform",
    repository: "dagster-io/dagster-open-platform",
    commit: "a5b83cf866fcd2b5db83e6d0bc77748021dac1cd",
    folder: "dagster_open_platform_dbt",
    packages: [UTILS],
  },
  {
    name: "ethereum-models",
    repository: "FlipsideCrypto/ethereum-models",
    commit: "9e5079dd2a529ed1b52253f0b89f0422d35384d1",
    packages: ["FlipsideCrypto/fsc-evm@v4.39.1", ...FSC],
  },
  {
    name: "fsc-evm",
    repository: "FlipsideCrypto/fsc-evm",
    commit: "40d703018e6411ac742269f5ab77abbdf0c04112",
    packages: FSC,
  },
  {
    name: "ra_data_warehouse",
    repository: "rittmananalytics/ra_data_warehouse",
    commit: "d8dc7bd1c008ca79f9d09c909734e28a66ef6366",
    packages: ["dbt-labs/dbt-utils@0.7.1"],
  },
  {
    name: "meltano squared, without packages",
    repository: "meltano/squared",
    commit: "266bc9a4befe5eb7d27ce31a6bc69af25afd6c63",
    folder: "data/transform",
    withoutPackages: true,
  },
  {
    name: "mattermost, analytics",
    repository: "mattermost/mattermost-data-warehouse",
    commit: "61af2424d790a8f83267f2b9ee12589fd32bcfa9",
    folder: "transform/mattermost-analytics",
    packages: [
      "dbt-labs/dbt-utils@1.3.0",
      "dbt-labs/dbt-codegen@0.13.1",
      "dbt-labs/dbt-project-evaluator@v1.0.0",
      "get-select/dbt-snowflake-query-tags@2.6.0",
    ],
  },
  {
    name: "mattermost, snowflake-dbt",
    repository: "mattermost/mattermost-data-warehouse",
    commit: "61af2424d790a8f83267f2b9ee12589fd32bcfa9",
    folder: "transform/snowflake-dbt",
    packages: ["dbt-labs/dbt-utils@0.8.4", "dbt-labs/dbt-codegen@0.9.0"],
  },
  {
    name: "ol-data-platform",
    repository: "mitodl/ol-data-platform",
    commit: "49d7ee606c383e44cc36e832f2343fb02b01cebb",
    folder: "src/ol_dbt",
    packages: [
      "dbt-labs/dbt-codegen@0.14.1",
      "metaplane/dbt-expectations@0.10.9",
      DATE,
      UTILS,
      "starburstdata/dbt-trino-utils@0.6.0",
      "dbt-labs/dbt-audit-helper@0.12.2",
    ],
  },
  {
    name: "cal-itp data-infra",
    repository: "cal-itp/data-infra",
    commit: "f20856f3f4cfe37f9e36f42bfe3ea22f6d4a2cfa",
    folder: "warehouse",
    packages: [UTILS, "metaplane/dbt-expectations@0.10.9", DATE],
  },
  {
    name: "dbt-cerebro",
    repository: "gnosischain/dbt-cerebro",
    commit: "9c8ab7375df5731949a891ecc627403c9f0533af",
    packages: ["dbt-labs/dbt-utils@1.3.0", "elementary-data/dbt-data-reliability@0.22.1"],
  },
  {
    name: "gitlab analytics, without packages",
    repository: "ktopcuoglu/gitlab-dbt-analytics",
    commit: "493752b6d2d4e1e105966236ddd9b014406117b7",
    folder: "transform/snowflake-dbt",
    withoutPackages: true,
  },
  {
    name: "aspects-dbt",
    repository: "openedx/aspects-dbt",
    commit: "6dc156a7790022a20e9d9ef6a584cabd462c995e",
    packages: ["dbt-labs/dbt-codegen@0.13.1", "dbt-labs/dbt-utils@1.3.0"],
  },
  {
    name: "dbt-ncl-analytics",
    repository: "ncl-icb-analytics/dbt-ncl-analytics",
    commit: "213ca0542d527cc1d0c4e4fe2a5877bd8049a6ca",
    packages: [
      UTILS,
      "metaplane/dbt-expectations@0.10.9",
      DATE,
      "dbt-labs/dbt-codegen@0.14.0",
      "elementary-data/dbt-data-reliability@0.22.1",
      "Snowflake-Labs/dbt_semantic_view@v1.0.3",
    ],
  },
  {
    name: "dbt_transform",
    repository: "CebrailEVS/dbt_transform",
    commit: "8ebfda7740bea708652efcd5502e648271a04648",
    packages: [UTILS, "metaplane/dbt-expectations@0.10.9", DATE, "Matts52/dbt-orphan@v0.1.3"],
  },
  {
    name: "solana-models",
    repository: "FlipsideCrypto/solana-models",
    commit: "a9f4eea42fc832c55c40a81386a6da4e9a855b3e",
    packages: [
      "calogica/dbt-expectations@0.8.2",
      "godatadriven/dbt-date@0.7.2",
      "dbt-labs/dbt-external-tables@0.8.2",
      "dbt-labs/dbt-utils@1.0.0",
      "FlipsideCrypto/fsc-utils@v1.35.0",
      "get-select/dbt-snowflake-query-tags@2.6.0",
    ],
  },
  {
    name: "dbt-cta, without packages",
    repository: "community-tech-alliance/dbt-cta",
    commit: "d1718ef28aee1ab2d47e0f5455a4f3dca4097c87",
    folder: "dbt-cta",
    withoutPackages: true,
  },
  {
    name: "Artemis",
    repository: "Artemis-xyz/dbt",
    commit: "0efb125e1aea1a60e11908d7a2199abb40f30af5",
    locals: ["iceberg/"],
    packages: [
      "dbt-labs/dbt-utils@1.1.0",
      "metaplane/dbt-expectations@0.10.8",
      "godatadriven/dbt-date@0.10.1",
    ],
  },
  {
    name: "snowplow-media-player, integration tests",
    repository: "snowplow/dbt-snowplow-media-player",
    commit: "962398b93ff9d7958caeaeb695b747f4e3568a21",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["snowplow/dbt-snowplow-utils@1.0.0", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_salesforce, integration tests",
    repository: "fivetran/dbt_salesforce",
    commit: "6c7b797f78f7593cd22a0c014c8b38edc3889e76",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_netsuite, integration tests",
    repository: "fivetran/dbt_netsuite",
    commit: "986fb90aab6ea658bf15c532a094e4f9d8ada1be",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_jira, integration tests",
    repository: "fivetran/dbt_jira",
    commit: "6b7d33392a306ae41a54b9a111c5d9f14a83dcb5",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_quickbooks, integration tests",
    repository: "fivetran/dbt_quickbooks",
    commit: "cf1867c4bd77d88931ff624d5e8cbd2f75c9843d",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "dbt_stripe, integration tests",
    repository: "fivetran/dbt_stripe",
    commit: "42687a212832b7a2f735e0d4cf0ddf0aa00b6211",
    folder: "integration_tests",
    locals: ["../"],
    packages: ["fivetran/dbt_fivetran_utils@v0.4.10", "dbt-labs/spark-utils@0.3.3", UTILS],
    adapter: "postgres",
  },
  {
    name: "cosmos, jaffle_shop",
    repository: "astronomer/astronomer-cosmos",
    commit: "d2c90b4b076519f5d19c8e16948180479a984523",
    folder: "dev/dags/dbt/jaffle_shop",
    packages: ["dbt-labs/dbt-utils@1.1.1"],
    adapter: "postgres",
  },
  {
    name: "cosmos, model_version",
    repository: "astronomer/astronomer-cosmos",
    commit: "d2c90b4b076519f5d19c8e16948180479a984523",
    folder: "dev/dags/dbt/model_version",
    packages: ["dbt-labs/dbt-utils@1.1.1"],
    adapter: "postgres",
  },
  ...["solana", "tokens", "dex", "hourly_spellbook", "daily_spellbook"].map(
    (project): PublicProject => ({
      name: `spellbook, ${project}`,
      repository: "duneanalytics/spellbook",
      commit: "91dac121414fe46afdb47690ea5906871373dba5",
      folder: `dbt_subprojects/${project}`,
      packages:
        project === "tokens"
          ? [
              "dbt-labs/dbt-utils@1.3.0",
              "dbt-labs/dbt-codegen@0.12.1",
              "starburstdata/dbt-trino-utils@0.6.0",
            ]
          : ["dbt-labs/dbt-utils@1.3.0"],
    }),
  ),
];
