/**
 * The SQL of the example's intermediate models and marts: five shapes of growing weight, varied
 * by a seed per model. Postgres dialect; every column that is used exists.
 */
import { cte, indented, isTime, type Joined, joinLookups } from "./ecommerceJoins";
import type { ModelSpec } from "./ecommerceModels";
import { pick, type Random, randomOf } from "./ecommerceRandom";
import type { Column } from "./ecommerceSources";
import type { Relation } from "./ecommerceStaging";

/** What a shape works with: the joined facts and the columns that play a part in them. */
interface Parts {
  readonly spec: ModelSpec;
  readonly joined: Joined;
  readonly random: Random;
  readonly key: string;
  readonly subject: string;
  readonly time: Column;
  readonly amount: string;
  /** `amount` without the words that aggregation put before it. */
  readonly noun: string;
  readonly dimension: string | undefined;
  /** Place for a model's own config and comment. */
  readonly header: string;
}

/** Models that add only new rows on a normal run. */
const INCREMENTAL = new Set(["int_session_activity", "daily_sales_summary", "revenue_recognition"]);

/** Builds the relation of `spec` over those already built. `header` goes above the SQL. */
export function shapedRelation(
  spec: ModelSpec,
  relations: ReadonlyMap<string, Relation>,
  header: string,
): Relation {
  const parts = partsOf(spec, relations, header);
  const shape = { enrich, summary, sequence, rollup, analyze }[
    spec.shape as Exclude<ModelSpec["shape"], "own">
  ];
  const { sql, columns, grain } = shape(parts, relations.get(spec.base)!);
  return {
    name: spec.name,
    folder: spec.folder,
    sql: `${header}${sql}`,
    columns,
    grain,
    refs: parts.joined.refs,
  };
}

export function isIncremental(name: string): boolean {
  return INCREMENTAL.has(name);
}

function partsOf(spec: ModelSpec, relations: ReadonlyMap<string, Relation>, header: string): Parts {
  const plain = joinLookups(spec, relations);
  const times = plain.columns.filter(isTime);
  const time = times.find((c) => !/^(last|valid|signup|expired)_/.test(c.name)) ?? times[0];
  if (time === undefined && spec.shape !== "enrich" && spec.shape !== "summary") {
    throw new Error(`${spec.name} has no date to order by`);
  }
  if (!plain.columns.some((c) => c.name === spec.key)) {
    throw new Error(`${spec.name} has no column ${spec.key}`);
  }
  const amount =
    plain.columns.find((c) => c.kind === "num" && !/percent|rate|ratio/.test(c.name)) ??
    plain.columns.find((c) => c.kind === "int");
  const dimension = plain.columns.find(
    (c) => c.kind === "text" && c.name !== spec.key && !/email|name|text/.test(c.name),
  );
  const filter =
    INCREMENTAL.has(spec.name) && time !== undefined
      ? `{% if is_incremental() %}\nwhere ${spec.base.replace(/^(stg|int|base)_/, "")}.${time.name} > (select max(last_${time.name}) from {{ this }})\n{% endif %}`
      : "";
  return {
    spec,
    joined: filter === "" ? plain : joinLookups(spec, relations, filter),
    random: randomOf(`shape ${spec.name}`),
    key: spec.key,
    subject: spec.base
      .replace(/^(stg|int|base)_/, "")
      .replace(/s$/, "")
      .replace(/ie$/, "y"),
    time: time ?? { name: "created_at", kind: "ts" },
    amount: amount?.name ?? "1",
    noun: amount === undefined ? "events" : nounOf(amount.name),
    dimension: dimension?.name,
    header,
  };
}

function nounOf(name: string): string {
  return name.replace(/^((total|average|cumulative|previous|running|smoothed|largest)_)+/, "");
}

type Built = Pick<Relation, "sql" | "columns" | "grain">;

function query(ctes: readonly string[], final: string): string {
  return `with ${ctes.join(",\n\n")}\n\n${final}\n`;
}

function enrich({ joined, random, spec }: Parts, base: Relation): Built {
  if (pick(random, ["plain", "final"]) === "plain") {
    return { sql: query(joined.ctes, joined.select), columns: joined.columns, grain: base.grain };
  }
  const name = pick(random, ["joined", "enriched", spec.name.replace(/^int_/, "final_")]);
  const sql = query([...joined.ctes, cte(name, joined.select)], `select * from ${name}`);
  return { sql, columns: joined.columns, grain: base.grain };
}

