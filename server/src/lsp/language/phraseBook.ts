/**
 * Finished English sentences in another language: a table of sentence patterns, the English pattern
 * being the key as in the editor's own bundles. So the rooms below speak English only, and whoever
 * asks in no other language pays nothing.
 *
 * `{0}` stands for a name or a figure, which stays as it is, `{#0}` for a number alone; `{=0}` for
 * words that are translated by the phrases in turn, or for nothing.
 */

/** English pattern to pattern of the other language. */
export type Table = Readonly<Record<string, string>>;

export interface PhraseBook {
  /** The sentence in the other language; itself where no pattern fits. */
  sentence(text: string, table?: Table): string;
  /** The same for words within a sentence or a card, also joined by `·`, `;` or `,`. */
  phrase(text: string): string;
}

/** `isWhole` where all that should be words was found among the phrases. */
interface Said {
  readonly said: string;
  readonly isWhole: boolean;
}

interface Pattern {
  readonly matcher: RegExp;
  /** Of each capture: whether it is words. */
  readonly isWords: readonly boolean[];
  readonly names: readonly string[];
  readonly translation: string;
  readonly literalLength: number;
}

const PLACEHOLDER = /\{([=#]?\d+)\}/;
const SEPARATORS = [" · ", "; ", ", "] as const;
const EDGES = /^([\s·;:,(]*)([\s\S]*?)([\s·;:,)]*)$/;
/** Texts repeat: one finding stands at many places. */
const REMEMBERED = 8_000;
/** Longer texts are no sentences of ours; left alone, so that no name can make matching slow. */
const LONGEST = 1_500;

/** A book on `phrases`; tables of sentences are prepared when first used. */
export function createPhraseBook(phrases: Table): PhraseBook {
  const prepared = new WeakMap<Table, readonly Pattern[]>();
  const patternsOf = (table: Table): readonly Pattern[] => {
    const known = prepared.get(table) ?? patternsIn(table, table === phrases);
    prepared.set(table, known);
    return known;
  };
  const remembered = new Map<string, Said>();

  /** The first pattern all of whose words are known, else the first that fits at all. */
  function translated(text: string, table: Table): Said | undefined {
    if (text.length > LONGEST) return undefined;
    const exact = Object.hasOwn(table, text) ? table[text] : undefined;
    if (exact !== undefined) return { said: exact, isWhole: true };
    let partly: Said | undefined;
    for (const pattern of patternsOf(table)) {
      const match = pattern.matcher.exec(text);
      if (match === null) continue;
      const found = filled(pattern, match);
      if (found.isWhole) return found;
      partly ??= found;
    }
    return partly;
  }

  function filled({ isWords, names, translation }: Pattern, match: RegExpExecArray): Said {
    let isWhole = true;
    const values = new Map<string, string>();
    for (const [index, name] of names.entries()) {
      const given = match[index + 1] ?? "";
      const { said, isWhole: isKnown } =
        isWords[index] === true ? knownPhrase(given) : { said: given, isWhole: true };
      isWhole &&= isKnown;
      values.set(name, isKnown ? said : phrase(given));
    }
    const said = translation.replaceAll(
      /\{([=#]?\d+)\}/g,
      (_, name: string) => values.get(name) ?? "",
    );
    return { said, isWhole };
  }

  /** As it stands, else without the blanks and signs that join it to what stands around it. */
  function knownPhrase(text: string): Said {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const found = lookedUp(text);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(text, found);
    return found;
  }

  function lookedUp(text: string): Said {
    const [, before = "", inner = "", after = ""] = EDGES.exec(text) ?? [];
    if (!/[a-z]{2}/i.test(inner)) return { said: text, isWhole: true };
    for (const edge of [/^$/, /^\s*/]) {
      const [cut = ""] = edge.exec(text) ?? [];
      const whole = translated(text.slice(cut.length), phrases);
      if (whole?.isWhole === true) return { said: `${cut}${whole.said}`, isWhole: true };
    }
    const found = translated(inner, phrases);
    if (found === undefined) return { said: text, isWhole: false };
    return { said: `${before}${found.said}${after}`, isWhole: found.isWhole };
  }

  function phrase(text: string): string {
    const found = knownPhrase(text);
    return found.isWhole ? found.said : (inParts(text) ?? found.said);
  }

  function inParts(text: string): string | undefined {
    const separator = SEPARATORS.find((one) => text.includes(one));
    if (separator === undefined) return undefined;
    return text.split(separator).map(phrase).join(separator);
  }

  return {
    sentence: (text, table = phrases) => translated(text, table)?.said ?? text,
    phrase,
  };
}

const CAPTURES: Readonly<Record<string, string>> = { "=": "([\\s\\S]*?)", "#": "(-?[\\d.,]+)" };
const VALUE = "([\\s\\S]+?)";
/** A name or figure within words ends where the next of them begin. */
const VALUE_IN_PHRASE = "((?:(?! · |[;:,] )[\\s\\S])+?)";

/** Those with most words of their own come first: they know best. */
function patternsIn(table: Table, arePhrases: boolean): readonly Pattern[] {
  const value = arePhrases ? VALUE_IN_PHRASE : VALUE;
  return Object.entries(table)
    .flatMap(([english, translation]) => patternOf(english, translation, value) ?? [])
    .sort((a, b) => b.literalLength - a.literalLength);
}

/** Undefined for sentences without placeholders, which are looked up. */
function patternOf(english: string, translation: string, value: string): Pattern | undefined {
  const parts = english.split(PLACEHOLDER);
  if (parts.length === 1) return undefined;
  const names = parts.filter((_, index) => index % 2 === 1);
  const source = parts.map((part, index) =>
    index % 2 === 0 ? escaped(part) : (CAPTURES[part[0] ?? ""] ?? value),
  );
  return {
    matcher: new RegExp(`^${source.join("")}$`),
    isWords: names.map((name) => name.startsWith("=")),
    names,
    translation,
    literalLength: english.length - names.join("{}").length,
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
