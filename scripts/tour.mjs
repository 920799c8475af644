// Walks the newcomer's way in a real editor, as the README describes it: the package is installed,
// the example is opened from the welcome view, the predicted run is looked at, the first
// recommendation is applied. Says how long that took, and makes the recording for the README.
//
//   --vsix FILE     the package (default out/heddle.vsix: npm run package)
//   --images DIR    where pictures go (default out/tour); with img2webp of Debian's package webp also
//                   tour.webp

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findChromium, installVscode, isInstalled } from "./installVscode.mjs";
import { freePort, installExtensions, startServer, stopServer } from "./vscodeServer.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const stepTimeoutMs = 180_000;

const { values: options } = parseArgs({
  options: {
    vsix: { type: "string", default: path.join(root, "out/heddle.vsix") },
    images: { type: "string", default: path.join(root, "out/tour") },
  },
});

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A recording: pictures, each with the time for which it is shown. */
function createRecording(page) {
  const frames = [];
  mkdirSync(options.images, { recursive: true });
  return {
    async frame(name, shownMs) {
      const file = path.join(options.images, `tour-${name}.png`);
      await page.screenshot({ path: file });
      frames.push({ file, shownMs });
    },
    /** Puts the pictures together, where the program for it is there. */
    assemble() {
      const target = path.join(options.images, "tour.webp");
      const words = frames.flatMap(({ file, shownMs }) => [
        ...["-lossy", "-q", "62", "-m", "6", "-d", String(shownMs)],
        file,
      ]);
      const made = spawnSync("img2webp", ["-loop", "0", ...words, "-o", target]);
      if (made.error || made.status !== 0) say("no recording: img2webp is missing (Debian: webp)");
      else say(`recording: ${path.relative(process.cwd(), target)}`);
    },
  };
}

/** The steps of the newcomer; each waits for what a person would wait for. */
function stepsOf(page, recording) {
  const row = ".pane-body .monaco-list-row";
  const visible = (selector, text) =>
    page.locator(selector).filter({ hasText: text, visible: true }).first();
  const waitFor = (selector, text) => visible(selector, text).waitFor({ timeout: stepTimeoutMs });
  /** Opens a line of the view by keys, as its arrow would. */
  const expand = async (text) => {
    await visible(row, text).click({ timeout: stepTimeoutMs });
    if ((await visible(row, text).getAttribute("aria-expanded")) === "false") {
      await page.keyboard.press("ArrowRight");
    }
  };
  return [
    [
      "the Heddle view offers the example",
      async () => {
        await page
          .locator(".activitybar .action-label[aria-label='Heddle']")
          .click({ timeout: stepTimeoutMs });
        await waitFor(".welcome-view-content", "Open Example Project");
        await recording.frame("1-welcome", 1600);
      },
    ],
    [
      "the example opens and its next run is predicted",
      async () => {
        await page.getByRole("button", { name: "Open Example Project" }).click();
        await waitFor(".statusbar-item", "busy");
        await page.locator(".activitybar .action-label[aria-label='Heddle']").waitFor();
        if ((await visible(row, "Next run").count()) === 0) {
          await page.locator(".activitybar .action-label[aria-label='Heddle']").click();
        }
        await waitFor(row, "Next run");
        await waitFor(row, "customer_segmentation");
        await recording.frame("2-run", 2400);
      },
    ],
    [
      "a model of the critical path shows its line and its mark",
      async () => {
        await visible(row, "customer_segmentation").click();
        await waitFor(".codelens-decoration", "threads");
        await page.locator(".cgmr[class*='TextEditorDecorationType']").first().waitFor();
        await recording.frame("3-lens", 2800);
        await page.locator(".view-line", { hasText: "config(" }).first().hover();
        await page.locator(".monaco-hover", { hasText: "Recommended" }).first().waitFor();
        await recording.frame("4-hover", 3200);
        await page.keyboard.press("Escape");
        await page.mouse.move(700, 740);
      },
    ],
    [
      "the findings say what to do",
      async () => {
        await expand("Next run");
        await page.keyboard.press("ArrowLeft");
        await expand("Findings");
        await expand("threads-differ-from-recommended");
        await waitFor(`${row}[aria-level="4"]`, ":");
        await recording.frame("5-findings", 2800);
        await page.keyboard.press("ArrowLeft");
        await expand("threads-ignored-by-dbt");
        await waitFor(`${row}[aria-level="4"]`, ".sql:");
      },
    ],
    [
      "the first recommendation is applied by its light bulb",
      async () => {
        const finding = visible(`${row}[aria-level="4"]`, ".sql:");
        await finding.hover();
        await finding.locator(".action-label[aria-label*='Apply Fix']").click();
        await waitFor(".view-line", "'heddle'");
        await page.mouse.move(700, 740);
        await recording.frame("6-applied", 2800);
      },
    ],
    [
      "the schedule shows the run",
      async () => {
        await page.locator(".statusbar-item", { hasText: "busy" }).first().click();
        const deadline = Date.now() + stepTimeoutMs;
        let isShown = false;
        while (!isShown && Date.now() < deadline) {
          for (const frame of page.frames()) {
            const canvas = await frame.$("body.heddle-panel canvas").catch(() => null);
            isShown ||= canvas !== null && (await canvas.isVisible());
          }
          if (!isShown) await page.waitForTimeout(100);
        }
        if (!isShown) throw new Error("the schedule did not come");
        await page.locator(".activitybar .action-label[aria-label='Heddle']").click();
        await page.waitForTimeout(700);
        await recording.frame("7-schedule", 4000);
      },
    ],
  ];
}

async function walk(page) {
  const recording = createRecording(page);
  const started = Date.now();
  let appliedMs;
  let passed = 0;
  for (const [name, step] of stepsOf(page, recording)) {
    try {
      await step();
    } catch (error) {
      say(`  FAIL ${name}\n       ${error.message}`);
      await recording.frame("failed", 0);
      return { passed, failed: 1 };
    }
    passed++;
    say(`  ok   ${name} (after ${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (name.includes("applied")) appliedMs = Date.now() - started;
  }
  recording.assemble();
  say(
    `from the open editor to the first applied recommendation: ${(appliedMs / 1000).toFixed(1)} s`,
  );
  return { passed, failed: 0 };
}

/** Quiet from the first moment: no tips, nothing that covers the product. */
const quiet = {
  "workbench.tips.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "window.commandCenter": false,
};

async function main() {
  if (!existsSync(options.vsix)) throw new Error(`${options.vsix} does not exist: npm run package`);
  if (!isInstalled()) installVscode();
  const scratch = mkdtempSync(path.join(os.tmpdir(), "heddle-tour-"));
  const dataFolder = path.join(scratch, "data");
  let server;
  let browser;
  try {
    const settings = path.join(dataFolder, "data/Machine/settings.json");
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify(quiet));
    const installing = Date.now();
    installExtensions([options.vsix], dataFolder);
    say(`installed in ${((Date.now() - installing) / 1000).toFixed(1)} s`);
    const port = await freePort();
    const started = await startServer({ port, dataFolder, trust: false });
    server = started.server;
    await started.ready;
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    });
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
    });
    // A busy machine is slow, not broken.
    page.setDefaultTimeout(stepTimeoutMs);
    await page.goto(`http://localhost:${port}/?ew=true`, { timeout: stepTimeoutMs });
    return await walk(page);
  } finally {
    await browser?.close().catch(() => undefined);
    stopServer(server);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

main().then(
  ({ passed, failed }) => {
    say(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  },
  (error) => {
    process.stderr.write(`tour: ${error.message}\n`);
    process.exit(1);
  },
);
