/** Filters on text. */

import { binary } from "../arithmetic";
import { characters, codePointIndex, codePointLength } from "../codePoints";
import { isTrue } from "../compare";
import { dictOf, hashKey } from "../dicts";
import { type Builtin, builtin, freeBuiltin } from "../environment";
import { budgetError, PythonError, typeError } from "../errors";
import { WIDTH_LIMIT } from "../formatSpec";
import { escapeHtml, escapeText } from "../html";
import { stripTags } from "../htmlText";
import { iterate, lengthOf } from "../iterate";
import { unpack } from "../loops";
import { capitalize } from "../methods/stringCase";
import { centerPadding, replaceText, stripText } from "../methods/stringMethods";
import { splitLines } from "../methods/stringSplit";
import { numberOf } from "../numbers";
import { formatPercent } from "../percentFormat";
import { prettyPrint } from "../prettyPrint";
import { repr, str } from "../print";
import { wrapText } from "../textWrap";
import { undefinedFailure } from "../undefinedValues";
import type { Value } from "../values";
import { integerOf, isKind, isUndefined, type Machine, textOf, tuple, typeName } from "../values";

/** `soft_str`: text of anything; Markup stays what it is. */
function softly(value: Value, change: (text: string) => string): Value {
  const text = change(str(value));
  return isKind(value, "markup") ? { kind: "markup", text } : text;
}

function textFilter(name: string, change: (text: string) => string, parameter = "s"): Builtin {
  return builtin(name, [parameter], ([value = null], machine) => {
    const result = softly(value, change);
    machine.allocate((textOf(result) ?? "").length);
    return result;
  });
}

