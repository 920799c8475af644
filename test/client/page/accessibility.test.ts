/** The schedule page before axe-core, in every theme and every state that a person can bring about. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  chromiumPath,
  type Pages,
  patienceMs,
  settled,
  startPages,
  type ThemeName,
} from "./openPage";

const axeScript = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const themes: readonly ThemeName[] = ["dark", "light", "contrast", "contrast-light"];

/** What each state is, and how a person gets there from the one before. */
const states: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ["the chart by thread", async () => undefined],
  [
    "a selected task with its card, tried at half its duration, the keys",
    async (page) => {
      await page.click("#help");
      await page.locator(".timeline-scroller").focus();
      await page.keyboard.press("c");
      await page.keyboard.press("h");
      await page.waitForSelector(".what-if");
      await settled(page);
    },
  ],
  [
    "the chart by model, something searched for, all choices open",
    async (page) => {
      await page.click("#show-models");
      await page.fill("#search", "mart");
      await page.click("#more summary");
      await page.selectOption("#slowdown", "own");
      await settled(page);
    },
  ],
  [
    "the table of a run that takes longer than today's",
    async (page) => {
      await page.click("#show-table");
      await page.fill("#threads", "2");
      await page.waitForSelector("#gain.is-more");
      await settled(page);
    },
  ],
  [
    "two runs compared, the list of exports open",
    async (page) => {
      await page.click("#show-chart");
      await page.click("#show-threads");
      await page.click("#compare");
      await page.selectOption("#policy", "longest-path");
      await page.waitForSelector(".compare:not([hidden])");
      await settled(page);
      await page.click("#export");
    },
  ],
];

/** Every violation as `rule: element`, so that a failure says where to look. */
async function violationsOf(
  page: Page,
  ignored: readonly string[] = [],
): Promise<readonly string[]> {
  const { violations } = await page.evaluate(async (): Promise<AxeResults> => {
    const { axe } = window as typeof window & { readonly axe: typeof import("axe-core") };
    return axe.run(document, { resultTypes: ["violations"] });
  });
  return violations
    .filter(({ id }) => !ignored.includes(id))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.runIf(chromiumPath !== undefined)("axe-core finds no violation", () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await startPages();
  }, patienceMs);
  afterAll(() => pages?.close(), patienceMs);

  for (const theme of themes) {
    it(`in the theme ${theme}, in any state`, { timeout: patienceMs }, async () => {
      const page = await pages.open(theme);
      await page.evaluate(axeScript);
      for (const [name, reach] of states) {
        await reach(page);
        expect(await violationsOf(page), name).toEqual([]);
      }
      await page.context().close();
    });
  }

  it("with the system's own colours and no motion", { timeout: patienceMs }, async () => {
    const page = await pages.open("dark");
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await page.evaluate(axeScript);
    // The colours are the person's own then, and not those that axe-core reads from the styles.
    expect(await violationsOf(page, ["color-contrast"])).toEqual([]);
    const transition = await page
      .locator(".summary h1")
      .evaluate((heading) => getComputedStyle(heading).transitionDuration);
    expect(transition).toMatch(/^0s/);
    await page.context().close();
  });

  for (const width of [640, 400]) {
    it(`nothing sticks out of a page ${width} pixels wide`, { timeout: patienceMs }, async () => {
      const page = await pages.open("light", { width, height: 700 });
      for (const [name, reach] of states) {
        await reach(page);
        expect(await overhangOf(page), name).toEqual([]);
      }
      await page.context().close();
    });
  }
});

/** Elements that make the page scroll sideways; empty when it does not. */
function overhangOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("main *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 90));
  });
}
