/** The main flow with no mouse at all: every step is a key, and Tab finds every place. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  chromiumPath,
  makespan,
  type Pages,
  patienceMs,
  sent,
  settled,
  startPages,
  tabTo,
} from "./openPage";

const spoken = (page: Page): Promise<string> =>
  page.locator(".timeline [aria-live]").last().innerText();

describe.runIf(chromiumPath !== undefined)("with the keyboard alone", () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  }, patienceMs);
  afterAll(() => pages?.close(), patienceMs);

  it("from today's run to an applied thread count", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    const today = await makespan(page);
    await tabTo(page, "#threads");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("3");
    await page.waitForSelector("#gain.is-more");
    await settled(page);
    expect(await makespan(page)).not.toBe(today);
    await tabTo(page, "#curve");
    await page.keyboard.press("Home");
    await page.waitForSelector('#curve[aria-valuenow="1"]');
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector('#curve[aria-valuenow="2"]');
    await settled(page);
    await tabTo(page, '[aria-label^="Apply"]');
    await page.keyboard.press("Enter");
    const written = await sent(page, "heddleWritten", 1);
    expect(written).toHaveLength(1);
    expect(written[0]).toBeGreaterThan(2);
    await page.context().close();
  });

  it("through the chart to the source of a critical task", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    await tabTo(page, ".timeline-scroller");
    await page.keyboard.press("c");
    await page.waitForFunction(() =>
      /critical/.test(document.querySelector(".timeline [aria-live]")?.textContent ?? ""),
    );
    const first = await spoken(page);
    await page.keyboard.press("c");
    await page.waitForFunction(
      (before) => document.querySelector(".timeline [aria-live]")?.textContent !== before,
      first,
    );
    await page.keyboard.press("Enter");
    const [id] = await sent(page, "heddleOpened", 1);
    expect(`model.shop.${await spoken(page)}`.startsWith(`${id}. `)).toBe(true);
    await page.keyboard.press("h");
    await page.waitForSelector(".what-if");
    await page.keyboard.press("h");
    await page.waitForSelector(".what-if", { state: "detached" });
    for (const key of ["w", "w", "d", "a", "s", "f", "ArrowRight", "ArrowDown", "Escape"]) {
      await page.keyboard.press(key);
    }
    await page.keyboard.press("?");
    await page.waitForSelector("#keys:not([hidden])");
    await page.context().close();
  });

  it("finds a model and reads the table", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    await tabTo(page, ".timeline-scroller");
    await page.keyboard.press("/");
    await page.keyboard.type("mart");
    await page.waitForFunction(() => /of 60/.test(document.body.innerText));
    await page.keyboard.press("Shift+Tab");
    await tabTo(page, "#search");
    await page.keyboard.press("Escape");
    for (let back = 0; back < 12; back++) {
      await page.keyboard.press("Shift+Tab");
      if (await page.evaluate(() => document.activeElement?.id === "show-table")) break;
    }
    await page.keyboard.press("Space");
    await tabTo(page, ".sort");
    await page.keyboard.press("Enter");
    await page.waitForSelector('th[aria-sort="ascending"]:first-child');
    const names = await page.locator("tbody .link").allInnerTexts();
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    await tabTo(page, "tbody .link");
    await page.keyboard.press("Enter");
    expect(await sent(page, "heddleOpened", 1)).toEqual([`model.shop.${names[0]}`]);
    await page.context().close();
  });

  it("compares two runs and exports one", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    await tabTo(page, "#compare");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".compare:not([hidden])");
    await page.reload();
    await settled(page);
    await page.waitForSelector(".compare:not([hidden])");
    await tabTo(page, "#policy");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() =>
      /longest path first/.test(document.querySelector(".sides")?.textContent ?? ""),
    );
    await settled(page);
    await tabTo(page, "#swap");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      /longest path first/.test(document.querySelector(".sides dd")?.textContent ?? ""),
    );
    await tabTo(page, "#export");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await sent(page, "heddleExported", 1)).toEqual(["svg"]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("export");
    await page.context().close();
  });
});
