// What a suite inside the editor may ask of the browser that shows the editor: pictures, the
// mouse, keys, and a look into a webview. Each action is plain data in, plain data out.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const actionTimeoutMs = 90_000;

/**
 * The frame with the page of a webview: the one that holds `selector`, waiting for it to come. It may
 * have been moved to a window of its own.
 */
async function frameWith(page, selector) {
  const deadline = Date.now() + actionTimeoutMs;
  while (Date.now() < deadline) {
    for (const window of page.context().pages()) {
      for (const frame of window.frames()) {
        if (frame === window.mainFrame()) continue;
        const found = await frame.$(selector).catch(() => null);
        if (found) return frame;
      }
    }
    await page.waitForTimeout(50);
  }
  throw new Error(`no webview shows ${selector}`);
}

const actions = {
  /** Writes a PNG of the window, or of one element of it, and returns its path. */
  async screenshot(page, { file, selector }) {
    mkdirSync(path.dirname(file), { recursive: true });
    const target = selector ? page.locator(selector).first() : page;
    await target.screenshot({ path: file });
    return file;
  },
  /** A PNG of the window that was opened last. */
  async newestScreenshot(page, { file }) {
    mkdirSync(path.dirname(file), { recursive: true });
    await page.context().pages().at(-1).screenshot({ path: file });
    return file;
  },
  /** Addresses of all windows, the first one first. */
  async windows(page) {
    return page
      .context()
      .pages()
      .map((window) => window.url());
  },
  /** Closes every window but the first. */
  async closeOtherWindows(page) {
    for (const window of page.context().pages().slice(1)) await window.close();
  },
  /** Whether what the editor has stored of its window by now matches a pattern. */
  async isStored(page, { pattern }) {
    return page.evaluate(async (source) => {
      const wanted = new RegExp(source);
      for (const { name } of await indexedDB.databases()) {
        if (!name?.startsWith("vscode-web-state-db")) continue;
        const database = await new Promise((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const values = await new Promise((resolve, reject) => {
          const request = database.transaction("ItemTable").objectStore("ItemTable").getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        database.close();
        if (values.some((value) => wanted.test(String(value)))) return true;
      }
      return false;
    }, pattern);
  },
  /** Loads the window anew, as a person does; the suite in it begins once more. */
  async reload(page) {
    setTimeout(() => page.reload().catch(() => undefined), 0);
  },
  /** Keeps what a suite without a disk of its own has to tell. */
  async writeText(_page, { file, text }) {
    writeFileSync(file, text);
  },
  /** Rests the mouse on the first element that holds `text`. */
  async hoverText(page, { text, selector = ".view-line span" }) {
    const target = page.locator(selector).filter({ hasText: text }).last();
    await target.hover({ timeout: actionTimeoutMs, force: true });
  },
  /** Moves the mouse to a place of the window. */
  async moveMouse(page, { x, y }) {
    await page.mouse.move(x, y);
  },
  async click(page, { selector }) {
    await page
      .locator(selector)
      .filter({ visible: true })
      .first()
      .click({ timeout: actionTimeoutMs });
  },
  async press(page, { key }) {
    await page.keyboard.press(key);
  },
  async type(page, { text }) {
    await page.keyboard.type(text);
  },
  /** Waits until an element of the window holds `text`; returns its whole text. */
  async waitForText(page, { selector, text }) {
    const target = page.locator(selector).filter({ hasText: text, visible: true }).first();
    await target.waitFor({ state: "visible", timeout: actionTimeoutMs });
    // What a person sees is meant, which textContent is not.
    return target.innerText();
  },
  /** How many elements of the window there are. */
  async count(page, { selector }) {
    return page.locator(selector).count();
  },
  /** The text of an element inside a webview. */
  async webviewText(page, { selector }) {
    const frame = await frameWith(page, selector);
    // What a person sees is meant, which textContent is not.
    return frame.locator(selector).first().innerText();
  },
  async webviewClick(page, { selector }) {
    const frame = await frameWith(page, selector);
    await frame.locator(selector).first().click({ timeout: actionTimeoutMs });
  },
  /** Puts text into a field inside a webview, as typing does. */
  async webviewFill(page, { selector, text }) {
    const frame = await frameWith(page, selector);
    await frame.locator(selector).first().fill(text, { timeout: actionTimeoutMs });
  },
  /** Waits until a webview shows `selector`. */
  async webviewWait(page, { selector }) {
    const frame = await frameWith(page, selector);
    await frame.locator(selector).first().waitFor({ state: "visible", timeout: actionTimeoutMs });
  },
  async webviewFocus(page, { selector }) {
    const frame = await frameWith(page, selector);
    await frame.locator(selector).first().focus();
  },
  async webviewSelect(page, { selector, value }) {
    const frame = await frameWith(page, selector);
    await frame.locator(selector).first().selectOption(value, { timeout: actionTimeoutMs });
  },
  /** Rests the mouse at a share of an element's width and height inside a webview. */
  async webviewHover(page, { selector, x, y }) {
    const frame = await frameWith(page, selector);
    const target = frame.locator(selector).first();
    const box = await target.boundingBox();
    if (!box) throw new Error(`${selector} is not visible`);
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    return box;
  },
  /** What an element's `value` says: an option's, a field's. */
  async webviewValue(page, { selector }) {
    const frame = await frameWith(page, selector);
    return frame.locator(selector).first().getAttribute("value");
  },
  async webviewCount(page, { selector }) {
    const frame = await frameWith(page, "body.heddle-panel");
    return frame.locator(selector).count();
  },
};

/** Performs one action; throws with its name when it is unknown or fails. */
export async function performAction(page, request) {
  const action = Object.hasOwn(actions, request.action) ? actions[request.action] : undefined;
  if (!action) throw new Error(`unknown action ${request.action}`);
  if (!page) throw new Error("the window is not open yet");
  try {
    return await action(page, request);
  } catch (error) {
    throw new Error(`${request.action}: ${error.message}`);
  }
}
