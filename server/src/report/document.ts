/**
 * A report as data: headings, lines, tables and figures, before anybody decides whether a person
 * reads them in a terminal, in Markdown or in a browser. Knows nothing of what is reported.
 */

/** What a piece of text means to the eye; each renderer has its own way to show it. */
export type Tone =
  | "plain"
  | "strong"
  | "dim"
  | "good"
  | "error"
  | "warning"
  | "information"
  | "hint";

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** A string is a plain span. */
export type Text = string | Span | readonly (string | Span)[];

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** May be shortened with `…` to this width where the line is too long; the largest gives first. */
  readonly shrinkTo?: number;
}

export type Block =
  | { readonly kind: "heading"; readonly text: Text; readonly level: 1 | 2 }
  | { readonly kind: "line"; readonly text: Text }
  /** A labelled line; an empty label goes on with the one before. */
  | { readonly kind: "fact"; readonly label: string; readonly text: Text }
  | { readonly kind: "gap" }
  | {
      readonly kind: "table";
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
    }
  | {
      readonly kind: "figure";
      readonly title: string;
      /** Lines of at most `width` columns; `paint` shows a span in its tone. */
      readonly lines: (width: number, paint: (span: Span) => string) => readonly string[];
      /** Self-contained HTML, for instance inline SVG. */
      readonly html: string;
    };

export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function toned(tone: Tone, text: string): Span {
  return { text, tone };
}

/** The spans of a text, empty ones left out. */
export function spansOf(text: Text): readonly Span[] {
  const parts = typeof text === "string" || "text" in text ? [text] : text;
  return parts
    .map((part): Span => (typeof part === "string" ? { text: part, tone: "plain" } : part))
    .filter((span) => span.text !== "");
}

export function plainText(text: Text): string {
  return spansOf(text)
    .map((span) => span.text)
    .join("");
}

/** One document of several, as when a folder holds several projects. */
export function joinDocuments(documents: readonly ReportDocument[]): ReportDocument {
  const [first] = documents;
  if (documents.length === 1 && first !== undefined) return first;
  const blocks = documents.flatMap((document, index): readonly Block[] =>
    index === 0 ? document.blocks : [{ kind: "gap" }, ...document.blocks],
  );
  return { title: documents.map(({ title }) => title).join(", "), blocks };
}
