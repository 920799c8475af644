/** What the keys of the chart do to the view. */

import { describe, expect, it } from "vitest";
import { layOut } from "../../client/panel/layout";
import { actionOfKey } from "../../client/panel/timelineKeys";
import { afterAction, type Stage, type Viewport, windowOf } from "../../client/panel/viewport";
import { checkRows, runOf } from "./checkRows";

const notation = "a:300 -> b:500, a -> c:200, b c -> d:400";

function stageOf(): Stage {
  const run = runOf(notation, 2);
  const layout = layOut(run, "threads");
  return { run, layout, scaleEndMs: layout.endMs };
}

/** Presses keys one after the other; the view is written `from-to selected`. */
function checkKeys(keys: string, expected: string): void {
  const stage = stageOf();
  let view: Viewport = { window: undefined, selected: undefined };
  for (const key of keys.split(" ")) {
    const action = actionOfKey({ key, ctrlKey: false, metaKey: false, altKey: false });
    if (action === undefined) throw new Error(`${key} is no key of the chart`);
    view = afterAction(view, action, stage);
  }
  const { fromMs, toMs } = windowOf(view, stage);
  expect(`${Math.round(fromMs)}-${Math.round(toMs)} ${view.selected ?? "nothing"}`).toBe(expected);
}

describe("keys", () => {
  it("w zooms into the middle, s out again", () => {
    checkKeys("w", "200-1000 nothing");
    checkKeys("w s", "0-1200 nothing");
  });
  it("w zooms to where the selected task is", () => checkKeys("ArrowRight w", "50-850 a"));
  it("a and d move, and stop at the ends", () => {
    checkKeys("w a", "40-840 nothing");
    checkKeys("w a a a", "0-800 nothing");
    checkKeys("w d d d", "400-1200 nothing");
  });
  it("f shows the whole run", () => checkKeys("w w d f", "0-1200 nothing"));
  it("c walks along the critical path and starts again", () => {
    checkKeys("c c", "0-1200 b");
    checkKeys("c c c c", "0-1200 a");
  });
  it("selecting a task out of view moves there, and widens what is too narrow for it", () => {
    checkKeys("w w w a a a c c", "250-850 b");
    checkKeys("w w w a a a c c c", "600-1200 d");
  });
  it("Escape selects nothing", () => checkKeys("c Escape", "0-1200 nothing"));
});

it("keys with Ctrl, Alt or Cmd belong to the editor", () => {
  for (const modifier of ["ctrlKey", "metaKey", "altKey"] as const) {
    const key = { key: "s", ctrlKey: false, metaKey: false, altKey: false, [modifier]: true };
    expect(actionOfKey(key)).toBeUndefined();
  }
  expect(actionOfKey({ key: "W", ctrlKey: false, metaKey: false, altKey: false })).toBe("zoomIn");
});

it("the notation draws what the keys act on", () => {
  checkRows("a:3 -> b:5, a -> c:2, b c -> d:4", 2, "threads", "1|aaabbbbbdddd|\n2|...cc-------|");
});
