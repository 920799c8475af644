import { describe, expect, it } from "vitest";
import { parseWorkload, validateWorkload } from "../../server/src/workload/validateWorkload";

const TASK = { id: "a", durationMs: 5, durationOrigin: "given", dependsOn: [] };
const CAPACITY = { threads: 4, pools: { dw: 2 } };

/** One message per problem, `warning ` before those that let a workload through. */
function checkProblems(tasks: unknown, expected: readonly string[], capacity: unknown = CAPACITY) {
  const { workload, problems } = validateWorkload({ schema: "heddle.workload/1", tasks, capacity });
  const said = problems.map(({ severity, message }) =>
    severity === "error" ? message : `warning ${message}`,
  );
  expect(said).toEqual(expected);
  expect(workload === undefined).toBe(problems.some(({ severity }) => severity === "error"));
  return workload;
}

describe("a workload that can be read", () => {
  it("keeps what is given", () => {
    const task = { ...TASK, threads: 2, kind: "model", pool: "dw", noSlot: true };
    expect(checkProblems([task], [])?.tasks).toEqual([task]);
  });

  it("takes null for absent, and repeated dependencies for one", () => {
    const b = { ...TASK, id: "b", dependsOn: ["a", "a"], threads: null, pool: null, kind: null };
    const workload = checkProblems([TASK, b], []);
    expect(workload?.tasks[1]).toEqual({ ...TASK, id: "b", dependsOn: ["a"] });
  });

  it("fills in what may be left out, and says what it assumed", () => {
    const { workload, problems } = validateWorkload({ tasks: [{ id: "a", durationMs: 1 }] });
    expect(workload).toMatchObject({ name: "workload", capacity: { threads: 1, pools: {} } });
    expect(workload?.tasks).toEqual([{ ...TASK, durationMs: 1 }]);
    expect(problems.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
  });

  it("reads a pool without a limit as unlimited", () => {
    checkProblems(
      [
        { ...TASK, pool: "lake" },
        { ...TASK, id: "b", pool: "lake" },
      ],
      ["warning task a: pool lake is not in capacity.pools; read as unlimited"],
    );
  });

  it("is not misled by names that every object has", () => {
    const json =
      '{"schema":"heddle.workload/1","capacity":{"threads":1,"pools":{"__proto__":1}},"tasks":[{"id":"constructor","durationMs":1,"pool":"__proto__"},{"id":"toString","durationMs":1,"dependsOn":["constructor"],"pool":"valueOf"}]}';
    const { workload, problems } = parseWorkload(json);
    expect(Object.keys(workload?.capacity.pools ?? {})).toEqual(["__proto__"]);
    expect(problems.map(({ taskId }) => taskId)).toEqual(["toString"]);
  });
});

describe("what is wrong is said with the task's name", () => {
  it("durations", () => {
    for (const [durationMs, shown] of [
      [-1, "-1"],
      ["5", '"5"'],
      [null, "null"],
      [undefined, "nothing"],
    ]) {
      checkProblems(
        [{ ...TASK, durationMs }],
        [`task a: durationMs must be a number of at least 0, not ${shown}`],
      );
    }
    expect(parseWorkload('{"tasks":[{"id":"a","durationMs":1e999}]}').workload).toBeUndefined();
  });

  it("hints", () => {
    for (const threads of [0, -2, 1.5, "4", true]) {
      const message = `task a: threads must be a whole number of at least 1 or absent, not ${JSON.stringify(threads)}`;
      checkProblems([{ ...TASK, threads }], [message]);
    }
  });

  it("ids", () => {
    checkProblems([TASK, TASK], ["task a occurs twice"]);
    checkProblems([{ ...TASK, dependsOn: ["z"] }], ["task a: depends on unknown task z"]);
    checkProblems(
      [{ ...TASK, id: "" }],
      ['tasks[0] has no id; expected a non-empty string, not ""'],
    );
    checkProblems([7], ["tasks[0] must be an object, not 7"]);
  });

  it("cycles, with the whole way round", () => {
    checkProblems([{ ...TASK, dependsOn: ["a"] }], ["task a depends on itself: a → a"]);
    const ring = ["a", "b", "c"].map((id, i) => ({ ...TASK, id, dependsOn: ["bca"[i]!] }));
    checkProblems(
      [{ ...TASK, id: "x", dependsOn: ["a"] }, ...ring],
      ["task a depends on itself: a → b → c → a"],
    );
  });

  it("pools and capacity", () => {
    checkProblems([{ ...TASK, pool: 3 }], ["task a: pool must be a name or absent, not 3"]);
    checkProblems([TASK], ["capacity.pools: dw must be a whole number of at least 1, not 0"], {
      threads: 1,
      pools: { dw: 0 },
    });
    checkProblems([TASK], ["capacity.threads must be a whole number of at least 1, not 0"], {
      threads: 0,
    });
  });

  it("several at once", () => {
    checkProblems(
      [{ id: "a", durationMs: -1, threads: 0, noSlot: "yes" }],
      [
        "task a: durationMs must be a number of at least 0, not -1",
        "task a: threads must be a whole number of at least 1 or absent, not 0",
        'task a: noSlot must be true or false, not "yes"',
      ],
    );
  });

  it("files that are none", () => {
    expect(parseWorkload("{").problems[0]?.message).toMatch(/^workload is not JSON: /);
    for (const json of [null, [], 3, "x"]) {
      expect(validateWorkload(json).problems[0]?.message).toMatch(/^workload must be an object/);
    }
    expect(validateWorkload({ schema: "heddle.workload/9", tasks: [] }).problems[0]?.message).toBe(
      'workload has schema "heddle.workload/9"; this version reads heddle.workload/1',
    );
  });

  it("never throws, whatever a field holds", () => {
    const odd = [null, 0, -1, "", "x", [], {}, [null], { id: 1 }, true];
    for (const value of odd) {
      for (const key of ["schema", "tasks", "capacity", "name"]) {
        validateWorkload({ tasks: [TASK], capacity: CAPACITY, [key]: value });
      }
      for (const key of ["id", "durationMs", "dependsOn", "threads", "pool", "kind", "noSlot"]) {
        validateWorkload({ tasks: [{ ...TASK, [key]: value }], capacity: CAPACITY });
      }
    }
  });
});
