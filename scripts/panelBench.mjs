// Measures the Schedule page in Chromium with a project of 10,000 models: how long the page takes
// from the answer to the chart on screen, and how smoothly it zooms, pans and scrolls. Prints
// figures and judges nothing: a busy machine is a slow one.
//
//   node scripts/panelBench.mjs [--models 10000] [--threads 16] [--seconds 2] [--trace FILE]

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findChromium } from "./installVscode.mjs";
import { buildPanelDemo } from "./panelDemo.mjs";
import { processorMs } from "./processTree.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const patienceMs = 600_000;

const { values } = parseArgs({
  options: {
    models: { type: "string", default: "10000" },
    threads: { type: "string", default: "16" },
    seconds: { type: "string", default: "2" },
    trace: { type: "string" },
  },
});

/** The generated project of the tests, in any size. */
async function modelsOf(size, threads, folder) {
  const outfile = path.join(folder, "demoModels.mjs");
  await build({
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
    entryPoints: ["test/client/demo/demoModels.ts"],
    outfile,
  });
  const { demoModels } = await import(pathToFileURL(outfile).href);
  return demoModels(size, threads);
}

/** Before any script of the page: notes when an answer comes and when it is on screen. */
function watchAnswers() {
  window.heddleOpening = [];
  window.addEventListener("message", ({ data }) => {
    if (data?.type !== "schedule" && data?.type !== "project") return;
    const cameAt = performance.now();
    performance.mark(`heddle ${data.type} came`);
    // What a frame sets up to be done next is done when the frame has been painted.
    requestAnimationFrame(() =>
      setTimeout(() => {
        performance.mark(`heddle ${data.type} shown`);
        window.heddleOpening.push({ type: data.type, ms: performance.now() - cameAt });
      }, 0),
    );
  });
}