/** Jinja2's own `title`: words start after blanks, hyphens and opening brackets. */
function titleWords(text: string): string {
  let result = "";
  let isStart = true;
  for (const character of text) {
    if (/[-({[<\s]/.test(character)) {
      isStart = true;
      result += character;
    } else {
      result += isStart ? character.toUpperCase() : character.toLowerCase();
      isStart = false;
    }
  }
  return result;
}

const replace = builtin(
  "do_replace",
  ["s", "old", "new", "count="],
  ([value = null, old = null, fresh = null, count = null], machine) => {
    const limit = count === null ? -1n : integerOf(count);
    if (limit === undefined) {
      throw typeError(`'${typeName(count)}' object cannot be interpreted as an integer`);
    }
    if (!machine.isEscaping) return replaceText(str(value), str(old), str(fresh), limit, machine);
    // With escaping on, one part that is HTML makes HTML of the whole.
    const isText = isKind(value, "markup");
    if (!isText && !isKind(old, "markup") && !isKind(fresh, "markup")) {
      return replaceText(str(value), str(old), str(fresh), limit, machine);
    }
    return {
      kind: "markup",
      text: replaceText(
        escapeHtml(value),
        isText ? escapeHtml(old) : str(old),
        escapeHtml(fresh),
        limit,
        machine,
      ),
    };
  },
  { hidden: 1 },
);

const trim = builtin("do_trim", ["value", "chars="], ([value = null, chars = null]) => {
  const set = chars === null ? undefined : textOf(chars);
  if (chars !== null && set === undefined) throw typeError("strip arg must be None or str");
  return softly(value, (text) => stripText(text, set));
});

const truncate = builtin(
  "do_truncate",
  ["s", "length=", "killwords=", "end=", "leeway="],
  ([value = null, length = 255n, killWords = false, end = "...", leeway = 5n]) => {
    const endLength = lengthOrRaise(end);
    const size = comparable(length, ">=");
    if (size < endLength) {
      throw new PythonError(
        "AssertionError",
        `expected length >= ${endLength}, got ${repr(length)}`,
      );
    }
    const slack = leeway === null ? 5 : comparable(leeway, ">=");
    if (slack < 0) throw new PythonError("AssertionError", `expected leeway >= 0, got ${slack}`);
    if (lengthOrRaise(value) <= size + slack) return value;
    const units = characters(lengthyText(value));
    const ending = characters(lengthyText(end));
    const kept = units.slice(0, size - ending.length).join("");
    if (isTrue(killWords)) return kept + ending.join("");
    const space = kept.lastIndexOf(" ");
    return (space < 0 ? kept : kept.slice(0, space)) + ending.join("");
  },
  { hidden: 1 },
);

function comparable(value: Value, operator: string): number {
  const number = numberOf(value);
  if (number !== undefined) return Number(number);
  if (isUndefined(value)) throw undefinedFailure(value);
  throw typeError(
    `'${operator}' not supported between instances of '${typeName(value)}' and 'int'`,
  );
}

function lengthOrRaise(value: Value): number {
  const length = lengthOf(value);
  if (length !== undefined) return length;
  throw typeError(`object of type '${typeName(value)}' has no len()`);
}

/** Text of a value whose `len()` Jinja2 takes; anything else has none. */
function lengthyText(value: Value): string {
  const text = textOf(value);
  if (text === undefined) throw typeError(`object of type '${typeName(value)}' has no len()`);
  return text;
}

const indent = builtin(
  "do_indent",
  ["s", "width=", "first=", "blank="],
  ([value = null, width = 4n, first = false, blank = false], machine) => {
    const count = integerOf(width);
    const filling = textOf(width) ?? (count === undefined ? undefined : spaces(Number(count)));
    if (filling === undefined) {
      throw typeError(`can't multiply sequence by non-int of type '${typeName(width)}'`);
    }
    const text = textOf(value);
    if (text === undefined) {
      if (isUndefined(value)) throw undefinedFailure(value);
      if (isKind(value, "tuple")) {
        throw typeError('can only concatenate tuple (not "str") to tuple');
      }
      if (Array.isArray(value))
        throw new PythonError("AttributeError", "'list' object has no attribute 'splitlines'");
      throw typeError(`unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`);
    }
    const lines = splitLines(`${text}\n`, false);
    machine.allocate(text.length + lines.length * filling.length);
    const indented = lines.map((line, index) => {
      const isIndented = index === 0 ? isTrue(first) : line !== "" || isTrue(blank);
      return isIndented ? filling + line : line;
    });
    return isKind(value, "markup")
      ? { kind: "markup", text: indented.join("\n") }
      : indented.join("\n");
  },
);

function spaces(count: number): string {
  if (count > WIDTH_LIMIT) throw budgetError("a width is too large");
  return " ".repeat(Math.max(0, count));
}

const center = builtin("do_center", ["value", "width="], ([value = null, width = 80n], machine) => {
  const size = integerOf(width);
  if (size === undefined) {
    throw typeError(`'${typeName(width)}' object cannot be interpreted as an integer`);
  }
  return softly(value, (text) => {
    const missing = Number(size) - codePointLength(text);
    if (missing <= 0) return text;
    const left = centerPadding(missing, Number(size));
    machine.allocate(missing);
    return spaces(left) + text + spaces(missing - left);
  });
});

const format = freeBuiltin(({ args, kwargs }, machine) => {
  const [value = null, ...rest] = args;
  if (rest.length > 0 && kwargs.size > 0) {
    throw new PythonError(
      "FilterArgumentError",
      "can't handle positional and keyword arguments at the same time",
    );
  }
  const given = kwargs.size > 0 ? dictOf(kwargs) : tuple(rest);
  if (!isKind(value, "markup")) return formatPercent(str(value), given, machine);
  return binary("%", value, given, machine);
});

const wordCount = builtin("do_wordcount", ["s"], ([value = null]) => {
  const words = str(value).match(/[\p{L}\p{N}_]+/gu);
  return BigInt(words?.length ?? 0);
});

const wordWrap = builtin(
  "do_wordwrap",
  ["s", "width=", "break_long_words=", "wrapstring=", "break_on_hyphens="],
  ([value = null, width = 79n, breakLong = true, glue = null, hyphens = true], machine) => {
    const text = textOf(value);
    if (text === undefined) {
      if (isUndefined(value)) throw undefinedFailure(value);
      throw new PythonError(
        "AttributeError",
        `'${typeName(value)}' object has no attribute 'splitlines'`,
      );
    }
    const separator = glue === null ? "\n" : str(glue);
    const size = Number(comparable(width, "<="));
    if (size <= 0) throw new PythonError("ValueError", `invalid width ${size} (must be > 0)`);
    machine.allocate(text.length * 2);
    const lines = splitLines(text, false).map((line) =>
      wrapText(line, size, isTrue(breakLong), isTrue(hyphens)),
    );
    for (const parts of lines) machine.allocate(parts.length * separator.length);
    return lines.map((parts) => parts.join(separator)).join(separator);
  },
  { hidden: 1 },
);

const markupOf = (text: string): Value => ({ kind: "markup", text });

const escaping = builtin("escape", ["s"], ([value = null], machine) =>
  markupOf(paidFor(escapeHtml(value), machine)),
);

const forceEscape = builtin("do_forceescape", ["value"], ([value = null], machine) =>
  markupOf(paidFor(escapeText(str(value)), machine)),
);

/** Escaping makes texts up to five times as long. */
function paidFor(text: string, machine: Machine): string {
  machine.allocate(text.length);
  return text;
}

const safe = builtin("do_mark_safe", ["value"], ([value = null]) => markupOf(str(value)));

const stringify = builtin("soft_str", ["s"], ([value = null]) =>
  isKind(value, "markup") ? value : str(value),
);

const stripped = builtin("do_striptags", ["value"], ([value = null]) => stripTags(str(value)));

const UNRESERVED = /[A-Za-z0-9_.~-]/;

/** Python's `urllib.parse.quote`: UTF-8 bytes, `/` kept outside of query strings. */
function quoteValue(value: Value, isQuery: boolean): string {
  const text = str(value);
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(text);
  if (lone !== null) {
    const code = lone[0].charCodeAt(0).toString(16);
    throw new PythonError(
      "UnicodeEncodeError",
      `'utf-8' codec can't encode character '\\u${code}' in position ${codePointIndex(text, lone.index)}: surrogates not allowed`,
    );
  }
  let quoted = "";
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    if (byte < 128 && UNRESERVED.test(character)) quoted += character;
    else if (isQuery && byte === 32) quoted += "+";
    else if (!isQuery && character === "/") quoted += "/";
    else quoted += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return quoted;
}

const urlEncode = builtin("do_urlencode", ["value"], ([value = null], machine) => {
  if (textOf(value) !== undefined) return quoteValue(value, false);
  const isDict = isKind(value, "dict");
  const source: Value = isDict ? { kind: "view", of: value, part: "items" } : value;
  let pairs: Iterable<Value>;
  try {
    pairs = iterate(source);
  } catch {
    return quoteValue(value, false);
  }
  const parts: string[] = [];
  for (const pair of pairs) {
    machine.step();
    const [key = null, item = null] = unpack(pair, 2);
    parts.push(`${quoteValue(key, true)}=${quoteValue(item, true)}`);
  }
  return parts.join("&");
});

const pprint = builtin("do_pprint", ["value"], ([value = null], machine) =>
  prettyPrint(value, machine),
);

const attribute = builtin(
  "do_attr",
  ["obj", "name"],
  ([value = null, name = null], machine) => {
    const text = textOf(name);
    if (text !== undefined) return machine.attributeOnly(value, text);
    hashKey(name);
    throw typeError(`attribute name must be string, not '${typeName(name)}'`);
  },
  { hidden: 1 },
);

function defaulting(): Builtin {
  return builtin(
    "do_default",
    ["value", "default_value=", "boolean="],
    ([value = null, fallback = "", boolean = false]) => {
      if (isUndefined(value)) return fallback;
      if (isKind(value, "unknown")) return value;
      return isTrue(boolean) && !isTrue(value) ? fallback : value;
    },
    { acceptsUnknown: true },
  );
}

/** Filters of this file by their names in templates. */
export const stringFilters: readonly (readonly [string, Builtin])[] = [
  ["upper", textFilter("do_upper", (text) => text.toUpperCase())],
  ["lower", textFilter("do_lower", (text) => text.toLowerCase())],
  ["capitalize", textFilter("do_capitalize", capitalize)],
  ["title", textFilter("do_title", titleWords)],
  ["replace", replace],
  ["trim", trim],
  ["truncate", truncate],
  ["indent", indent],
  ["center", center],
  ["format", format],
  ["wordcount", wordCount],
  ["wordwrap", wordWrap],
  ["escape", escaping],
  ["e", escaping],
  ["forceescape", forceEscape],
  ["safe", safe],
  ["string", stringify],
  ["striptags", stripped],
  ["urlencode", urlEncode],
  ["pprint", pprint],
  ["attr", attribute],
  ["default", defaulting()],
  ["d", defaulting()],
];