function summary(parts: Parts): Built {
  const { joined, key, subject, amount, noun, dimension } = parts;
  const hasTime = joined.columns.some((column) => column.name === parts.time.name);
  const columns: Column[] = [{ name: key, kind: kindOf(joined, key) }];
  const lines = [key];
  const add = (expression: string, name: string, kind: Column["kind"]): void => {
    if (columns.some((column) => column.name === name)) return;
    lines.push(`${expression} as ${name}`);
    columns.push({ name, kind });
  };
  add("count(*)", `${subject}_count`, "int");
  if (amount !== "1") {
    add(`sum(${amount})`, `total_${noun}`, "num");
    add(`avg(${amount})`, `average_${noun}`, "num");
  }
  if (hasTime) {
    add(`min(${parts.time.name})`, `first_${parts.time.name}`, parts.time.kind);
    add(`max(${parts.time.name})`, `last_${parts.time.name}`, parts.time.kind);
  }
  if (dimension !== undefined) add(`count(distinct ${dimension})`, `distinct_${dimension}s`, "int");
  const select = `select\n${indented(lines.join(",\n"))}\nfrom facts\nwhere ${key} is not null\ngroup by ${key}`;
  return { sql: query([...joined.ctes, cte("facts", joined.select)], select), columns, grain: key };
}

function sequence(parts: Parts, base: Relation): Built {
  const { joined, key, subject, time, amount, noun } = parts;
  const over = `partition by ${key} order by ${time.name}`;
  const added: readonly (readonly [string, string, Column["kind"]])[] = [
    [`row_number() over (${over})`, `${subject}_sequence`, "int"],
    [`lag(${time.name}) over (${over})`, `previous_${subject}_${time.name}`, time.kind],
    [
      `sum(${amount}) over (\n    ${over}\n    rows between unbounded preceding and current row\n)`,
      `running_${subject}_${noun}`,
      "num",
    ],
  ];
  const fresh = added.filter(([, name]) => !joined.columns.some((c) => c.name === name));
  const lines = ["facts.*", ...fresh.map(([expression, name]) => `${expression} as ${name}`)];
  const columns = [...joined.columns, ...fresh.map(([, name, kind]) => ({ name, kind }))];
  const select = `select\n${indented(lines.join(",\n"))}\nfrom facts`;
  const ctes = [...joined.ctes, cte("facts", joined.select)];
  if (pick(parts.random, ["direct", "filtered"]) === "direct") {
    return { sql: query(ctes, select), columns, grain: base.grain };
  }
  const final = `select * from sequenced\nwhere ${key} is not null`;
  return { sql: query([...ctes, cte("sequenced", select)], final), columns, grain: base.grain };
}

function rollup(parts: Parts): Built {
  const { joined, key, subject, time, amount, noun, dimension } = parts;
  const month = `date_trunc('month', ${time.name})::date`;
  const monthly = [
    key,
    `${month} as activity_month`,
    `count(*) as ${subject}_count`,
    `sum(${amount}) as total_${noun}`,
    `avg(${amount}) as average_${noun}`,
    ...(dimension === undefined ? [] : [`max(${dimension}) as ${dimension}`]),
    ...(joined.columns.some((c) => c.name === "order_id") && key !== "order_id"
      ? ["count(distinct order_id) as orders_touched"]
      : []),
  ];
  const ctes = [
    ...joined.ctes,
    cte("facts", joined.select),
    cte(
      "monthly",
      `select\n${indented(monthly.join(",\n"))}\nfrom facts\nwhere ${time.name} is not null\ngroup by ${key}, ${month}`,
    ),
  ];
  const third = pick(parts.random, ["rank", "average"]);
  const windows = [
    `sum(total_${noun}) over (partition by ${key} order by activity_month) as cumulative_${noun}`,
    `lag(total_${noun}) over (partition by ${key} order by activity_month) as previous_${noun}`,
    third === "rank"
      ? `rank() over (partition by activity_month order by total_${noun} desc) as month_rank`
      : `avg(total_${noun}) over (\n    partition by ${key}\n    order by activity_month\n    rows between 2 preceding and current row\n) as smoothed_${noun}`,
  ];
  ctes.push(
    cte("trended", `select\n    monthly.*,\n${indented(windows.join(",\n"))}\nfrom monthly`),
  );
  const final = `select
    trended.*,
    (total_${noun} - previous_${noun}) / nullif(previous_${noun}, 0) as ${noun}_change
from trended`;
  const columns: Column[] = [
    { name: key, kind: kindOf(joined, key) },
    { name: "activity_month", kind: "date" },
    { name: `${subject}_count`, kind: "int" },
    { name: `total_${noun}`, kind: "num" },
    { name: `average_${noun}`, kind: "num" },
    ...(dimension === undefined ? [] : [{ name: dimension, kind: "text" } as const]),
    { name: `cumulative_${noun}`, kind: "num" },
    { name: `previous_${noun}`, kind: "num" },
    { name: third === "rank" ? "month_rank" : `smoothed_${noun}`, kind: "num" },
    { name: `${noun}_change`, kind: "num" },
  ];
  return { sql: query(ctes, final), columns, grain: "" };
}

