/** Lists in pages on the client's side: what the extension gathers or hands on, what the page gets. */
import { expect, test } from "vitest";
import type { ToPage } from "../../client/panel/messages";
import { createPages } from "../../client/panel/pages";
import { createPagedRequests, type PagedClient } from "../../client/src/pagedRequests";
import type { ScheduledTask, SimulateResult } from "../../server/src/protocol";

const task = (id: string): ScheduledTask => ({
  id,
  startMs: 0,
  endMs: 1,
  thread: 0,
  readyMs: 0,
  waitMs: 0,
  slackMs: 0,
  critical: false,
  blockedBy: null,
});

const run = (...ids: string[]): SimulateResult => ({
  schema: "heddle.schedule/1",
  threads: 1,
  hints: "ignored",
  policy: "dbt-core",
  makespanMs: 1,
  lowerBoundMs: 1,
  criticalPathMs: 1,
  workMs: 1,
  idleMs: 0,
  criticalPath: [],
  tasks: ids.map(task),
  utilization: 1,
  peakThreads: 1,
  bindingChain: [],
  alternatives: [],
  kpis: {},
});

/** A client whose server sends these pages, then this answer. */
function clientOf(pages: readonly (readonly string[])[], answer: SimulateResult | null) {
  const tokens: string[] = [];
  const listeners = new Map<string, (partial: unknown) => void>();
  const client: PagedClient = {
    async request(_method, params) {
      const token = "partialResultToken" in params ? String(params.partialResultToken) : "";
      tokens.push(token);
      await Promise.resolve();
      for (const ids of pages) listeners.get(token)?.({ tasks: ids.map(task) });
      return answer;
    },
    onPartial(token, listener) {
      listeners.set(token, listener);
      return { dispose: () => listeners.delete(token) };
    },
  };
  return { client, tokens, listeners };
}

const params = { uri: "file:///shop" };
const idsOf = (tasks: readonly ScheduledTask[] | undefined) => tasks?.map(({ id }) => id);

test("pages are gathered into the answer", async () => {
  const { client, listeners } = clientOf([["a", "b"], ["c"]], run());
  const answer = await createPagedRequests()(client, "heddle/simulate", params);
  expect(idsOf(answer?.tasks)).toEqual(["a", "b", "c"]);
  expect(listeners.size).toBe(0);
});

test("a listener gets each page, and the answer keeps none of them", async () => {
  const { client } = clientOf([["a", "b"], ["c"]], run());
  const seen: unknown[] = [];
  const answer = await createPagedRequests()(client, "heddle/simulate", params, undefined, (page) =>
    seen.push(idsOf(page)),
  );
  expect(seen).toEqual([["a", "b"], ["c"]]);
  expect(answer?.tasks).toEqual([]);
});

test("requests at a time have tokens of their own, later ones take them up again", async () => {
  const { client, tokens } = clientOf([], run("a"));
  const ask = createPagedRequests();
  await Promise.all([
    ask(client, "heddle/simulate", params),
    ask(client, "heddle/simulate", params),
  ]);
  await ask(client, "heddle/simulate", params);
  expect(new Set(tokens.slice(0, 2)).size).toBe(2);
  expect(tokens.slice(0, 2)).toContain(tokens[2]);
});

test("no answer stays no answer", async () => {
  const { client } = clientOf([], null);
  expect(await createPagedRequests()(client, "heddle/simulate", params)).toBeUndefined();
});

test("the page puts its lists together, however the pages of two runs come", () => {
  const whole = createPages();
  const page = (pages: number, ...ids: string[]): ToPage => ({
    type: "tasksPage",
    pages,
    items: ids.map(task),
  });
  const schedule = (request: number, pages: number): ToPage => ({
    type: "schedule",
    request,
    pages,
    schedule: run(),
  });
  const given = [page(1, "a"), page(2, "x"), page(3, "lost"), page(1, "b")].map(whole);
  expect(given).toEqual([undefined, undefined, undefined, undefined]);
  expect(whole({ type: "dropPages", pages: 3 })).toBeUndefined();
  expect(whole(schedule(7, 1))).toEqual({ ...schedule(7, 1), schedule: run("a", "b") });
  expect(whole(schedule(8, 2))).toEqual({ ...schedule(8, 2), schedule: run("x") });
  expect(whole(schedule(9, 3))).toEqual({ ...schedule(9, 3), schedule: run() });
  expect(whole({ type: "stale" })).toEqual({ type: "stale" });
});
