/** Mouse and wheel over the chart, told apart into hover, click, drag, pan and zoom. */

export interface PointerEvents {
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly click: (x: number, y: number) => void;
  /** By a share of the element's width; positive = later. */
  readonly pan: (share: number) => void;
  /** Above 1 shows more time. */
  readonly zoom: (factor: number, x: number) => void;
  /** Instead of panning, when given. */
  readonly drag?: (x: number, y: number) => void;
}

/** A press that moves less than this is a click. */
const clickSlack = 4;

export function trackPointer(target: HTMLElement, events: PointerEvents): void {
  let pressedAt: { readonly x: number; readonly y: number } | undefined;
  let lastX = 0;
  let isDragging = false;

  target.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pressedAt = { x: event.offsetX, y: event.offsetY };
    lastX = event.clientX;
    isDragging = false;
  });
  target.addEventListener("pointermove", (event) => {
    const place = placeIn(target, event);
    if (pressedAt === undefined) return events.hover(place.x, place.y);
    if (!isDragging && Math.abs(event.clientX - lastX) < clickSlack) return;
    if (!isDragging) target.setPointerCapture(event.pointerId);
    isDragging = true;
    if (events.drag) events.drag(place.x, place.y);
    else events.pan((lastX - event.clientX) / Math.max(1, target.clientWidth));
    lastX = event.clientX;
  });
  target.addEventListener("pointerup", (event) => {
    const place = placeIn(target, event);
    if (pressedAt !== undefined && !isDragging) events.click(place.x, place.y);
    pressedAt = undefined;
    isDragging = false;
  });
  target.addEventListener("pointercancel", () => {
    pressedAt = undefined;
    isDragging = false;
  });
  target.addEventListener("pointerleave", events.leave);
  target.addEventListener(
    "wheel",
    (event) => {
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        events.zoom(Math.exp(event.deltaY * 0.002), placeIn(target, event).x);
      } else if (isSideways) {
        event.preventDefault();
        const by = event.deltaX === 0 ? event.deltaY : event.deltaX;
        events.pan(by / Math.max(1, target.clientWidth));
      }
    },
    { passive: false },
  );
}

function placeIn(target: HTMLElement, event: MouseEvent): { x: number; y: number } {
  const box = target.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
