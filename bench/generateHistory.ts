/**
 * What dbt leaves of its runs, for a generated project: `run_results.json` of version 6 with the fields
 * and about the size of real ones. The same project and seed give the same bytes.
 */
import { basename } from "node:path";
import { seededRandom } from "../server/src/schedule/seededRandom";

const DAY_MS = 86_400_000;
const NEWEST_MS = Date.parse("2026-01-14T01:00:00Z");
const THREADS = 16;

/** Files of `runs` nightly runs of the models among `files`, oldest first, by path. O(runs × models). */
export function generateHistory(
  files: ReadonlyMap<string, string>,
  runs: number,
  seed = 1,
): ReadonlyMap<string, string> {
  const random = seededRandom(seed);
  const models = [...files].filter(([path]) => path.endsWith(".sql") && path.startsWith("models/"));
  const usualSeconds = models.map(() => 0.5 * 40 ** random());
  const history = new Map<string, string>();
  for (let run = 1; run <= runs; run++) {
    const startMs = NEWEST_MS - (runs - run) * DAY_MS;
    const isNewest = run === runs;
    const path = isNewest ? "target/run_results.json" : `history/run_results-${run}.json`;
    let elapsed = 0;
    const results = models.map(([file, text], at) => {
      const seconds = usualSeconds[at]! * (0.85 + 0.3 * random());
      const from = startMs + (elapsed / THREADS) * 1000;
      elapsed += seconds;
      return resultOf(basename(file, ".sql"), text, from, seconds, at % THREADS);
    });
    history.set(path, JSON.stringify(runOf(run, startMs, elapsed / THREADS, results)));
  }
  return history;
}

function runOf(run: number, startMs: number, elapsed: number, results: readonly object[]) {
  return {
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      dbt_version: "1.11.16",
      generated_at: new Date(startMs + elapsed * 1000).toISOString(),
      invocation_id: `00000000-0000-4000-8000-${String(run).padStart(12, "0")}`,
      env: {},
    },
    results,
    elapsed_time: elapsed,
    args: { which: "run", threads: THREADS, target: "dev" },
  };
}

function resultOf(name: string, text: string, fromMs: number, seconds: number, thread: number) {
  const at = (ms: number) => new Date(ms).toISOString().replace("Z", "000Z");
  const executedMs = fromMs + 5;
  return {
    status: "success",
    timing: [
      { name: "compile", started_at: at(fromMs), completed_at: at(executedMs) },
      { name: "execute", started_at: at(executedMs), completed_at: at(fromMs + seconds * 1000) },
    ],
    thread_id: `Thread-${thread + 1} (worker)`,
    execution_time: seconds,
    adapter_response: { _message: "OK" },
    message: "OK",
    failures: null,
    unique_id: `model.bench.${name}`,
    compiled: true,
    compiled_code: text,
    relation_name: `"bench"."main"."${name}"`,
    batch_results: null,
  };
}
