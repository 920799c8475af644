import { describe, expect, it } from "vitest";
import { splitJobs } from "../../server/src/schedule/jobSplit";
import { simulate } from "../../server/src/schedule/simulate";
import { buildGraph } from "../../server/src/workload/graph";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

/** Jobs as `9: a b | 4: c`, longest first. */
function checkSplit(notation: string, threads: number, expected: string | undefined, most = 4) {
  const split = splitJobs(buildGraph(workloadOf(notation)), { ...TODAY, threads }, most);
  const shown = split?.jobs.map(({ tasks, makespanMs }) => `${makespanMs}: ${tasks.join(" ")}`);
  expect(shown?.join(" | ")).toBe(expected);
}

describe("splitJobs", () => {
  it("keeps what hangs together in one job", () => {
    checkSplit("a:3 -> b:6, x:2 -> y:2", 1, "9: a b | 4: x y");
    checkSplit("a:3 -> b:6, a -> c:1", 4, undefined);
  });

  it("packs many parts into few jobs", () => {
    checkSplit("a:5 b:4 c:3 d:2", 1, "7: a d | 7: b c", 2);
  });

  it("says nothing where tasks slow each other down", () => {
    const graph = buildGraph(workloadOf("a:5 b:4"));
    expect(splitJobs(graph, { ...TODAY, threads: 1, capacity: 1 })).toBeUndefined();
  });

  it("covers every task once with its dependencies, and is the longest of its jobs", () => {
    let split = 0;
    for (let seed = 0; seed < 120; seed++) {
      const workload = randomWorkload(seed, { tasks: 2 + (seed % 25), isPlain: true });
      const options = { ...TODAY, threads: 1 + (seed % 5) };
      const found = splitJobs(buildGraph(workload), options);
      if (found === undefined) continue;
      split++;
      const jobOf = new Map(found.jobs.flatMap(({ tasks }, job) => tasks.map((id) => [id, job])));
      expect(jobOf.size).toBe(workload.tasks.length);
      for (const { id, dependsOn } of workload.tasks) {
        for (const parent of dependsOn) expect(jobOf.get(parent)).toBe(jobOf.get(id));
      }
      expect(found.makespanMs).toBe(Math.max(...found.jobs.map((job) => job.makespanMs)));
      if (options.threads === 1) {
        expect(found.makespanMs).toBeLessThanOrEqual(simulate(workload, options).makespanMs);
      }
    }
    expect(split).toBeGreaterThan(20);
  });
});
