/**
 * A short table of facts about one thing, as data: what hover and explain say before anybody
 * decided on Markdown or plain text. Knows no model and no protocol.
 */
import type { Site } from "../dbt/project";

/** A run of text, optionally strong, as code, or leading to a place in a file. */
export interface Piece {
  readonly text: string;
  readonly isStrong?: boolean;
  readonly isCode?: boolean;
  readonly site?: Site;
}

export type Phrase = readonly (Piece | string)[];

/** One label with its lines; the label stands before the first line only. */
export interface CardRow {
  readonly label: string;
  readonly lines: readonly Phrase[];
}

/** Something to do about it. `id` is the unique_id that the command is about. */
export interface CardAction {
  readonly title: string;
  readonly command: string;
  readonly id?: string;
}

export interface Card {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly CardRow[];
  /** Sentences below the table. */
  readonly notes: readonly Phrase[];
  readonly actions: readonly CardAction[];
}

/** How a card's links are written; a target that gives no address is shown as text. */
export interface LinkTargets {
  /** Address of a place in a file. */
  site(site: Site): string | undefined;
  /** Address that runs a command when clicked. */
  command(action: CardAction): string | undefined;
}

/** No links at all: for plain text and for tests. */
const NO_LINKS: LinkTargets = { site: () => undefined, command: () => undefined };

/**
 * The card as GitHub-flavoured Markdown: a two-column table whose head is the title, then notes,
 * then links. Labels and cells are escaped, so that no name of a model can break the table.
 */
export function cardMarkdown(card: Card, links: LinkTargets = NO_LINKS): string {
  const blocks: string[] = [];
  const head = escapeMarkdown(card.title);
  if (card.rows.length === 0) {
    blocks.push(`**${head}**${card.subtitle === "" ? "" : ` ${escapeMarkdown(card.subtitle)}`}`);
  } else {
    const lines = [`| ${head} | ${escapeMarkdown(card.subtitle)} |`, "|:--|:--|"];
    for (const { label, lines: phrases } of card.rows) {
      phrases.forEach((phrase, index) => {
        const cell = phraseMarkdown(phrase, links);
        lines.push(`| ${index === 0 ? escapeMarkdown(label) : ""} | ${cell} |`);
      });
    }
    blocks.push(lines.join("\n"));
  }
  for (const note of card.notes) blocks.push(phraseMarkdown(note, links));
  const actions = card.actions.flatMap((action) => {
    const address = links.command(action);
    return address === undefined ? [] : [`[${escapeMarkdown(action.title)}](${address})`];
  });
  if (actions.length > 0) blocks.push(actions.join(" · "));
  return blocks.join("\n\n");
}

/** The card as aligned plain text, without links and actions. */
export function cardText(card: Card): string {
  const width = Math.max(0, ...card.rows.map(({ label }) => label.length)) + 2;
  const lines = [card.subtitle === "" ? card.title : `${card.title}  ${card.subtitle}`];
  for (const { label, lines: phrases } of card.rows) {
    phrases.forEach((phrase, index) => {
      lines.push((index === 0 ? label : "").padEnd(width) + phraseText(phrase));
    });
  }
  if (card.notes.length > 0) lines.push("", ...card.notes.map(phraseText));
  return lines.map((line) => line.trimEnd()).join("\n");
}

function phraseText(phrase: Phrase): string {
  return phrase.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
}

function phraseMarkdown(phrase: Phrase, links: LinkTargets): string {
  return phrase.map((piece) => pieceMarkdown(piece, links)).join("");
}

function pieceMarkdown(piece: Piece | string, links: LinkTargets): string {
  if (typeof piece === "string") return escapeMarkdown(piece);
  const text = piece.isCode === true ? codeMarkdown(piece.text) : escapeMarkdown(piece.text);
  const strong = piece.isStrong === true ? `**${text}**` : text;
  const address = piece.site === undefined ? undefined : links.site(piece.site);
  return address === undefined ? strong : `[${strong}](${address})`;
}

/** Underscores inside words stay as they are: they are no emphasis and names are full of them. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*[\]<|]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/\s*[\r\n]+\s*/g, " ");
}

function codeMarkdown(text: string): string {
  const flat = text.replace(/\s*[\r\n]+\s*/g, " ").replaceAll("|", "\\|");
  return flat.includes("`") ? `\`\` ${flat} \`\`` : `\`${flat}\``;
}
