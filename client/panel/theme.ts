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
  const color = (fallback: string, ...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return value;
    }
    return fallback;
  };
  const background = color("Canvas", "editor-background");
  const foreground = color("CanvasText", "editor-foreground", "foreground");
  const critical = color("Mark", "charts-orange", "editorWarning-foreground");
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
    onCritical: moreVisible(critical, background, foreground),
  };
}

/** Of two colours, the one with the greater contrast on `ground` (WCAG 2 relative luminance). */
export function moreVisible(ground: string, a: string, b: string): string {
  const base = luminance(ground);
  return contrast(base, luminance(a)) >= contrast(base, luminance(b)) ? a : b;
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
