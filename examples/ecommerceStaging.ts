/**
 * The 50 light models at the bottom of the example: a cleaned view per raw table, and the lookup
 * and utility tables. Knows nothing of what is built on them.
 */
import { pick, randomOf } from "./ecommerceRandom";
import { type Column, SOURCE_TABLES, type SourceTable, sourceTable } from "./ecommerceSources";

/** A model with its SQL and what it yields. `grain` is the column that identifies a row, or "". */
export interface Relation {
  readonly name: string;
  readonly folder: string;
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly grain: string;
  readonly refs: readonly string[];
}

/** Name of the staging model of a raw table. */
export function stagingName(table: SourceTable): string {
  return `${table.isRawFeed ? "base" : "stg"}_${table.name}`;
}

/** The 42 staging views. */
export function stagingRelations(): readonly Relation[] {
  return SOURCE_TABLES.filter((table) => table.source !== "finance" || !isRateTable(table)).map(
    (table) => {
      const name = stagingName(table);
      const folder = `models/staging${table.isRawFeed ? "/raw_data_processing" : ""}`;
      const sql = table.isRawFeed ? deduplicated(table) : cleaned(table);
      const columns = table.columns.filter((column) => column.name !== "loaded_at");
      return { name, folder, sql, columns, grain: columns[0]!.name, refs: [] };
    },
  );
}

/** The 8 lookup and utility views. */
export function utilityRelations(): readonly Relation[] {
  const folder = "models/utilities";
  return UTILITIES.map((utility) => ({ ...utility, folder, refs: [] }));
}

function isRateTable(table: SourceTable): boolean {
  return table.name === "exchange_rates" || table.name === "tax_rates";
}

function cleaned(table: SourceTable): string {
  const random = randomOf(`staging ${table.name}`);
  const key = table.columns[0]!.name;
  const lines = table.columns.map((column) => `    ${expressionOf(column)}`).join(",\n");
  const source = `{{ source('${table.source}', '${table.name}') }}`;
  const time = table.columns.find((column) => column.name === "created_at");
  const filters = [`${key} is not null`];
  if (time !== undefined && random() < 0.6) filters.push(`${time.name} >= '2020-01-01'`);
  const where = filters.join("\n  and ");
  if (pick(random, ["direct", "with"]) === "direct") {
    return `select\n${lines}\nfrom ${source}\nwhere ${where}\n`;
  }
  return `with source as (

    select * from ${source}

),

renamed as (

    select
${lines.replaceAll(/^/gm, "    ")}
    from source
    where ${where.replaceAll("\n", "\n    ")}

)

select * from renamed
`;
}

/** Feeds deliver a row more than once: the last delivery wins. */
function deduplicated(table: SourceTable): string {
  const key = table.columns[0]!.name;
  const kept = table.columns.filter((column) => column.name !== "loaded_at");
  const lines = kept.map((column) => `    ${expressionOf(column)}`).join(",\n");
  return `with deliveries as (

    select
        *,
        row_number() over (partition by ${key} order by loaded_at desc) as delivery_rank
    from {{ source('${table.source}', '${table.name}') }}
    where ${key} is not null

)

select
${lines}
from deliveries
where delivery_rank = 1
`;
}

function expressionOf({ name, kind }: Column): string {
  if (kind === "num") return `${name}::numeric(14, 2) as ${name}`;
  if (kind === "int") return `coalesce(${name}, 0) as ${name}`;
  if (kind === "bool") return `coalesce(${name}, false) as ${name}`;
  if (kind === "date") return `${name}::date as ${name}`;
  if (kind !== "text") return name;
  if (name === "email" || /_(status|type)$/.test(name)) return `lower(trim(${name})) as ${name}`;
  if (name.endsWith("_code")) return `upper(trim(${name})) as ${name}`;
  return `nullif(trim(${name}), '') as ${name}`;
}

const text = (name: string): Column => ({ name, kind: "text" });

function valueList(alias: string, names: readonly string[], rows: readonly string[]): string {
  const lines = rows.map((row) => {
    const cells = row.split("|").map((cell) => (/^\d+$/.test(cell) ? cell : `'${cell}'`));
    return `    (${cells.join(", ")})`;
  });
  return `select\n    ${names.join(",\n    ")}\nfrom (\n  values\n${lines.join(",\n")}\n) as ${alias} (${names.join(", ")})\n`;
}

