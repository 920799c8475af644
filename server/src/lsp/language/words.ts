/**
 * What the server says, in the language of the client. The rooms below know English only; here, at
 * the edge, findings, cards, lenses and titles are put into the words of `initialize`'s locale.
 */
import type { Problem } from "../../base/problem";
import type { Card, Phrase } from "../../ide/card";
import { CARDS } from "./german/cards";
import { CONFIG_KEYS } from "./german/configKeys";
import { FINDINGS } from "./german/findings";
import { PHRASES } from "./german/phrases";
import { READER_PHRASES, READERS } from "./german/readers";
import { TABULAR, TABULAR_PHRASES } from "./german/tabular";
import { isGerman } from "./locale";
import { createPhraseBook, type PhraseBook } from "./phraseBook";

export interface Words {
  problem(problem: Problem): Problem;
  card(card: Card): Card;
  /** A title, a label, a lens: one line of its own. */
  line(text: string): string;
}

const ENGLISH: Words = {
  problem: (problem) => problem,
  card: (card) => card,
  line: (text) => text,
};

/** Words for a locale as editors name it (`de`, `de-AT`); English for languages without a table. */
export function wordsFor(locale: unknown): Words {
  if (!isGerman(locale)) return ENGLISH;
  const phrases = {
    ...PHRASES,
    ...CARDS,
    ...CONFIG_KEYS,
    ...TABULAR_PHRASES,
    ...READER_PHRASES,
  };
  return wordsOf(createPhraseBook(phrases));
}

/** All sentences about one kind of finding; those of the readers are many and have no code alone. */
function wordsOf(book: PhraseBook): Words {
  const sentence = (code: string, text: string): string => {
    const [, folded, end] = FOLDED.exec(text) ?? [];
    if (folded !== undefined && end !== undefined) {
      return `${sentence(code, folded)}${book.sentence(end, FOLDED_ENDS)}`;
    }
    return book.sentence(text, FINDINGS[code] ?? TABULAR[code] ?? READERS);
  };
  /** A line of a card may tell a finding: ` warning unknown-ref: No model …`. */
  const words = (text: string): string => {
    const [, severity, code, message] = FINDING.exec(text) ?? [];
    return code === undefined || message === undefined
      ? book.phrase(text)
      : ` ${book.phrase(severity ?? "")} ${code}: ${sentence(code, message)}`;
  };
  /** Code and links to places stay as they are. */
  const phraseIn = (phrase: Phrase): Phrase =>
    phrase.map((piece) => {
      if (typeof piece === "string") return words(piece);
      if (piece.isCode === true || piece.site !== undefined) return piece;
      return { ...piece, text: book.phrase(piece.text) };
    });
  return {
    problem: (problem) => ({
      ...problem,
      message: sentence(problem.code, problem.message),
      ...(problem.fixes !== undefined && {
        fixes: problem.fixes.map((fix) => ({ ...fix, title: book.phrase(fix.title) })),
      }),
      ...(problem.related !== undefined && {
        related: problem.related.map((one) => ({ ...one, message: book.phrase(one.message) })),
      }),
    }),
    card: (card) => ({
      ...card,
      subtitle: book.phrase(card.subtitle),
      rows: card.rows.map(({ label, lines }) => ({
        label: book.phrase(label),
        lines: lines.map((line) => phraseIn(line)),
      })),
      notes: card.notes.map(phraseIn),
      actions: card.actions.map((action) => ({ ...action, title: book.phrase(action.title) })),
    }),
    line: (text) => book.phrase(text),
  };
}

/** What is said of several findings that were made one. */
const FOLDED = /^([\s\S]+?)( \(\d+ times\)| The same at \d+ more places?\.)$/;
const FINDING = /^ (error|warning|information|hint) ([a-z\d-]+): ([\s\S]+)$/;
const FOLDED_ENDS = {
  " ({0} times)": " ({0}-mal)",
  " The same at 1 more place.": " Ebenso an 1 weiteren Stelle.",
  " The same at {0} more places.": " Ebenso an {0} weiteren Stellen.",
};