/** In the page: does one thing per frame for a while, and tells how long each frame took. */
async function framesOf({ kind, seconds }) {
  const charts = document.querySelectorAll(".timeline-scroller");
  const chart = charts[charts.length - 1];
  const box = chart.getBoundingClientRect();
  const at = (share) => ({
    clientX: box.left + box.width * share,
    clientY: box.top + box.height / 2,
    bubbles: true,
    cancelable: true,
  });
  const steps = {
    zoom: (frame) =>
      chart.dispatchEvent(
        new WheelEvent("wheel", {
          ...at(0.6),
          ctrlKey: true,
          deltaY: Math.floor(frame / 40) % 2 === 0 ? -60 : 60,
        }),
      ),
    pan: (frame) =>
      chart.dispatchEvent(
        new WheelEvent("wheel", {
          ...at(0.5),
          deltaX: Math.floor(frame / 60) % 2 === 0 ? 25 : -25,
        }),
      ),
    scroll: (frame) => chart.scrollBy(0, Math.floor(frame / 60) % 2 === 0 ? 90 : -90),
    hover: (frame) =>
      chart.dispatchEvent(new PointerEvent("pointermove", at(((frame * 7) % 97) / 97))),
    keys: (frame) =>
      chart.dispatchEvent(new KeyboardEvent("keydown", { key: "wdsa"[frame % 4], bubbles: true })),
  };
  const step = steps[kind];
  const times = [];
  await new Promise((done) => {
    const until = performance.now() + seconds * 1000;
    let last;
    let frame = 0;
    const next = (now) => {
      if (last !== undefined) times.push(now - last);
      last = now;
      if (performance.now() > until) return done();
      step(frame++);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  return { frames: times.length, times };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Processor time of the page for each frame, from Chromium's own trace: fair on a busy machine. */
function workPerFrame(events) {
  const frames = events.filter(({ name, ph }) => name === "FireAnimationFrame" && ph === "X");
  return frames.map(({ tdur = 0 }) => tdur / 1000).sort((a, b) => a - b);
}

/** Processor time of the page's thread between two marks, everything it did in between. */
function workBetween(events, from, to) {
  const clock = (name) => events.find((event) => event.name === name)?.tts ?? Number.NaN;
  return (clock(to) - clock(from)) / 1000;
}

async function traced(page, run) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline", "blink.user_timing"] },
  });
  const result = await run();
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return { result, events };
}

let browserPid;

async function measure(page, label, kind, seconds) {
  const before = processorMs(browserPid);
  const { result, events } = await traced(page, () => page.evaluate(framesOf, { kind, seconds }));
  const perFrame = (processorMs(browserPid) - before) / Math.max(1, result.frames);
  const times = [...result.times].sort((a, b) => a - b);
  const total = times.reduce((sum, time) => sum + time, 0);
  const work = workPerFrame(events);
  const perSecond = (result.frames / total) * 1000;
  const late = times.filter((time) => time > 1000 / 30).length;
  process.stdout.write(
    `${label.padEnd(28)} ${perSecond.toFixed(1).padStart(5)} frames/s   ` +
      `frame ${quantile(times, 0.5).toFixed(1)} ms median, ${quantile(times, 0.95).toFixed(1)} p95   ` +
      `late (> 33 ms) ${late} of ${times.length}   ` +
      `processor time: page ${quantile(work, 0.5).toFixed(1)} ms median, ${quantile(work, 0.95).toFixed(1)} p95, ` +
      `all of Chromium ${perFrame.toFixed(1)} ms a frame\n`,
  );
  return events;
}

async function main() {
  const executablePath = findChromium();
  if (!executablePath) {
    process.stdout.write("panel-bench: Chromium is missing, so nothing was measured\n");
    return;
  }
  const [size, threads, seconds] = [values.models, values.threads, values.seconds].map(Number);
  const folder = mkdtempSync(path.join(os.tmpdir(), "heddle-panel-bench-"));
  const server = await chromium.launchServer({ executablePath, args: ["--no-sandbox"] });
  const browser = await chromium.connect(server.wsEndpoint());
  browserPid = server.process().pid;
  try {
    await buildPanelDemo(await modelsOf(size, threads, folder), folder);
    const page = await browser.newPage({ viewport: { width: 1400, height: 950 } });
    page.setDefaultTimeout(patienceMs);
    await page.addInitScript(watchAnswers);
    const address = pathToFileURL(path.join(folder, "index.html")).href;
    const { result: opening, events: openEvents } = await traced(page, async () => {
      await page.goto(address);
      await page.waitForFunction(() =>
        window.heddleOpening.some(({ type }) => type === "schedule"),
      );
      return page.evaluate(() => window.heddleOpening);
    });
    const first = opening.find(({ type }) => type === "schedule");
    const cpu = workBetween(openEvents, "heddle schedule came", "heddle schedule shown");
    process.stdout.write(
      `${size} models on ${threads} threads, Chromium ${browser.version()}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}\n` +
        `answer to chart on screen: ${first.ms.toFixed(0)} ms, of which ${cpu.toFixed(0)} ms processor time of the page\n`,
    );
    await page.waitForFunction(() => !document.body.innerText.includes("Being worked out"));
    const traces = [];
    for (const kind of ["zoom", "pan", "hover", "keys"]) {
      traces.push(...(await measure(page, `by thread: ${kind}`, kind, seconds)));
    }
    await page.click("#show-models");
    for (const kind of ["zoom", "pan", "scroll", "hover"]) {
      traces.push(...(await measure(page, `by model: ${kind}`, kind, seconds)));
    }
    await page.click("#show-threads");
    await page.click("#compare");
    await page.selectOption("#policy", "longest-path");
    await page.waitForSelector(".compare:not([hidden])");
    await page.waitForFunction(() => !document.body.innerText.includes("Being worked out"));
    for (const kind of ["zoom", "pan"]) {
      traces.push(...(await measure(page, `two runs compared: ${kind}`, kind, seconds)));
    }
    if (values.trace) writeFileSync(values.trace, JSON.stringify({ traceEvents: traces }));
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