const UTILITIES: readonly Omit<Relation, "folder" | "refs">[] = [
  {
    name: "dim_date",
    grain: "date_day",
    columns: [
      { name: "date_day", kind: "date" },
      { name: "month_start", kind: "date" },
      { name: "iso_week", kind: "int" },
      { name: "is_weekend", kind: "bool" },
    ],
    sql: `select
    day::date as date_day,
    date_trunc('month', day)::date as month_start,
    extract(week from day)::integer as iso_week,
    extract(isodow from day) in (6, 7) as is_weekend
from generate_series('2020-01-01'::timestamp, '2030-12-31'::timestamp, interval '1 day') as days (day)
`,
  },
  {
    name: "util_fiscal_calendar",
    grain: "fiscal_month",
    columns: [
      { name: "fiscal_month", kind: "date" },
      { name: "fiscal_year", kind: "int" },
      { name: "fiscal_quarter", kind: "int" },
    ],
    sql: `-- The company's year starts in February.
select
    month::date as fiscal_month,
    extract(year from month - interval '1 month')::integer as fiscal_year,
    extract(quarter from month - interval '1 month')::integer as fiscal_quarter
from generate_series('2020-02-01'::timestamp, '2030-12-01'::timestamp, interval '1 month') as months (month)
`,
  },
  {
    name: "util_exchange_rates",
    grain: "currency_code",
    columns: [...sourceTable("exchange_rates").columns],
    sql: `-- The latest rate of each currency.
with ranked as (

    select
        upper(trim(currency_code)) as currency_code,
        rate_to_usd::numeric(14, 6) as rate_to_usd,
        rate_date::date as rate_date,
        row_number() over (partition by upper(trim(currency_code)) order by rate_date desc) as age_rank
    from {{ source('finance', 'exchange_rates') }}

)

select
    currency_code,
    rate_to_usd,
    rate_date
from ranked
where age_rank = 1
`,
  },
  {
    name: "lookup_tax_rates",
    grain: "country_code",
    columns: [text("country_code"), { name: "tax_percent", kind: "num" }],
    sql: `select
    upper(trim(country_code)) as country_code,
    max(tax_percent)::numeric(5, 2) as tax_percent
from {{ source('finance', 'tax_rates') }}
where valid_from <= current_date
group by upper(trim(country_code))
`,
  },
  {
    name: "lookup_country_codes",
    grain: "country_code",
    columns: [text("country_code"), text("country_name"), text("market_region")],
    sql: valueList(
      "countries",
      ["country_code", "country_name", "market_region"],
      [
        "AT|Austria|Central Europe",
        "BE|Belgium|Western Europe",
        "BR|Brazil|Latin America",
        "CA|Canada|North America",
        "CH|Switzerland|Central Europe",
        "DE|Germany|Central Europe",
        "ES|Spain|Southern Europe",
        "FR|France|Western Europe",
        "GB|United Kingdom|Western Europe",
        "IT|Italy|Southern Europe",
        "JP|Japan|Asia Pacific",
        "MX|Mexico|Latin America",
        "NL|Netherlands|Western Europe",
        "PL|Poland|Central Europe",
        "SE|Sweden|Northern Europe",
        "US|United States|North America",
      ],
    ),
  },
  {
    name: "lookup_currency_codes",
    grain: "currency_code",
    columns: [text("currency_code"), text("currency_name"), { name: "minor_units", kind: "int" }],
    sql: valueList(
      "currencies",
      ["currency_code", "currency_name", "minor_units"],
      [
        "BRL|Real|2",
        "CAD|Canadian dollar|2",
        "CHF|Swiss franc|2",
        "EUR|Euro|2",
        "GBP|Pound sterling|2",
        "JPY|Yen|0",
        "MXN|Mexican peso|2",
        "PLN|Zloty|2",
        "SEK|Swedish krona|2",
        "USD|US dollar|2",
      ],
    ),
  },
  {
    name: "lookup_channel_groups",
    grain: "channel_code",
    columns: [text("channel_code"), text("channel_group"), text("channel_owner")],
    sql: valueList(
      "channels",
      ["channel_code", "channel_group", "channel_owner"],
      [
        "AFFILIATE|Partners|partnerships",
        "DIRECT|Owned|brand",
        "DISPLAY|Paid|performance",
        "EMAIL|Owned|lifecycle",
        "ORGANIC|Owned|content",
        "REFERRAL|Partners|partnerships",
        "SEARCH_ADS|Paid|performance",
        "SOCIAL_ADS|Paid|performance",
      ],
    ),
  },
  {
    name: "lookup_return_reasons",
    grain: "reason_code",
    columns: [text("reason_code"), text("reason_name"), text("reason_group")],
    sql: valueList(
      "reasons",
      ["reason_code", "reason_name", "reason_group"],
      [
        "CHANGED_MIND|Changed their mind|customer",
        "DAMAGED|Arrived damaged|logistics",
        "LATE|Arrived too late|logistics",
        "NOT_AS_SHOWN|Not as shown|catalogue",
        "WRONG_ITEM|Wrong item sent|warehouse",
        "WRONG_SIZE|Does not fit|catalogue",
      ],
    ),
  },
];
