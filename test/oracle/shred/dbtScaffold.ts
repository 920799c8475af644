/**
 * Real dbt on DuckDB builds what `heddle shred dbt` writes, and its tests pass; with a row moved to
 * another shard they fail.
 *
 *     node scripts/run.mjs test/oracle/shred/dbtScaffold.ts -- --dbt PATH/TO/dbt
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dbtScaffold } from "../../../server/src/shred/dbtScaffold";

const at = process.argv.indexOf("--dbt");
const dbt = at < 0 ? "dbt" : (process.argv[at + 1] ?? "dbt");
const root = mkdtempSync(join(tmpdir(), "heddle-scaffold-"));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function build(): { readonly status: number | null; readonly said: string } {
  const { status, stdout } = spawnSync(
    dbt,
    ["build", "--profiles-dir", root, "--project-dir", root],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
    },
  );
  return { status, said: stdout };
}

put("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n");
put(
  "profiles.yml",
  `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: '${join(root, "x.duckdb")}', threads: 4}\n`,
);
const keys = [...Array.from({ length: 50 }, (_, id) => String(id - 20)), "", ""];
put("seeds/orders.csv", `id,note\n${keys.map((id, n) => `${id},n${n}`).join("\n")}\n`);
for (const { path, text } of dbtScaffold({ model: "orders", column: "id", shards: 4 }))
  put(path, text);

const failures: string[] = [];
const good = build();
if (good.status !== 0) failures.push(`dbt refuses the scaffold:\n${good.said}`);
const broken = join(root, "models/orders_shards/orders_shard_1.sql");
writeFileSync(broken, readFileSync(broken, "utf8").replace("orders_shard(1)", "orders_shard(2)"));
const bad = build();
if (bad.status === 0 || !/FAIL \d+ orders_shards_do_not_overlap/.test(bad.said)) {
  failures.push(`a shard with another's rows passes:\n${bad.said}`);
}
rmSync(root, { recursive: true, force: true });
process.stdout.write(
  `${failures.join("\n")}${2 - failures.length} passed, ${failures.length} failed\n`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
