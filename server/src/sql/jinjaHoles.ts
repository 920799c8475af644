/**
 * Finds where a Jinja hole in a SQL text ends, with Jinja's own balance of brackets and strings.
 * What stands inside is not read here; the jinja room does that.
 */

/** The three kinds of hole, by their opening. */
export type JinjaOpening = "{{" | "{%" | "{#";

const CLOSING: Readonly<Record<JinjaOpening, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };
const RAW_TAG = /^\{%[-+]?\s*raw\s*[-+]?%\}$/;
const END_RAW_TAG = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/** Finds holes of one text, front to back; linear in all, however broken the text. */
export interface JinjaHoles {
  /** Opening at `offset`, if Jinja would see one there. */
  openingAt(offset: number): JinjaOpening | undefined;
  /** End of the hole that opens at `offset`; -1 where nothing closes it. */
  endOf(offset: number, opening: JinjaOpening): number;
}

/** The holes of `text`; a `{% raw %}` block is followed once its tag has been asked for. */
export function jinjaHoles(text: string): JinjaHoles {
  // After a hole that closes nowhere, its kind is no longer looked for: another search over the
  // rest of the text could find nothing either, and many of them would be quadratic.
  const unclosed = new Set<JinjaOpening>();
  let isBalanceKept = true;
  let rawFrom = 0;
  let rawUntil = 0;

  const endOf = (offset: number, opening: JinjaOpening): number => {
    if (unclosed.has(opening)) return -1;
    const closing = CLOSING[opening];
    const first = text.indexOf(closing, offset + 2);
    if (first < 0) {
      unclosed.add(opening);
      return -1;
    }
    if (opening === "{#") return first + 2;
    let end = -1;
    if (isBalanceKept) {
      end = balancedEnd(text, offset + 2, closing);
      if (end < 0) isBalanceKept = false;
    }
    if (end < 0) end = first + 2;
    if (opening === "{%" && end - offset < 40 && RAW_TAG.test(text.slice(offset, end))) {
      END_RAW_TAG.lastIndex = end;
      const endRaw = END_RAW_TAG.exec(text);
      rawFrom = end;
      rawUntil = endRaw ? endRaw.index : text.length;
    }
    return end;
  };

  return {
    openingAt(offset) {
      if (offset >= rawFrom && offset < rawUntil) return undefined;
      switch (text.charCodeAt(offset + 1)) {
        case 123:
          return "{{";
        case 37:
          return "{%";
        case 35:
          return "{#";
        default:
          return undefined;
      }
    },
    endOf,
  };
}

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * End of the expression that starts at `offset`: the first `closing` outside strings with all
 * brackets closed, as Jinja's lexer has it; -1 where there is none.
 */
function balancedEnd(text: string, offset: number, closing: string): number {
  const stack: string[] = [];
  for (let at = offset; at < text.length; at++) {
    const char = text[at]!;
    if (char === closing[0] && stack.length === 0 && text[at + 1] === closing[1]) return at + 2;
    if (char === "'" || char === '"') {
      at = stringEnd(text, at, char);
      if (at < 0) return -1;
    } else if (char in CLOSERS) stack.push(CLOSERS[char]!);
    else if (char === ")" || char === "]" || char === "}") {
      if (stack.pop() !== char) return -1;
    }
  }
  return -1;
}

/** Offset of the quote that closes the Jinja string opened at `offset`; -1 where none does. */
function stringEnd(text: string, offset: number, quote: string): number {
  for (let at = offset + 1; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === quote) return at;
  }
  return -1;
}
