/**
 * What Postgres takes to load a sample, in transactions that are rolled back: directly, shard by
 * shard, all shards at once, and the commit; into tables like those that a run would load.
 */
import type { ShredHost } from "./host";
import { copyShard } from "./loadSql";
import { type Loads, type Sample, timed } from "./loadTimes";
import type { Manifest } from "./manifest";
import { identifier, qualified } from "./sqlDatabase";
import { columnsOf } from "./sqlTarget";
import type { Target } from "./target";

/** `hasTable`: the target table is there; what is loaded directly is then made like it. */
export async function postgresLoads(
  host: ShredHost,
  manifest: Manifest,
  sample: Sample,
  target: Extract<Target, { readonly kind: "postgres" }>,
  hasTable: boolean,
): Promise<Loads> {
  const { dialect, columns } = manifest.source;
  if (dialect === undefined) throw new Error("the dialect is not known");
  const { commit, run } = manifest;
  const database = await host.openPostgres(target.url, "BEGIN");
  const own = columnsOf(manifest, []);
  const notText = own.filter(({ isText }) => !isText).map(({ name }) => name);
  const all = own.map(({ name }) => name);
  const plain = columns.map((one) => `${identifier(one.name)} ${one.sqlType}`).join(", ");
  // A partitioned table's own form asks for a column that the file does not have.
  const isLike = hasTable && commit !== "attach";
  const like = isLike ? `LIKE ${qualified(target.table)} INCLUDING ALL` : plain;
  const loaded = commit === "two-phase" ? like : plain;
  /** Sessions hold a transaction each, which is never committed. */
  const open = async (name: string, form: string) => {
    const session = await database.connect();
    const make = () => session.query(`CREATE TABLE ${name} (${form})`);
    await make();
    return {
      name,
      session,
      load: (path: string) => session.copyFrom(copyShard(name, all, dialect, notText), path),
      async renew() {
        await session.query(`DROP TABLE ${name}`);
        await make();
      },
      async close() {
        await session.query("ROLLBACK");
        await session.close();
      },
    };
  };
  const table = (what: number | string) => `heddle_calibration_${run}_${what}`;
  const first = sample.shards[0]!;
  const direct = await open(table("direct"), like);
  let directMs = 0;
  try {
    // The first load pays for log files and buffers that later ones find.
    await direct.load(first);
    await direct.renew();
    directMs = await timed(host, () => direct.load(sample.whole));
  } finally {
    await direct.close();
  }
  const staged = await open(table("staged"), loaded);
  let onceMs = 0;
  let commitMs = 0;
  try {
    onceMs = await timed(host, async () => {
      for (const path of sample.shards) await staged.load(path);
    });
    if (commit === "append" || commit === "replace") {
      const into = table("into");
      const names = all.map(identifier).join(", ");
      await staged.session.query(`CREATE TABLE ${into} (${like})`);
      commitMs = await timed(host, () =>
        staged.session.query(`INSERT INTO ${into} (${names}) SELECT ${names} FROM ${staged.name}`),
      );
    }
  } finally {
    await staged.close();
  }
  const sessions: Awaited<ReturnType<typeof open>>[] = [];
  try {
    for (let at = 0; at < sample.shards.length; at++) sessions.push(await open(table(at), loaded));
    const parallelMs = await timed(host, () =>
      Promise.all(sample.shards.map((path, at) => sessions[at]!.load(path))),
    );
    return { directMs, onceMs, parallelMs, commitMs };
  } finally {
    for (const session of sessions) await session.close();
  }
}