function analyze(parts: Parts): Built {
  const { joined, key, subject, time, amount, noun, random } = parts;
  const dimension = parts.dimension ?? key;
  const over = `partition by ${key} order by ${time.name}`;
  const month = `date_trunc('month', ${time.name})::date`;
  const preceding = pick(random, [2, 5, 11]);
  const strict = pick(random, ["0.05", "0.1", "0.25"]);
  const ctes = [
    ...joined.ctes,
    cte("facts", joined.select),
    cte(
      "ordered",
      `select
    facts.*,
    row_number() over (${over}) as event_rank,
    lag(${time.name}) over (${over}) as previous_time,
    sum(${amount}) over (
        ${over}
        rows between unbounded preceding and current row
    ) as running_${noun}
from facts
where ${key} is not null`,
    ),
    cte(
      "monthly",
      `select
    ${key},
    ${month} as activity_month,
    count(*) as event_count,
    sum(${amount}) as month_${noun},
    max(running_${noun}) as running_${noun}
from ordered
group by ${key}, ${month}`,
    ),
    cte(
      "trend",
      `select
    monthly.*,
    avg(month_${noun}) over (
        partition by ${key}
        order by activity_month
        rows between ${preceding} preceding and current row
    ) as smoothed_${noun},
    rank() over (partition by activity_month order by month_${noun} desc) as month_rank,
    row_number() over (partition by ${key} order by activity_month desc) as recency_rank
from monthly`,
    ),
    cte(
      "peers",
      `select
    ${dimension},
    percentile_cont(0.5) within group (order by ${amount}) as median_${noun},
    avg(${amount}) as peer_average_${noun}
from facts
group by ${dimension}`,
    ),
    cte(
      "totals",
      `select
    ${key},
    ${dimension === key ? "" : `max(${dimension}) as ${dimension},\n    `}count(*) as ${subject}_count,
    sum(${amount}) as total_${noun},
    max(event_rank) as longest_sequence,
    min(${time.name}) as first_${time.name},
    max(${time.name}) as last_${time.name}
from ordered
group by ${key}`,
    ),
  ];
  const final = `select
    totals.*,
    trend.smoothed_${noun},
    trend.month_rank,
    peers.median_${noun},
    totals.total_${noun} / nullif(peers.peer_average_${noun}, 0) as peer_ratio,
    case
        when totals.total_${noun} > 4 * peers.peer_average_${noun} then 'leading'
        when totals.total_${noun} > peers.peer_average_${noun} then 'above_average'
        when trend.smoothed_${noun} > peers.median_${noun} then 'growing'
        else 'low'
    end as ${subject}_segment
from totals
left join trend
    on totals.${key} = trend.${key}
    and trend.recency_rank = 1
left join peers
    on totals.${dimension} = peers.${dimension}
where totals.total_${noun} >= (select ${strict} * avg(total_${noun}) from totals)`;
  const columns: Column[] = [
    { name: key, kind: kindOf(joined, key) },
    ...(dimension === key ? [] : [{ name: dimension, kind: "text" } as const]),
    { name: `${subject}_count`, kind: "int" },
    { name: `total_${noun}`, kind: "num" },
    { name: "longest_sequence", kind: "int" },
    { name: `first_${time.name}`, kind: time.kind },
    { name: `last_${time.name}`, kind: time.kind },
    { name: `smoothed_${noun}`, kind: "num" },
    { name: "month_rank", kind: "int" },
    { name: `median_${noun}`, kind: "num" },
    { name: "peer_ratio", kind: "num" },
    { name: `${subject}_segment`, kind: "text" },
  ];
  return { sql: query(ctes, final), columns, grain: key };
}

function kindOf(joined: Joined, name: string): Column["kind"] {
  return joined.columns.find((column) => column.name === name)?.kind ?? "id";
}
