/** Canvases in real pixels, and a picture of the whole chart. */

import type { Layout } from "./layout";
import { paintBars } from "./paintBars";
import { type Head, headHeight, paintHead } from "./paintHead";
import { rowHeight, type Scene } from "./scene";

/** A picture with more rows than this is cut: browsers refuse to make it. */
const mostRows = 600;
const margin = 8;

/** The canvas's brush, with as many real pixels as the screen has behind its CSS pixels. */
export function sized(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D {
  const ratio = globalThis.devicePixelRatio || 1;
  const [realWidth, realHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== realWidth || canvas.height !== realHeight) {
    canvas.width = realWidth;
    canvas.height = realHeight;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this page has no 2D canvas");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** What is in view now, with all rows, as the `data:` URL of a PNG on the theme's ground. */
export function pictureOf(head: Head, scene: Scene): string {
  const layout: Layout = { ...scene.layout, rows: scene.layout.rows.slice(0, mostRows) };
  const bodyHeight = layout.rows.length * rowHeight;
  const width = scene.width + 2 * margin;
  const height = headHeight + bodyHeight + 2 * margin;
  const picture = document.createElement("canvas");
  const context = sized(picture, width, height);
  context.fillStyle = scene.theme.background;
  context.fillRect(0, 0, width, height);
  const part = document.createElement("canvas");
  paintHead(sized(part, scene.width, headHeight), head);
  context.drawImage(part, margin, margin, scene.width, headHeight);
  if (bodyHeight > 0) {
    paintBars(sized(part, scene.width, bodyHeight), {
      ...scene,
      layout,
      height: bodyHeight,
      scrollTop: 0,
    });
    context.drawImage(part, margin, margin + headHeight, scene.width, bodyHeight);
  }
  return picture.toDataURL("image/png");
}
