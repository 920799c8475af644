/** What the page says about tasks, runs, savings and colours. */

import { describe, expect, it } from "vitest";
import { matrixOf } from "../../client/panel/alternatives";
import { threadsAfterKey } from "../../client/panel/curve";
import { curveOf, nearestPoint, worthShowing } from "../../client/panel/curveGeometry";
import { blockersOf, findTasks, joinRun, nameOf } from "../../client/panel/run";
import { offersOf } from "../../client/panel/savings";
import { factsOf, gainWords } from "../../client/panel/summary";
import { sentenceOf } from "../../client/panel/taskWords";
import { luminance, moreVisible, opaque } from "../../client/panel/theme";
import { halved, without } from "../../client/panel/whatIf";
import { byDifference, threadsChange } from "../../client/src/modelFacts";
import type { ModelEntry } from "../../server/src/protocol";
import { sweep } from "../../server/src/schedule/sweep";
import { GRAPHS } from "../support/graphs";
import { workloadOf } from "../support/workloadOf";
import { runOf } from "./checkRows";

const clv: ModelEntry = {
  uniqueId: "d",
  resourceType: "model",
  name: "clv",
  package: "shop",
  version: null,
  file: "models/clv.sql",
  fqn: [],
  config: {},
  dependsOn: [],
  tags: [],
  schema: null,
  database: null,
  alias: null,
  hint: { threads: 6, origin: null, effectiveInDbt: false },
  complexity: { score: 21.5, breakdown: {}, class: "heavy-analytical" },
  recommendation: { threads: 1, basis: "complexity", because: [] },
  duration: { ms: 4, origin: "measured", runs: 7, low: 3, high: 5 },
  uncertain: [],
};

