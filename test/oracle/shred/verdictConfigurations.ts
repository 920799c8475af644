/**
 * Loads that people have, each by shredding and without: what `verdict.ts` plans and then really
 * takes. `calibrated` are those by whose errors the plan was mended; `further` were written after.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { writeSales } from "../../../examples/writeSales";
import { openDuckdb } from "../../../server/src/node/duckdbDatabase";
import { openPostgres } from "../../../server/src/node/postgresDatabase";

export interface Sides {
  readonly direct: () => Promise<void>;
  /** Words of `heddle shred` beside the file and the division. */
  readonly words: readonly string[];
  /** Words for the plan alone. */
  readonly planWords?: readonly string[];
}

export interface Configuration {
  readonly name: string;
  /** Name of the file, whose ending says what it is. */
  readonly file: string;
  readonly write: (path: string) => void | Promise<void>;
  /** Words that divide it. */
  readonly division: readonly string[];
  /** What both ways need; each turn has tables and folders of its own. */
  readonly sides: (file: string, folder: string, turn: number) => Promise<Sides>;
}

/** What configurations need of the measuring program. */
export interface Place {
  /** Address of a Postgres server; absent where there is none. */
  readonly postgres: string | undefined;
  /** The loader of `command`, as a file for Node. */
  readonly loader: string;
  /** 1 for files as large as they are meant. */
  readonly scale: number;
}

/** A loader as people have them: so much work for each row, or so much waiting. */
export const LOADER = `
const { readFileSync } = require("node:fs");
const [kind, rate, file] = process.argv.slice(2);
const rows = readFileSync(file, "latin1").split("\\n");
if (kind === "wait") setTimeout(() => {}, (rows.length / Number(rate)) * 1000);
else {
  let sum = 0;
  for (const row of rows)
    for (let turn = 0; turn < Number(rate); turn++)
      for (const cell of row.split(",")) sum += JSON.stringify({ cell, turn }).length;
  if (sum < 0) throw new Error();
}
`;

export const SALES_COLUMNS =
  "sale_id bigint, customer_id bigint, sold_on date, quantity bigint, amount decimal(18,2), note text";

export function byMod(column: string, shards: number): readonly string[] {
  return ["--column", column, "--function", "mod", "--shards", String(shards)];
}

interface DuckdbOptions {
  readonly columns?: string;
  /** The statement that makes the table before; new without it. */
  readonly existing?: string;
  /** What a person would write instead of a COPY of the file. */
  readonly load?: (file: string) => string;
}

export function intoDuckdb(
  name: string,
  source: Pick<Configuration, "file" | "write" | "division">,
  { existing, columns = SALES_COLUMNS, load }: DuckdbOptions = {},
): Configuration {
  return {
    name: `duckdb ${name}`,
    ...source,
    async sides(file, folder, turn) {
      const path = (side: string) => join(folder, `${side}-${turn}.db`);
      if (existing !== undefined) {
        for (const side of ["shredded", "direct"]) await inDuckdb(path(side), existing);
      }
      const made = existing === undefined ? [`CREATE TABLE fact (${columns})`] : [];
      const copy = `COPY fact FROM '${file}' (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"', ESCAPE '"')`;
      return {
        words: ["--into", `duckdb:${path("shredded")}?table=fact`],
        direct: () => inDuckdb(path("direct"), ...made, load?.(file) ?? copy),
      };
    },
  };
}

export async function inDuckdb(path: string, ...statements: readonly string[]): Promise<void> {
  const database = await openDuckdb(path);
  const session = await database.connect();
  for (const sql of statements) await session.query(sql);
  await session.close();
  await database.close();
}

interface PostgresOptions {
  readonly columns?: string;
  readonly commit?: string;
  /** The statements that make the table before; new without them. */
  readonly existing?: (table: string) => string;
  readonly words?: readonly string[];
  /** Another way than COPY of the file from this process. */
  readonly load?: (file: string, url: string, table: string) => void;
  readonly copyOptions?: string;
}

let tables = 0;

export function intoPostgres(
  name: string,
  { postgres }: Place,
  source: Pick<Configuration, "file" | "write" | "division">,
  options: PostgresOptions = {},
): readonly Configuration[] {
  const { columns = SALES_COLUMNS, commit, existing, copyOptions = "" } = options;
  if (postgres === undefined) return [];
  return [
    {
      name: `postgres ${name}`,
      ...source,
      async sides(file) {
        const own = tables++;
        const table = (side: string) => `fact_${own}_${side}`;
        if (existing !== undefined) {
          for (const side of ["shredded", "direct"])
            await inPostgres(postgres, existing(table(side)));
        }
        return {
          words: [
            ...["--into", `${postgres}?table=${table("shredded")}`],
            ...(commit === undefined ? [] : ["--commit", commit]),
            ...(options.words ?? []),
          ],
          async direct() {
            const database = await openPostgres(postgres);
            const session = await database.connect();
            if (existing === undefined) {
              await session.query(`CREATE TABLE ${table("direct")} (${columns})`);
            }
            const copy = `COPY ${table("direct")} FROM STDIN (FORMAT csv, HEADER${copyOptions})`;
            if (options.load === undefined) await session.copyFrom(copy, file);
            else options.load(file, postgres, table("direct"));
            await session.close();
            await database.close();
          },
        };
      },
    },
  ];
}

