import { describe, expect, it } from "vitest";
import { simulate } from "../../server/src/schedule/simulate";
import { checkSchedule } from "../support/checkSchedule";
import { GRAPHS } from "../support/graphs";
import { workloadOf } from "../support/workloadOf";

describe("dispatch order of dbt-core", () => {
  it("runs a diamond on two threads", () => {
    checkSchedule(
      GRAPHS.diamond,
      { threads: 2 },
      `
      1 |aaabbbbbdddd|
      2 |   cc       |`,
    );
  });

  it("spreads a fan and waits for a funnel", () => {
    checkSchedule(
      GRAPHS.fan,
      { threads: 2 },
      `
      1 |abbbddd|
      2 | ccc   |`,
    );
    checkSchedule(
      GRAPHS.funnel,
      { threads: 2 },
      `
      1 |aaadd|
      2 |bcc  |`,
    );
  });

  it("starts roots by id and later tasks in order of becoming ready", () => {
    checkSchedule(
      "z:1 -> b:2, y:2 -> a:2",
      { threads: 1 },
      `
      1 |yyzaabb|`,
    );
  });

  it("lets nothing overtake: a long chain starts behind short roots", () => {
    checkSchedule(
      GRAPHS.shortRootsBeforeChain,
      { threads: 2 },
      `
      1 |aaacccxxxxyyyyzzzz|
      2 |bbbddd            |`,
    );
  });

  it("puts tasks that one completion makes ready in level order before id order", () => {
    // p makes z (level 1) and d (level 3) ready: z takes the lowest thread although d sorts first.
    checkSchedule(
      "p:5 -> z:1, r:1 -> s:1 -> t:1 -> d:1, p -> d",
      { threads: 2 },
      `
      1 |pppppz|
      2 |rst  d|`,
    );
  });

  it("handles completions at one instant one at a time, in start order", () => {
    // a and b end together. After a: x takes its thread; after b: the next in line is y, then p.
    checkSchedule(
      "a:2 -> x:2 y:2, b:2 -> p:2",
      { threads: 2 },
      `
      1 |aaxxpp|
      2 |bbyy  |`,
    );
  });

  it("passes a task of no length through a thread", () => {
    checkSchedule(
      "a:0 -> b:2, c:2, d:2",
      { threads: 2 },
      `
      1 |dd  |
      2 |ccbb|`,
    );
  });

  it("shows that a fourth thread can cost time", () => {
    checkSchedule(
      GRAPHS.moreThreadsAreSlower,
      { threads: 3 },
      `
      1 |aaaiiiiiiiii|
      2 |bbddeeeegggg|
      3 |cc  ffffhhhh|`,
    );
    checkSchedule(
      GRAPHS.moreThreadsAreSlower,
      { threads: 4 },
      `
      1 |aaahhhh        |
      2 |bbeeeeiiiiiiiii|
      3 |ccffff         |
      4 |ddgggg         |`,
    );
  });
});

describe("longest path first", () => {
  it("starts the chain at once", () => {
    checkSchedule(
      GRAPHS.shortRootsBeforeChain,
      { threads: 2, policy: "longest-path" },
      `
      1 |xxxxyyyyzzzz|
      2 |aaabbbcccddd|`,
    );
  });
});

describe("hint meanings", () => {
  it("ignored: as if there were none", () => {
    checkSchedule(
      GRAPHS.heavyAndLight,
      { threads: 4 },
      `
      1 |h1..l3|
      2 |h2..  |
      3 |h3..  |
      4 |l1l2  |`,
    );
  });

  it("seats: who waits for a seat is overtaken", () => {
    checkSchedule(
      GRAPHS.heavyAndLight,
      { threads: 4, hints: "seats" },
      `
      1 |h1..h2..h3..|
      2 |l1          |
      3 |l2          |
      4 |l3          |`,
    );
  });

  it("exclusive: a task with hint 1 runs alone and is not overtaken", () => {
    checkSchedule(
      "a:2 b:3/1 c:2 d:2",
      { threads: 4, hints: "exclusive" },
      `
      1 |aabbbcc|
      2 |     dd|`,
    );
  });

  it("slots: a task with hint t holds t threads, the first in line is not overtaken", () => {
    checkSchedule(
      "a:2/3 b:2/2 c:2 d:2/9",
      { threads: 4, hints: "slots" },
      `
      1 |aabbdd|
      2 |aabbdd|
      3 |aaccdd|
      4 |    dd|`,
    );
  });
});