describe("a task in words", () => {
  const { schedule } = runOf(GRAPHS.diamond, 2);
  const project = {
    uri: "",
    name: "shop",
    adapter: null,
    threadsOrigin: null,
    isDbt: true,
    tasks: [clv],
  };
  const run = joinRun(schedule, project);

  it("tells duration, place, cause, slack and hint of a known model", () => {
    expect(sentenceOf(run, run.byId.get("d")!)).toBe(
      "clv. Duration: 4 ms measured, 7 runs, 3 ms – 5 ms. In the run: 8 ms to 12 ms on thread 1. " +
        "Started: after b. Slack: none: critical in this run. " +
        "Threads: 6 → 1 recommended. Complexity: 21.5, heavy analytical.",
    );
  });

  it("tells what it can of a task that is no model", () => {
    expect(sentenceOf(run, run.byId.get("c")!)).toBe(
      "c. Duration: 2 ms. In the run: 3 ms to 5 ms on thread 2. Started: after a. Slack: 3 ms.",
    );
  });

  it("tells where it stands today, when that is elsewhere", () => {
    const later = runOf(GRAPHS.diamond, 1).schedule;
    const moved = joinRun(schedule, project, { name: "today", schedule: later });
    expect(sentenceOf(moved, moved.byId.get("d")!)).toContain(
      "Today: 10 ms to 14 ms; ends 2 ms earlier now.",
    );
    expect(sentenceOf(moved, moved.byId.get("a")!)).not.toContain("Today");
  });

  it("names the chain that a task waited for, nearest first", () => {
    expect(blockersOf(run, run.byId.get("d")!).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("finds tasks by all words of a search, and nothing is no search", () => {
    expect([...(findTasks(run, " CL  v ") ?? [])]).toEqual(["d"]);
    expect(findTasks(run, "  ")).toBeUndefined();
    expect(findTasks(run, "no such")?.size).toBe(0);
  });
});

it("ids without a model keep their readable part", () => {
  expect(nameOf("model.shop.orders")).toBe("orders");
  expect(nameOf("model.shop.orders.v2")).toBe("orders.v2");
  expect(nameOf("load")).toBe("load");
});

describe("the run in words", () => {
  it("compares with today by sign and word, not by colour", () => {
    expect(gainWords(-220_000, 1_000_000)).toBe("▼ 3 m 40 s less than today");
    expect(gainWords(60_000, 1_000_000)).toBe("▲ 1 m 00 s more than today");
    expect(gainWords(0, 1_000_000)).toBe("as today");
  });

  it("says when nothing lies between the run and its bound", () => {
    expect(factsOf(runOf(GRAPHS.chain, 2), undefined).join(" · ")).toBe(
      "4 tasks · 50 % busy · at the lower bound 8 ms · critical path 8 ms over 4 tasks",
    );
  });
});

describe("alternatives", () => {
  const run = runOf(GRAPHS.diamond, 2);
  const withOthers = {
    ...run,
    schedule: {
      ...run.schedule,
      alternatives: [
        { hints: "ignored", policy: "dbt-core", makespanMs: 12 },
        { hints: "ignored", policy: "longest-path", makespanMs: 11 },
        { hints: "seats", policy: "dbt-core", makespanMs: 15 },
      ],
    },
  } as const;

  it("stand by meaning and order, with holes where nothing is known", () => {
    const { policies, rows, shortestMs } = matrixOf(withOthers);
    expect(policies).toEqual(["dbt-core", "longest-path"]);
    const table = rows.map(({ hints, cells }) => [hints, ...cells.map((cell) => cell?.makespanMs)]);
    expect(table).toEqual([
      ["ignored", 12, 11],
      ["seats", 15, undefined],
    ]);
    expect(shortestMs).toBe(11);
  });

  it("become offers where the server names none, only if they save", () => {
    const offers = offersOf(withOthers).map(({ title, savesMs }) => `${title} ${savesMs}`);
    expect(offers).toEqual(["longest path first 1"]);
  });
});

describe("what if", () => {
  const run = runOf(GRAPHS.diamond, 2);
  const [a, b] = [run.byId.get("a")!, run.byId.get("b")!];

  it("halves a duration, takes it back, and leaves nothing behind", () => {
    expect(halved(undefined, b)).toEqual({ b: 2.5 });
    expect(halved({ b: 2.5 }, a)).toEqual({ a: 1.5, b: 2.5 });
    expect(halved({ a: 1.5, b: 2.5 }, a)).toEqual({ b: 2.5 });
    expect(without({ b: 2.5 }, "b")).toBeUndefined();
  });
});

describe("the curve", () => {
  const result = {
    schema: "heddle.sweep/1",
    ...sweep(workloadOf("a:4 b:4 c:4 d:4 e:4 f:4 g:4 h:4"), {
      hints: "ignored",
      policy: "dbt-core",
      from: 1,
      to: 64,
    }),
  } as const;
  const size = { width: 320, height: 128 };

  it("ends where more threads say nothing", () => {
    expect(worthShowing(result, 3)).toBeLessThan(24);
    expect(worthShowing(result, 60)).toBe(64);
    expect(curveOf(result, 20, size)?.points.at(-1)?.threads).toBe(20);
  });

  it("finds the point under the pointer", () => {
    const curve = curveOf(result, 16, size)!;
    for (const { threads } of curve.points) {
      expect(nearestPoint(curve, curve.xOf(threads) + 0.4).threads).toBe(threads);
    }
  });

  it("is lower where the run is shorter", () => {
    const curve = curveOf(result, 16, size)!;
    expect(curve.yOf(4)).toBeGreaterThan(curve.yOf(8));
    expect(curve.yOf(0)).toBe(curve.bottom);
  });

  it("is walked along with the keys of a slider, never beyond its ends", () => {
    const { points } = curveOf(result, 16, size)!;
    const led = (key: string, threads: number) => threadsAfterKey(key, threads, points);
    expect([led("ArrowRight", 4), led("ArrowLeft", 4), led("ArrowLeft", 1)]).toEqual([5, 3, 1]);
    expect([led("Home", 4), led("End", 4), led("PageUp", 12)]).toEqual([1, 16, 16]);
    expect(led("x", 4)).toBeUndefined();
  });

  it("an empty sweep draws nothing", () => {
    expect(curveOf({ ...result, points: [] }, 3, size)).toBeUndefined();
  });
});

describe("colours", () => {
  it("text on a bar is the more visible of two", () => {
    expect(moreVisible("#cca700", "#000000", "#ffffff")).toBe("#000000");
    expect(moreVisible("#1a1a85", "#000000", "#ffffff")).toBe("#ffffff");
  });
  it("luminance reads the notations of themes", () => {
    expect(luminance("#fff")).toBeCloseTo(1);
    expect(luminance("rgb(0, 0, 0)")).toBe(0);
    expect(luminance("#ffffff80")).toBeCloseTo(1);
  });
  it("transparent colours are seen on their ground", () => {
    expect(opaque("#ff000080", "#000000")).toBe("rgb(128, 0, 0)");
    expect(opaque("rgba(255, 255, 255, 0.5)", "#000000")).toBe("rgb(128, 128, 128)");
    expect(opaque("#d18616", "#000000")).toBe("#d18616");
  });
});

describe("recommended threads", () => {
  const same = { ...clv, uniqueId: "e", hint: { threads: 1, origin: null, effectiveInDbt: false } };
  const unset = { ...clv, uniqueId: "f", hint: null };

  it("are told as a change, an agreement or a first setting", () => {
    expect([clv, same, unset].map(threadsChange)).toEqual(["6 → 1", "1 ✓", "none → 1"]);
  });
  it("list what differs first, then what takes long", () => {
    const long = { ...unset, uniqueId: "g", duration: { ms: 99, origin: "assumed" } } as const;
    expect(
      [same, clv, long]
        .sort(byDifference)
        .map(({ uniqueId }) => uniqueId)
        .join(""),
    ).toBe("gde");
  });
});
