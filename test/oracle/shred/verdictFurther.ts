/**
 * Loads of other shapes, written after the plan was mended and not looked at before: wide and narrow
 * rows, other types, 0.2 to 5 million rows, tabs, gzip and Parquet, heavy and sorted keys.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { writeRows, writeSales } from "../../../examples/writeSales";
import {
  byCommand,
  byMod,
  type Configuration,
  inDuckdb,
  intoDuckdb,
  intoPostgres,
  type Place,
  SALES_COLUMNS,
  sales,
} from "./verdictConfigurations";

/** The same numbers in every call, below `most`. */
function randomBelow(): (most: number) => number {
  let state = 1;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

const WIDE = 40;
const wideColumns = [
  "id bigint",
  ...Array.from(
    { length: WIDE },
    (_, at) => `c${at} ${["bigint", "double precision", "text"][at % 3]}`,
  ),
].join(", ");

function wide(path: string, rows: number): void {
  const below = randomBelow();
  const header = `id,${Array.from({ length: WIDE }, (_, at) => `c${at}`).join(",")}\n`;
  writeRows(path, header, rows, (row) => {
    const cells = Array.from({ length: WIDE }, (_, at) =>
      at % 3 === 0
        ? below(1e9)
        : at % 3 === 1
          ? (below(1e8) / 1e4).toFixed(4)
          : `word${below(5000)}`,
    );
    return `${row},${cells.join(",")}\n`;
  });
}

function narrow(path: string, rows: number): void {
  const below = randomBelow();
  writeRows(path, "a,b\n", rows, (row) => `${row * 3 + below(3)},${below(1000)}\n`);
}

const EVENTS = "event_id bigint, at timestamp, level double precision, body text";

function events(path: string, rows: number, delimiter: string): void {
  const below = randomBelow();
  writeRows(path, `${["event_id", "at", "level", "body"].join(delimiter)}\n`, rows, (row) => {
    const at = new Date(Date.UTC(2025, 0, 1) + row * 977)
      .toISOString()
      .replace("T", " ")
      .slice(0, 19);
    const body = `user ${below(90_000)} saw /p/${below(400)}/${"x".repeat(below(160))}`;
    return `${[row, at, (below(1e6) / 7).toFixed(3), body].join(delimiter)}\n`;
  });
}

/** Rows in the order of their key, so that the head of the file has few of the keys. */
function sorted(path: string, rows: number): void {
  const below = randomBelow();
  writeRows(
    path,
    "customer_id,amount\n",
    rows,
    (row) => `${Math.floor(row / 900)},${(below(1e6) / 100).toFixed(2)}\n`,
  );
}

function packed(path: string, write: (plain: string) => void): void {
  const plain = path.replace(/\.gz$/, "");
  write(plain);
  execFileSync("gzip", ["-f", plain]);
}

async function asParquet(path: string, rows: number): Promise<void> {
  const plain = `${path}.csv`;
  writeSales(plain, rows, { skew: 0, stride: 1 }, 3);
  await inDuckdb(":memory:", `COPY (FROM '${plain}') TO '${path}' (FORMAT parquet)`);
  rmSync(plain);
}

export function furtherOn(place: Place): readonly Configuration[] {
  const of = (millions: number) => Math.round(millions * 1_000_000 * place.scale);
  const csv = (write: Configuration["write"], division: readonly string[], file = "fact.csv") => ({
    file,
    write,
    division,
  });
  return [
    intoDuckdb(
      "wide rows",
      csv((path) => wide(path, of(0.2)), byMod("id", 4)),
      { columns: wideColumns },
    ),
    intoDuckdb(
      "narrow rows",
      csv((path) => narrow(path, of(5)), byMod("a", 3)),
      { columns: "a bigint, b bigint" },
    ),
    intoDuckdb(
      "gzip",
      csv(
        (path) => packed(path, (plain) => writeSales(plain, of(1.5), { skew: 0.1, stride: 1 })),
        byMod("sale_id", 6),
        "fact.csv.gz",
      ),
    ),
    intoDuckdb(
      "Parquet",
      csv((path) => asParquet(path, of(1)), byMod("sale_id", 4), "fact.parquet"),
      { load: (file) => `INSERT INTO fact SELECT * FROM read_parquet('${file}')` },
    ),
    ...intoPostgres("small", place, sales(of(0.2), "sale_id", 4)),
    ...intoPostgres(
      "narrow rows",
      place,
      csv((path) => narrow(path, of(3)), byMod("a", 5)),
      { columns: "a bigint, b bigint" },
    ),
    ...intoPostgres(
      "tabs, long texts, attach",
      place,
      csv((path) => events(path, of(0.5), "\t"), byMod("event_id", 3), "fact.tsv"),
      { columns: EVENTS, commit: "attach", copyOptions: ", DELIMITER E'\\t'" },
    ),
    ...intoPostgres(
      "gzip, append, one index",
      place,
      csv(
        (path) => packed(path, (plain) => writeSales(plain, of(1), { skew: 0.3, stride: 2 })),
        ["--column", "sale_id", "--function", "hash", "--shards", "4"],
        "fact.csv.gz",
      ),
      {
        existing: (table) => `CREATE TABLE ${table} (${SALES_COLUMNS}, PRIMARY KEY (sale_id))`,
        load: (file, url, table) =>
          execFileSync("sh", [
            "-c",
            `gunzip -c '${file}' | psql -q '${url}' -c "COPY ${table} FROM STDIN (FORMAT csv, HEADER)"`,
          ]),
      },
    ),
    ...intoPostgres(
      "sorted by the key, two-phase",
      place,
      csv((path) => sorted(path, of(1.5)), byMod("customer_id", 4)),
      {
        commit: "two-phase",
        existing: (table) => `CREATE TABLE ${table} (customer_id bigint, amount decimal(18,2))`,
      },
    ),
    byCommand("that waits, small", place, sales(of(0.3), "sale_id", 4), ["wait", 60_000], {
      workers: 4,
    }),
    byCommand(
      "that works, wide rows",
      place,
      csv((path) => wide(path, of(0.05)), byMod("id", 2)),
      ["work", 3],
    ),
    byCommand(
      "that waits, its rate alone known",
      place,
      sales(of(0.5), "sale_id", 4),
      ["wait", 80_000],
      {
        workers: 4,
        isRateOnly: true,
      },
    ),
  ];
}