describe("places", () => {
  it("a pool's task waits for its pool and is overtaken", () => {
    checkSchedule(
      "a:2@dw b:2@dw c:3",
      { threads: 3, pools: { dw: 1 } },
      `
      1 |aabb|
      2 |ccc |`,
    );
  });

  it("a task without a thread runs beside full threads and past a blocked line", () => {
    checkSchedule(
      "a:2/2 b:2/2 n:3!",
      { threads: 2, hints: "slots" },
      `
      1 |aabb|
      2 |aabb|
      - |nnn |`,
    );
  });
});

describe("what a schedule says", () => {
  const schedule = simulate(workloadOf(GRAPHS.diamond), {
    threads: 2,
    hints: "ignored",
    policy: "dbt-core",
  });
  const byId = new Map(schedule.tasks.map((task) => [task.id, task]));

  it("totals", () => {
    expect(schedule).toMatchObject({
      makespanMs: 12,
      lowerBoundMs: 12,
      criticalPathMs: 12,
      workMs: 14,
      idleMs: 10,
      utilization: 14 / 24,
      peakThreads: 2,
      criticalPath: ["a", "b", "d"],
      bindingChain: ["a", "b", "d"],
    });
  });

  it("slack, causes and waits per task", () => {
    expect(byId.get("c")).toMatchObject({ slackMs: 3, critical: false, blockedBy: "a", waitMs: 0 });
    expect(byId.get("d")).toMatchObject({ slackMs: 0, critical: true, blockedBy: "b" });
    expect(byId.get("a")).toMatchObject({ readyMs: 0, blockedBy: null });
  });

  it("waits count from becoming ready", () => {
    const { tasks } = simulate(workloadOf("a:2 -> c:1, b:5"), {
      threads: 1,
      hints: "ignored",
      policy: "dbt-core",
    });
    expect(tasks.map(({ id, readyMs, waitMs }) => ({ id, readyMs, waitMs }))).toEqual([
      { id: "a", readyMs: 0, waitMs: 0 },
      { id: "b", readyMs: 0, waitMs: 2 },
      { id: "c", readyMs: 2, waitMs: 5 },
    ]);
  });

  it("an empty workload takes no time", () => {
    const empty = simulate(workloadOf(""), { threads: 4, hints: "seats", policy: "dbt-core" });
    expect(empty).toMatchObject({ makespanMs: 0, utilization: 0, tasks: [], criticalPath: [] });
  });

  it("takes absurdly many threads", () => {
    const workload = workloadOf(GRAPHS.heavyAndLight);
    for (const hints of ["ignored", "seats", "exclusive", "slots"] as const) {
      for (const pace of [{}, { capacity: 2 }, { contention: { alpha: 0, beta: 0 } }]) {
        const options = { threads: 2_000_000_000, hints, policy: "dbt-core", ...pace } as const;
        expect(simulate(workload, options).peakThreads).toBeLessThanOrEqual(15);
      }
    }
  });

  it("refuses thread counts that no run has", () => {
    for (const threads of [0, -1, 1.5, Number.NaN]) {
      const options = { threads, hints: "ignored", policy: "dbt-core" } as const;
      expect(() => simulate(workloadOf("a:1"), options)).toThrow(/threads must be/);
    }
  });
});

describe("dbt 2", () => {
  const options = { hints: "ignored", policy: "fusion" } as const;

  it("clamps threads to at least 2 and to the adapter's limit", () => {
    const work = workloadOf(GRAPHS.independent);
    expect(simulate(work, { ...options, threads: 1 }).threads).toBe(2);
    expect(simulate(work, { ...options, threads: 16, fusionLimit: 4 }).threads).toBe(4);
    expect(simulate(work, { ...options, threads: 64 }).threads).toBe(48);
  });

  it("gives a band where the order of ties decides, the same for the same seed", () => {
    const work = workloadOf(GRAPHS.shortRootsBeforeChain);
    const first = simulate(work, { ...options, threads: 2, seed: 5 });
    expect(first.band).toMatchObject({ lowMs: 15, highMs: 18, samples: 25 });
    expect(first.makespanMs).toBe(first.band?.medianMs);
    expect(simulate(work, { ...options, threads: 2, seed: 5 })).toEqual(first);
  });
});
