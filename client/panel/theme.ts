/** The editor theme's colours and font as the canvas needs them: resolved, not as variables. */

export interface Theme {
  readonly isHighContrast: boolean;
  readonly font: string;
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly line: string;
  readonly bar: string;
  readonly critical: string;
  readonly focus: string;
  /** Text on a filled critical bar. */
  readonly onCritical: string;
}

/** Reads the variables that the editor sets on the page; cheap, once per theme change. */
export function readTheme(body: HTMLElement): Theme {
  const style = getComputedStyle(body);
  let ground: string | undefined;
  const color = (fallback: string, ...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return ground === undefined ? value : opaque(value, ground);
    }
    return fallback;
  };
  const background = color("Canvas", "editor-background");
  ground = background;
  const foreground = color("CanvasText", "editor-foreground", "foreground");
  const critical = color("Mark", "editorWarning-foreground", "charts-yellow");
  return {
    isHighContrast: body.classList.contains("vscode-high-contrast"),
    font: `11px ${style.fontFamily || "sans-serif"}`,
    foreground,
    background,
    muted: color(foreground, "descriptionForeground", "foreground"),
    line: color("GrayText", "contrastBorder", "panel-border", "widget-border"),
    bar: color("Highlight", "charts-blue", "editorInfo-foreground"),
    critical,
    focus: color("Highlight", "focusBorder"),
    onCritical: moreVisible(critical, "#000000", "#ffffff"),
  };
}

/** Of two colours, the one with the greater contrast on `ground` (WCAG 2 relative luminance). */
export function moreVisible(ground: string, a: string, b: string): string {
  const base = luminance(ground);
  return contrast(base, luminance(a)) >= contrast(base, luminance(b)) ? a : b;
}

/** A colour with transparency, as it looks on `ground`: themes define some with alpha. */
export function opaque(color: string, ground: string): string {
  const alpha = alphaOf(color);
  if (alpha >= 1) return color;
  const below = channels(ground);
  const mixed = channels(color).map((value, index) =>
    Math.round(value * alpha + (below[index] ?? 0) * (1 - alpha)),
  );
  return `rgb(${mixed.join(", ")})`;
}

function alphaOf(color: string): number {
  const hex = /^#(?:[0-9a-f]{6}([0-9a-f]{2})|[0-9a-f]{3}([0-9a-f]))$/i.exec(color);
  if (hex !== null) {
    const digits = hex[1] ?? `${hex[2]}${hex[2]}`;
    return Number.parseInt(digits, 16) / 255;
  }
  const part = /^rgba?\(([^)]+)\)$/.exec(color)?.[1]?.split(/[\s,/]+/)[3];
  return part === undefined ? 1 : Number(part);
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Of `#rgb`, `#rrggbb` (alpha ignored) and `rgb(…)`; other notations count as middle grey. */
export function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function channels(color: string): readonly number[] {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(color)?.[1];
  if (hex !== undefined) {
    const full = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
    return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
  }
  const parts = /^rgba?\(([^)]+)\)$/
    .exec(color)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  return parts?.slice(0, 3) ?? [128, 128, 128];
}
