/** Text on a canvas that has only so much room. */

/** `text`, cut with an ellipsis to fit `room` pixels; empty when not even that fits. */
export function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  const width = context.measureText(text).width;
  if (width <= room) return text;
  // A first guess from the average letter; wide letters cost a few more.
  let keep = Math.floor((room / width) * text.length) - 1;
  while (keep >= 2 && context.measureText(`${text.slice(0, keep)}…`).width > room) keep--;
  return keep < 2 ? "" : `${text.slice(0, keep)}…`;
}
