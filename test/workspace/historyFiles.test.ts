import { describe, expect, it } from "vitest";
import { historyFiles, historyMatcher } from "../../server/src/workspace/historyFiles";
import { readHistory } from "../../server/src/workspace/readHistory";
import { memoryFileSystem } from "../support/fixture";
import { openWorkspace } from "./liveDisk";

const ROOT = "/work [1]/shop (new)";
const disk = memoryFileSystem(
  new Map(
    [
      "target/run_results.json",
      "target/manifest.json",
      "history/run_results_1.json",
      "history/2026/01/run_results.json",
      "history/2026/01/sources.json",
      "run_history/.old/run_results_2.json",
      "runs/a.json",
      "runs/b.json",
      "../archive/run_results_9.json",
    ].map((file) => [`${ROOT}/${file}`, "{}"] as const),
  ),
);

describe("history files", () => {
  it.each([
    [
      [],
      [
        "history/2026/01/run_results.json",
        "history/run_results_1.json",
        "run_history/.old/run_results_2.json",
        "target/run_results.json",
      ],
    ],
    [["runs/*.json"], ["runs/a.json", "runs/b.json"]],
    [["runs/{b,c}.json"], ["runs/b.json"]],
    [["runs\\a.json"], ["runs/a.json"]],
    [["runs/none.json"], ["runs/none.json"]],
    [["none/**/*.json"], []],
    [["../archive/*.json"], ["../archive/run_results_9.json"]],
    [["/work [1]/archive/run_results_9.json"], ["/work [1]/archive/run_results_9.json"]],
    [
      ["**/run_results_[0-9].json"],
      ["history/run_results_1.json", "run_history/.old/run_results_2.json"],
    ],
    [
      ["runs/*.json", "runs/a.json"],
      ["runs/a.json", "runs/b.json"],
    ],
  ])("of %j are %j", (globs, expected) => {
    const found = historyFiles(disk, ROOT, globs);
    expect([...found].sort()).toEqual(expected.map(absolute).sort());
    const matches = historyMatcher(ROOT, globs);
    expect(found.every(matches)).toBe(true);
    expect(matches(`${ROOT}/models/a.sql`)).toBe(false);
  });

  it("are cut to the newest names", () => {
    const many = new Map(
      Array.from({ length: 450 }, (_, i) => [
        `history/run_results_${String(i).padStart(3, "0")}.json`,
        "{}",
      ]),
    );
    const found = historyFiles(memoryFileSystem(many), "/project", []);
    // target/run_results.json is named whether or not it is there.
    expect(found).toHaveLength(400);
    expect(found[0]).toBe("/project/history/run_results_051.json");
  });
});

describe("a project's history", () => {
  const RUNS = new Map([
    ["history/run_results_1.json", RUN],
    ["history/run_results_2.json", RUN.replace("run-1", "run-2")],
  ]);

  /** Which of the two are read again when `changed` may have changed. */
  function checkReadAgain(changed: readonly string[], expected: readonly number[]): void {
    const disk = memoryFileSystem(RUNS);
    const before = readHistory(disk, "/project", [], []);
    const paths = new Set(changed.map((path) => `/project/${path}`));
    const after = readHistory(disk, "/project", [], before, paths);
    expect(after.flatMap((run, at) => (run === before[at] ? [] : [at + 1]))).toEqual(expected);
    expect(after).toEqual(before);
  }

  it("is read again only where it may have changed", () => {
    checkReadAgain([], []);
    checkReadAgain(["models/a.sql", "history/run_results_3.json"], []);
    checkReadAgain(["history/run_results_2.json"], [2]);
    checkReadAgain(["history"], [1, 2]);
  });

  it("is read again where nobody knows what has changed, unless it was written at the same moment", () => {
    const disk = memoryFileSystem(RUNS);
    let secondMs = 20;
    const dated = {
      ...disk,
      modifiedMs: (file: string) => (file.endsWith("1.json") ? 10 : secondMs),
    };
    const first = readHistory(dated, "/project", [], []);
    secondMs = 30;
    const later = readHistory(dated, "/project", [], first);
    expect(later.map((run, at) => run === first[at])).toEqual([true, false]);
    const undated = readHistory(disk, "/project", [], later);
    expect(undated.map((run, at) => run === later[at])).toEqual([false, false]);
  });

  it("keeps no texts but of files with something wrong", () => {
    const files = new Map([...RUNS, ["target/run_results.json", "{"]]);
    const runs = readHistory(memoryFileSystem(files), "/project", [], []);
    expect(runs.map(({ text, length }) => [text, length])).toEqual([
      [undefined, RUN.length],
      [undefined, RUN.length],
      ["{", 1],
    ]);
  });

  it("reads a file in pieces that is too large for one text", () => {
    const disk = memoryFileSystem(RUNS);
    const large = { failure: "too-large", message: "has 90 MB" } as const;
    const read = (chunks?: (file: string) => Iterable<Uint8Array>) =>
      readHistory(
        {
          ...disk,
          read: (file) => (file.endsWith("1.json") ? large : disk.read(file)),
          ...(chunks && { chunks }),
        },
        "/project",
        [],
        [],
      )[0]!;
    const whole = readHistory(disk, "/project", [], [])[0]!;
    expect(read(() => [new TextEncoder().encode(RUN)]).run).toEqual(whole.run);
    expect(read().run).toBeUndefined();
    expect(read().problems[0]?.message).toBe(
      "history/run_results_1.json cannot be read; it is left out of the run history",
    );
  });

  it("ends where it has read enough, with the newest names", () => {
    const read = (most: number) =>
      readHistory(memoryFileSystem(RUNS), "/project", [], [], undefined, most).map(
        ({ file }) => file,
      );
    expect(read(0)).toEqual(["history/run_results_2.json"]);
    expect(read(RUN.length)).toHaveLength(2);
  });

  it("is followed where its globs lead, outside the project and in written folders too", () => {
    const { project, save } = openWorkspace("//- models/a.sql\nselect 1", {
      settings: { history: ["../archive/*.json", "target/runs/*.json"] },
    });
    expect(project().history().runs).toBe(0);
    save("/archive/one.json", RUN);
    expect(project().history().files).toEqual(["../archive/one.json"]);
    save("target/runs/two.json", RUN.replace("run-1", "run-2"));
    expect(project().history().runs).toBe(2);
    save("target/run_results.json", RUN.replace("run-1", "run-3"));
    expect(project().history().runs).toBe(2);
    save("target", undefined);
    save("/archive", undefined);
    expect(project().history()).toEqual({ runs: 0, files: [] });
  });

  it("that cannot be read is a problem of its file, not of the project", () => {
    const { project } = openWorkspace(
      `//- models/a.sql\nselect 1\n//- target/run_results.json\n{"metadata": `,
    );
    expect(project().history().runs).toBe(0);
    expect(project().problemsIn("target/run_results.json")).toHaveLength(1);
    expect(project().textOf("target/run_results.json")).toBe('{"metadata": ');
    expect(project().schedule().tasks).toHaveLength(1);
  });
});

const RUN = JSON.stringify({
  metadata: {
    dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
    dbt_version: "1.11.0",
    generated_at: "2026-01-01T02:00:00Z",
    invocation_id: "run-1",
  },
  results: [],
  elapsed_time: 1,
  args: { which: "run" },
});

function absolute(path: string): string {
  if (path.startsWith("/")) return path;
  return path.startsWith("../") ? `/work [1]/${path.slice(3)}` : `${ROOT}/${path}`;
}
