/** A run that goes on, in a real browser: bars grow, the headline counts, and it can be put away. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LiveEvent, LiveRun } from "../../../client/panel/liveMessages";
import { chromiumPath, type Pages, patienceMs, startPages } from "./openPage";

const PARTS = { startedAt: 1, total: 3, threads: 2, predictedMs: 9_000, left: null, waiting: [] };

function live(nowMs: number, events: readonly LiveEvent[], facts: Partial<LiveRun> = {}): LiveRun {
  return { ...PARTS, nowMs, events, state: "running", isWhole: false, ...facts };
}

/** As the extension tells the page. */
async function tell(page: Page, told: LiveRun): Promise<void> {
  await page.evaluate((run) => window.postMessage({ type: "live", live: run }, "*"), told);
  await page.waitForFunction(
    (words) => document.querySelector(".summary h1")?.textContent?.startsWith(words),
    `${countOf(told)}`,
  );
}

const countOf = ({ events }: LiveRun): string =>
  events.some(({ kind }) => kind === "end") ? "" : "0 of";

const headline = (page: Page): Promise<string> => page.locator(".summary").innerText();

const BEGUN: readonly LiveEvent[] = [
  { kind: "predicted", id: "model.shop.a", fromMs: 0, toMs: 3_000 },
  { kind: "predicted", id: "model.shop.b", fromMs: 0, toMs: 5_000 },
  { kind: "predicted", id: "model.shop.c", fromMs: 5_000, toMs: 9_000 },
  { kind: "start", id: "model.shop.a", atMs: 0 },
  { kind: "start", id: "model.shop.b", atMs: 10 },
];

describe.runIf(chromiumPath !== undefined)("a running run on the page", () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  }, patienceMs);
  afterAll(() => pages?.close(), patienceMs);

  it("counts, tells what waits, ends and is put away for good", {
    timeout: patienceMs,
  }, async () => {
    const page = await pages.open();
    const before = await headline(page);
    const waiting = [{ id: "model.shop.c", parents: ["model.shop.b"], pool: null }];
    await tell(page, live(1_000, BEGUN, { isWhole: true, waiting }));
    expect(await headline(page)).toContain("0 of 3");
    expect(await headline(page)).toContain("2 of 2 threads busy");
    expect(await headline(page)).toContain("next c: waits for b");
    const over: readonly LiveEvent[] = [
      { kind: "end", id: "model.shop.a", atMs: 2_000, status: "success" },
      { kind: "end", id: "model.shop.b", atMs: 6_000, status: "error" },
      { kind: "end", id: "model.shop.c", atMs: 6_000, status: "skipped" },
    ];
    await tell(page, live(6_000, over, { state: "over" }));
    await page.waitForFunction(() => document.body.innerText.includes("3 of 3"));
    expect(await headline(page)).toContain("took 6.0 s, predicted 9.0 s");
    expect(await headline(page)).toContain("1 failed · 1 skipped");
    await page.getByRole("button", { name: "Back to the simulation" }).click();
    expect(await headline(page)).toBe(before);
    // The same run, told of once more as after a reload, stays away.
    await page.evaluate(
      (run) => window.postMessage({ type: "live", live: run }, "*"),
      live(6_000, [...BEGUN, ...over], { isWhole: true, state: "over" }),
    );
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    expect(await headline(page)).toBe(before);
    await page.context().close();
  });

  it("shows the same in the table", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    await tell(page, live(1_000, BEGUN, { isWhole: true }));
    await page.getByRole("button", { name: "Table" }).click();
    const rows = await page.locator(".table-scroller tbody tr").allInnerTexts();
    expect(rows.map((row) => row.split("\t")[0])).toEqual(["a", "b", "c"]);
    await page.context().close();
  });
});