async function inPostgres(url: string, sql: string): Promise<void> {
  const database = await openPostgres(url);
  const session = await database.connect();
  await session.query(sql);
  await session.close();
  await database.close();
}

interface CommandOptions {
  readonly workers?: number;
  /** The plan is told what the loader takes for a file of another size, instead of trying it. */
  readonly isRateOnly?: boolean;
}

export function byCommand(
  name: string,
  { loader }: Place,
  source: Pick<Configuration, "file" | "write" | "division">,
  [kind, rate]: readonly ["wait" | "work", number],
  { workers, isRateOnly = false }: CommandOptions = {},
): Configuration {
  const words = [process.execPath, loader, kind, String(rate)];
  const load = (path: string) => void spawnSync(words[0] ?? "", [...words.slice(1), path]);
  return {
    name: `command ${name}`,
    ...source,
    async sides(file, folder, turn) {
      const command = `${words.join(" ")} {file}`;
      return {
        words: [
          ...["--into", `csv:${join(folder, `out-${turn}`)}`],
          ...["--load-command", command],
          ...(workers === undefined ? [] : ["--workers", String(workers)]),
        ],
        planWords: isRateOnly
          ? ["--rows-per-second", String(rateOf(load, folder))]
          : ["--trial-command", command],
        direct: async () => load(file),
      };
    },
  };
}

/** What a person knows of a loader: how long it once took. */
function rateOf(load: (path: string) => void, folder: string): number {
  const known = join(folder, "known.csv");
  const rows = 100_000;
  writeSales(known, rows, { skew: 0, stride: 1 });
  const begun = performance.now();
  load(known);
  return Math.round((rows * 1000) / (performance.now() - begun));
}

/** A sales file of so many rows, divided by a key. */
export function sales(
  rows: number,
  column: string,
  shards: number,
  skew = 0.2,
): Pick<Configuration, "file" | "write" | "division"> {
  return {
    file: "fact.csv",
    write: (path) => writeSales(path, rows, { skew, stride: 1 }, 7),
    division: byMod(column, shards),
  };
}

const plain = (table: string) => `CREATE TABLE ${table} (${SALES_COLUMNS})`;
const indexed = (table: string) =>
  `CREATE TABLE ${table} (${SALES_COLUMNS}, PRIMARY KEY (sale_id)); CREATE INDEX ON ${table} (customer_id)`;

/** Those by whose errors the plan was mended. */
export function calibratedOn(place: Place): readonly Configuration[] {
  const million = Math.round(1_000_000 * place.scale);
  const keyed = { existing: `CREATE TABLE fact (${SALES_COLUMNS}, PRIMARY KEY (sale_id))` };
  return [
    intoDuckdb("new table", sales(million, "sale_id", 8)),
    intoDuckdb("new table, larger", sales(3 * million, "customer_id", 4)),
    intoDuckdb("append", sales(2 * million, "sale_id", 2), { existing: plain("fact") }),
    intoDuckdb("append, primary key", sales(million, "sale_id", 4), keyed),
    ...intoPostgres("new table", place, sales(million, "sale_id", 2)),
    ...intoPostgres("new table, larger", place, sales(2 * million, "sale_id", 8)),
    ...intoPostgres("append", place, sales(million, "sale_id", 4), { existing: plain }),
    ...intoPostgres("append, two indexes", place, sales(million, "sale_id", 4), {
      existing: indexed,
    }),
    ...intoPostgres("attach", place, sales(million, "customer_id", 4), { commit: "attach" }),
    ...intoPostgres("two-phase, two indexes", place, sales(million, "sale_id", 2), {
      commit: "two-phase",
      existing: indexed,
    }),
    byCommand("that waits", place, sales(million, "sale_id", 8), ["wait", 100_000], { workers: 8 }),
    byCommand("that works", place, sales(0.4 * million, "sale_id", 4), ["work", 4]),
    byCommand("that works, skewed key", place, sales(0.4 * million, "customer_id", 4, 0.6), [
      "work",
      3,
    ]),
    byCommand("that is fast", place, sales(2 * million, "sale_id", 4), ["wait", 4_000_000]),
  ];
}
