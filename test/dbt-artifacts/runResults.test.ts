/** run_results.json and JSON logs of a real run (dbt-core 1.11.16, Postgres 15) and broken ones. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { parseLogEvents } from "../../server/src/dbt/artifacts/logEvents";
import type { RunRecord } from "../../server/src/dbt/artifacts/runRecord";
import { parseRunResults, readRunResults } from "../../server/src/dbt/artifacts/runResults";

const DATA = join(__dirname, "..", "data", "dbt-artifacts");
const read = (name: string): string => readFileSync(join(DATA, name), "utf8");

/** One line per node: id, outcome, thread number, rows, statement, batches. */
function draw(run: RunRecord): string {
  return run.nodes
    .map((node) =>
      [
        node.uniqueId,
        node.outcome,
        node.thread?.replace(/^Thread-(\d+).*/, "$1") ?? "-",
        node.rows ?? "-",
        node.statement ?? "-",
        node.batches === undefined ? "" : `${node.batches.successful}/${node.batches.failed}`,
      ]
        .join(" ")
        .trim(),
    )
    .sort()
    .join("\n");
}

function checkRun(run: RunRecord | undefined, expected: string): void {
  expect(draw(run!)).toBe(expected.trim().replaceAll(/^\s+/gm, ""));
}

test("a build with an error, a skip, a failed test, a seed and a microbatch model", () => {
  const { run, problems } = parseRunResults(
    read("run_results-mixed.json"),
    "target/run_results.json",
  );
  expect(problems).toEqual([]);
  checkRun(
    run,
    `
    model.ecommerce.after_bad not-run 1 - -
    model.ecommerce.bad failed 1 - -
    model.ecommerce.mb completed 2 - - 4/0
    model.ecommerce.stg_brands completed 3 - CREATE
    model.ecommerce.use_eph completed 3 1 SELECT
    seed.ecommerce.s1 completed 1 1 INSERT
    test.ecommerce.fails completed 1 1 SELECT`,
  );
  expect(run).toMatchObject({
    schemaVersion: 6,
    dbtVersion: "1.11.16",
    command: "build",
    target: "prod",
    threads: 3,
    isFullRefresh: false,
    isPartialData: false,
  });
  const brands = run!.nodes.find((node) => node.uniqueId.endsWith("stg_brands"))!;
  expect(brands.executionMs).toBeCloseTo(343.481, 2);
  // The worker's own time and the span of its two phases differ by milliseconds only.
  expect(brands.endMs! - brands.startMs!).toBeGreaterThan(330);
  expect(brands.endMs! - brands.startMs!).toBeLessThan(345);
});

test("the log of the same run tells the same, and of the ephemeral model too", () => {
  const { runs } = parseLogEvents(read("dbt-mixed.log.jsonl"), "logs/dbt.log");
  const { run } = parseRunResults(read("run_results-mixed.json"), "target/run_results.json");
  expect(runs.length).toBe(1);
  const fromLog = runs[0]!;
  const withoutEphemeral = fromLog.nodes.filter((node) => !node.uniqueId.endsWith(".eph"));
  expect(fromLog.nodes.length - withoutEphemeral.length).toBe(1);
  expect(draw({ ...fromLog, nodes: withoutEphemeral })).toBe(draw(run!));
  expect(fromLog).toMatchObject({ command: "build", target: "prod", threads: 3 });
  expect(fromLog.invocationId).toBe(run!.invocationId);
  for (const node of run!.nodes) {
    const logged = fromLog.nodes.find((candidate) => candidate.uniqueId === node.uniqueId)!;
    expect(logged.executionMs).toBeCloseTo(node.executionMs, 1);
    if (node.outcome !== "completed") continue;
    expect(Math.abs(logged.startMs! - node.startMs!)).toBeLessThan(25);
    expect(Math.abs(logged.endMs! - node.endMs!)).toBeLessThan(25);
  }
});

test("what a later version adds or leaves out does not matter", () => {
  const text = JSON.stringify({
    metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v9.json", new: 1 },
    results: [
      { unique_id: "model.a.x", status: "success", execution_time: 1.5, timing: null, extra: {} },
      { unique_id: "model.a.y", status: "reused" },
      {
        unique_id: "model.a.z",
        status: "success",
        execution_time: "2",
        adapter_response: { rows_affected: "-1" },
      },
      { status: "success" },
      null,
    ],
  });
  const { run, problems } = parseRunResults(text, "r.json");
  expect(
    run!.nodes.map((node) => [node.uniqueId, node.outcome, node.executionMs, node.rows]),
  ).toEqual([
    ["model.a.x", "completed", 1500, undefined],
    ["model.a.y", "not-run", 0, undefined],
    ["model.a.z", "completed", 2000, undefined],
  ]);
  expect(problems.map((problem) => problem.message)).toEqual([
    "r.json: 2 of 5 results have no unique_id or status and are left out",
  ]);
});

