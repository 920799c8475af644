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
  it("parses a file again only when its text has changed", () => {
    const files = new Map([
      ["history/run_results_1.json", RUN],
      ["history/run_results_2.json", RUN],
    ]);
    const before = readHistory(memoryFileSystem(files), "/project", [], []);
    files.set("history/run_results_2.json", RUN.replace("run-1", "run-2"));
    const after = readHistory(memoryFileSystem(files), "/project", [], before);
    expect(before.map(({ file }) => file)).toEqual([
      "history/run_results_1.json",
      "history/run_results_2.json",
    ]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
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
