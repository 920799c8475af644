/** What the schedule page does in a real browser beyond keys: dragging, reloading, exporting. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
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
} from "./openPage";

/** Presses at one share of an element's width, drags to another in steps, and lets go. */
async function drag(page: Page, selector: string, from: number, to: number): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on screen`);
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, middle, { steps: 25 });
  await page.mouse.up();
}

const threads = (page: Page): Promise<string> => page.locator("#threads").inputValue();

/** What can be read and what a screen reader says. */
function everyWord(page: Page): Promise<string> {
  return page.evaluate(() => {
    const names = ["aria-label", "title", "placeholder"];
    const labels = [...document.querySelectorAll("*")].flatMap((one) =>
      names.map((name) => one.getAttribute(name) ?? ""),
    );
    return [document.body.innerText, ...labels].join("\n");
  });
}

describe.runIf(chromiumPath !== undefined)("the page in a browser", () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  }, patienceMs);
  afterAll(() => pages?.close(), patienceMs);

  it("simulates while the slider is dragged, and ends at where it was let go", {
    timeout: patienceMs,
  }, async () => {
    const page = await pages.open();
    await drag(page, "#threads-slider", 0.5, 0.01);
    await page.waitForSelector('#curve[aria-valuenow="1"]');
    await settled(page);
    expect(await threads(page)).toBe("1");
    // One thread does one thing after the other: the run is as long as all tasks together.
    const cells = await page.locator("#gain").innerText();
    expect(cells).toMatch(/more than today$/);
    await page.context().close();
  });

  it("speaks German where the editor does", { timeout: patienceMs }, async () => {
    const bundle = resolve(import.meta.dirname, "../../../l10n/bundle.l10n.de.json");
    const words: Readonly<Record<string, string>> = JSON.parse(readFileSync(bundle, "utf8"));
    const page = await pages.openIn(words);
    if (process.env["HEDDLE_PICTURE"] !== undefined) {
      await page.screenshot({ path: process.env["HEDDLE_PICTURE"] });
    }
    const before = await everyWord(page);
    await page.locator("#help").click();
    await page.locator("#compare").click();
    await page.locator("#show-table").click();
    const shown = before + (await everyWord(page));
    expect(shown).toContain("Minuten, die Sie sparen könnten");
    const english = Object.entries(words)
      .filter(([key, text]) => key !== text && /^[A-Za-z]+ [A-Za-z ]+$/.test(key))
      .map(([key]) => key);
    expect(english.length).toBeGreaterThan(50);
    // What the server says is not translated, the thread count's reason among it.
    expect(english.filter((key) => shown.includes(key) && key !== "lower bound")).toEqual([]);
    await page.context().close();
  });

  it("offers nothing of dbt where no dbt project stands behind the run", {
    timeout: patienceMs,
  }, async () => {
    const page = await pages.open();
    expect(await page.locator("#hints").isVisible()).toBe(true);
    await page.evaluate(() => {
      const project = {
        uri: "",
        name: "model",
        adapter: null,
        threadsOrigin: null,
        isDbt: false,
        tasks: [],
      };
      window.postMessage({ type: "project", project }, "*");
    });
    await page.locator("#hints").waitFor({ state: "hidden" });
    for (const one of ["#policy", "#command", "#more", "#export", ".alternatives"]) {
      expect(await page.locator(one).isVisible(), one).toBe(false);
    }
    expect(await page.locator("#threads").isVisible()).toBe(true);
    expect(await page.locator("#compare").isVisible()).toBe(true);
    await page.context().close();
  });

  it("follows the pointer along the curve", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    await drag(page, "#curve", 0.9, 0.3);
    await page.waitForFunction(() => {
      const now = Number(document.querySelector("#curve")?.getAttribute("aria-valuenow"));
      return now >= 2 && now <= 10;
    });
    await settled(page);
    const now = await page.locator("#curve").getAttribute("aria-valuenow");
    await page.waitForFunction(
      (wanted) => document.querySelector<HTMLInputElement>("#threads")?.value === wanted,
      now,
    );
    await page.context().close();
  });

  it("is the same after a reload, comparison and choices included", {
    timeout: patienceMs,
  }, async () => {
    const page = await pages.open();
    await page.click("#compare");
    await page.selectOption("#policy", "longest-path");
    await page.click("#more summary");
    await page.selectOption("#slowdown", "own");
    await page.click("#show-models");
    await page.fill("#search", "mart");
    await settled(page);
    await page.waitForSelector(".compare:not([hidden])");
    const shown = () =>
      page.evaluate(() => [
        document.querySelector(".summary h1")?.textContent,
        document.querySelector("#compare-title")?.textContent,
        document.querySelector(".sides")?.textContent,
        document.querySelector<HTMLInputElement>("#search")?.value,
        document.querySelector("#show-models")?.getAttribute("aria-pressed"),
        document.querySelector<HTMLInputElement>("#alpha")?.value,
      ]);
    const before = await shown();
    expect(before[2]).toContain("longest path first");
    await page.reload();
    await settled(page);
    await page.waitForSelector(".compare:not([hidden])");
    await page.waitForFunction(
      (words) => document.querySelector("#compare-title")?.textContent === words,
      before[1],
    );
    expect(await shown()).toEqual(before);
    await page.context().close();
  });

  it("tells the same difference in the headline of the comparison as the two runs have", {
    timeout: patienceMs,
  }, async () => {
    const page = await pages.open();
    await page.fill("#threads", "2");
    await page.waitForSelector('#curve[aria-valuenow="2"]');
    const a = await makespan(page);
    await page.click("#compare");
    await page.fill("#threads", "12");
    await page.waitForSelector('#curve[aria-valuenow="12"]');
    await settled(page);
    const row = page.locator(".figures tbody tr").first();
    const b = await makespan(page);
    expect(await row.innerText()).toMatch(new RegExp(`makespan\\s+${a}\\s+${b}\\s+−`));
    expect(await page.locator("#compare-title").innerText()).toMatch(/^B ends .* earlier than A$/);
    expect(await page.locator(".timeline").count()).toBe(2);
    await page.click("#end-compare");
    expect(await page.locator(".timeline").count()).toBe(1);
    await page.context().close();
  });

  it("makes a picture and asks for every other format", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    for (const kind of ["png", "svg", "html", "markdown", "trace"]) {
      await page.click("#export");
      await page.click(`#export-${kind}`);
    }
    expect(await sent(page, "heddleExported", 5)).toEqual([
      "data:image/png",
      "svg",
      "html",
      "markdown",
      "trace",
    ]);
    await page.context().close();
  });

  it("opens the source of the bar that is clicked", { timeout: patienceMs }, async () => {
    const page = await pages.open();
    const box = await page.locator(".timeline-scroller").boundingBox();
    if (box === null) throw new Error("the chart is not on screen");
    await page.mouse.click(box.x + 50, box.y + 11);
    const ids = await sent(page, "heddleOpened", 1);
    expect(ids).toHaveLength(1);
    expect(ids[0]).toMatch(/^model\.shop\.stg_/);
    await page.context().close();
  });
});
