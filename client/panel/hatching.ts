/** Stripes for bars that rest on guesses and for idle time, in the theme's colours. */

import type { Theme } from "./theme";

export interface Hatching {
  readonly guess: CanvasPattern | string;
  readonly onCritical: CanvasPattern | string;
  readonly idle: CanvasPattern | string;
}

let lastHatching: { readonly theme: Theme; readonly made: Hatching } | undefined;

/** Stripe patterns of the theme's colours, made once per theme. */
export function hatching(context: CanvasRenderingContext2D, theme: Theme): Hatching {
  if (lastHatching?.theme === theme) return lastHatching.made;
  const made = {
    guess: stripes(context, theme.isHighContrast ? theme.bar : theme.background, 6, 1.5, 0.75),
    onCritical: stripes(context, theme.onCritical, 6, 1.5, 0.35),
    idle: stripes(context, theme.muted, 5, 1, 0.35),
  };
  lastHatching = { theme, made };
  return made;
}

function stripes(
  context: CanvasRenderingContext2D,
  color: string,
  size: number,
  thickness: number,
  alpha: number,
): CanvasPattern | string {
  const tile = new OffscreenCanvas(size, size);
  const brush = tile.getContext("2d");
  if (brush === null) return color;
  brush.strokeStyle = color;
  brush.globalAlpha = alpha;
  brush.lineWidth = thickness;
  for (const shift of [-size, 0, size]) {
    brush.moveTo(shift, size);
    brush.lineTo(shift + size, 0);
  }
  brush.stroke();
  return context.createPattern(tile, "repeat") ?? color;
}
