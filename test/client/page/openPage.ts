/**
 * The schedule page in a real browser, answered by a real simulation: for tests of what only a
 * browser shows. Built once per test file into a folder of its own.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { demoModels } from "../demo/demoModels";

const candidates = [
  process.env["HEDDLE_CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** The machine's Chromium; without one there is nothing to test in. */
export const chromiumPath = candidates.find((path) => path !== "" && existsSync(path));

export type ThemeName = "dark" | "light" | "contrast" | "contrast-light";

/** Patience for a machine that does ten other things: no test waits this long when all is well. */
export const patienceMs = 120_000;

export interface Pages {
  /** A fresh page that shows the run. */
  open(
    theme?: ThemeName,
    size?: { readonly width: number; readonly height: number },
  ): Promise<Page>;
  /** The same page with the words of another language. */
  openIn(words: Readonly<Record<string, string>>): Promise<Page>;
  close(): Promise<void>;
}

/** Builds the page with a project of 60 models on 6 threads and starts the browser. */
export async function startPages(): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), "heddle-page-"));
  const models = join(folder, "models.json");
  writeFileSync(models, JSON.stringify(demoModels(60, 6)));
  const script = resolve(import.meta.dirname, "../../../scripts/panelDemo.mjs");
  execFileSync(process.execPath, [script, models, "--out", folder]);
  const browser: Browser = await chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: ["--no-sandbox"],
    timeout: patienceMs,
  });
  return {
    async open(theme = "dark", size = { width: 1280, height: 900 }) {
      const context = await browser.newContext({ viewport: size });
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      const file = join(folder, theme === "dark" ? "index.html" : `${theme}.html`);
      await page.goto(pathToFileURL(file).href);
      await settled(page);
      return page;
    },
    async openIn(words) {
      const text = JSON.stringify(words).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
      const file = join(folder, "translated.html");
      const english = readFileSync(join(folder, "index.html"), "utf8");
      writeFileSync(
        file,
        english.replace('<main id="heddle"', `<main data-words="${text}" id="heddle"`),
      );
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      await page.goto(pathToFileURL(file).href);
      await settled(page, words["Being worked out …"]);
      return page;
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the page shows the whole answer to the latest question. */
export async function settled(page: Page, waiting = "Being worked out"): Promise<void> {
  await page.waitForSelector('main[aria-busy="false"] .summary h1');
  await page.waitForFunction(() => document.querySelector(".savings, .panel-card .note") !== null);
  await page.waitForFunction((text) => !document.body.innerText.includes(text), waiting);
}

/** The headline: how long the run on screen takes. */
export function makespan(page: Page): Promise<string> {
  return page.locator(".summary h1").innerText();
}

/** Presses Tab until the element has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const mostStops = 120;
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) === true,
      selector,
    );
    if (isThere) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

/** What the page has sent to the editor, once it has sent so many. */
export async function sent(
  page: Page,
  kind: "heddleOpened" | "heddleExported" | "heddleWritten",
  count: number,
): Promise<readonly (string | number)[]> {
  await page.waitForFunction(([name, least]) => window[name].length >= least, [
    kind,
    count,
  ] as const);
  return page.evaluate((name) => window[name], kind);
}