test("a time without a zone is UTC, and its microseconds count", () => {
  const timing = [
    {
      name: "compile",
      started_at: "2024-02-29T23:59:59.250500",
      completed_at: "2024-02-29T23:59:59.5Z",
    },
    {
      name: "execute",
      started_at: "2024-03-01T00:00:00Z",
      completed_at: "2024-03-01T01:00:01+01:00",
    },
  ];
  const { run } = parseRunResults(
    JSON.stringify({ results: [{ unique_id: "m", status: "success", timing }] }),
    "r.json",
  );
  expect(run!.nodes[0]!.executionMs).toBeCloseTo(1749.5, 3);
});

test("dbt 2 writes nanoseconds", () => {
  const timing = [
    {
      started_at: "2026-11-21T09:45:04.630648906Z",
      completed_at: "2026-11-21T09:45:04.730749906Z",
    },
  ];
  const { run } = parseRunResults(
    JSON.stringify({ results: [{ unique_id: "m", status: "success", timing }] }),
    "r.json",
  );
  expect(run!.nodes[0]!.executionMs).toBeCloseTo(100.101, 2);
});

test.each([
  "2026",
  "2026-11-21",
  "2026-11-21X09:45:04Z",
  "2026-1a-21T09:45:04Z",
  "2026-11-21T09:45:04.Z",
  "2026-11-21T09:45:04 CET",
])("%s is no time", (started_at) => {
  const { run } = parseRunResults(
    JSON.stringify({ results: [{ unique_id: "m", status: "success", timing: [{ started_at }] }] }),
    "r.json",
  );
  expect(run!.nodes[0]!.startMs).toBeUndefined();
});

test.each([
  ["", "cannot be read as JSON"],
  ["{", "cannot be read as JSON"],
  ["[]", "holds no JSON object"],
  ["null", "holds no JSON object"],
  ["{}", "has no list of results"],
  ['{"results": {}}', "has no list of results"],
  [
    '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"}, "results": []}',
    "is a manifest, not run results",
  ],
])("%s is a problem, not an exception", (text, message) => {
  const { run, problems } = parseRunResults(text, "target/run_results.json");
  expect(run).toBeUndefined();
  expect(problems).toHaveLength(1);
  expect(problems[0]!.message).toContain(message);
});

test("keys like __proto__ are data", () => {
  const text =
    '{"__proto__": {"results": []}, "metadata": {"__proto__": {"dbt_version": "9"}}, "results": [{"unique_id": "__proto__", "status": "success", "execution_time": 1}]}';
  const { run } = parseRunResults(text, "r.json");
  expect(run!.dbtVersion).toBeUndefined();
  expect(run!.nodes[0]!.uniqueId).toBe("__proto__");
  expect(Object.keys({})).toEqual([]);
});

test("a log with other lines in it, and one without events", () => {
  const log = read("dbt-mixed.log.jsonl");
  const noisy = `Starting\n${log.replaceAll("\n", "\nnot json\n{broken\n")}`;
  expect(draw(parseLogEvents(noisy, "l").runs[0]!)).toBe(draw(parseLogEvents(log, "l").runs[0]!));
  expect(parseLogEvents("hello\n", "l").problems).toHaveLength(1);
});

/** The bytes of `text` in pieces of `length`, all in one buffer, as a disk reader has them. */
function* piecesOf(text: string, length: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const buffer = new Uint8Array(length);
  for (let start = 0; start < bytes.length; start += length) {
    const piece = bytes.subarray(start, start + length);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

describe("results of any size, in pieces", () => {
  it.each([7, 1000, 1_000_000])("of %i bytes are what they are in one", (length) => {
    const text = read("run_results-mixed.json");
    expect(readRunResults(piecesOf(text, length), "r.json")).toEqual(
      parseRunResults(text, "r.json"),
    );
  });

  it.each([
    ["{", "r.json cannot be read as JSON: it ends early, at byte 1"],
    [`{"results": [{]}`, "r.json cannot be read as JSON"],
    [`{"results": {"a": 1}`, "r.json cannot be read as JSON: it ends early"],
    [`{"metadata": {}}`, "r.json has no list of results"],
    [`{"metadata": {}, "results": [{}, 1]}`, "2 of 2 results have no unique_id or status"],
  ])("%s is a problem", (text, expected) => {
    const { problems } = readRunResults(piecesOf(text, 5), "r.json");
    expect(problems.map(({ message }) => message).join("\n")).toContain(expected);
  });
});
