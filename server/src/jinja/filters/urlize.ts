/** Jinja2's `urlize`: links around the addresses in a text. Linear, without a regex of the user. */
import { isTrue } from "../compare";
import { type Builtin, builtin } from "../environment";
import { PythonError } from "../errors";
import { escapeHtml, escapeText } from "../html";
import { iterate } from "../iterate";
import { repr, str } from "../print";
import type { Value } from "../values";
import { integerOf } from "../values";

const ADDRESS =
  /^(https?:\/\/|www\.)?(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}(?::\d{1,5})?(?:[/?#]\S*)?$/i;
const HTTP =
  /^https?:\/\/(?:(?:[\w%-]+\.)*[a-z]{2,63}|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?(?:[/?#]\S*)?$/i;
const BARE = /^(?:www\.\S+\.\S+|\S+\.(?:com|net|int|edu|gov|org|info|mil)(?:[/?#]\S*)?)$/i;
const EMAIL = /^[^\s@<>()]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
const CLOSERS: readonly (readonly [string, string])[] = [
  ["(", ")"],
  ["<", ">"],
  ["&lt;", "&gt;"],
];

interface Links {
  readonly limit: number | undefined;
  readonly attributes: string;
  readonly schemes: readonly string[];
}

function link(word: string, links: Links): string | undefined {
  const shorten = (text: string): string =>
    links.limit !== undefined && text.length > links.limit
      ? `${text.slice(0, links.limit)}...`
      : text;
  const anchor = (href: string): string =>
    `<a href="${href}"${links.attributes}>${shorten(word)}</a>`;
  if (HTTP.test(word)) return anchor(word);
  if (BARE.test(word) && ADDRESS.test(word)) return anchor(`https://${word}`);
  if (word.startsWith("mailto:") && EMAIL.test(word.slice(7))) {
    return `<a href="${word}">${word.slice(7)}</a>`;
  }
  if (EMAIL.test(word) && !word.startsWith("www.") && !word.includes(":")) {
    return `<a href="mailto:${word}">${word}</a>`;
  }
  const scheme = links.schemes.find((prefix) => word !== prefix && word.startsWith(prefix));
  return scheme === undefined ? undefined : anchor(word);
}

/** One word: brackets and punctuation around it stay outside of the link. */
function linkWord(word: string, links: Links): string {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? "";
  let middle = word.slice(head.length);
  let tail = /(?:[)>.,]|\n|&gt;)+$/.exec(middle.slice(-64))?.[0] ?? "";
  middle = middle.slice(0, middle.length - tail.length);
  for (const [open, close] of CLOSERS) {
    // A closing bracket that an opening one inside the address waits for belongs to the address.
    while (countOf(middle, open) > countOf(middle, close) && tail.includes(close)) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  const linked = link(middle, links);
  return linked === undefined ? word : head + linked + tail;
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

const SCHEME = /^[\w.+-]{2,}:(\/){0,2}$/;

const urlize = builtin(
  "do_urlize",
  ["value", "trim_url_limit=", "nofollow=", "target=", "rel=", "extra_schemes="],
  (
    [value = null, limit = null, nofollow = false, target = null, rel = null, extra = null],
    machine,
  ) => {
    const relations = new Set(
      str(rel === null ? "" : rel)
        .split(/\s+/)
        .filter((part) => part !== ""),
    );
    if (isTrue(nofollow)) relations.add("nofollow");
    relations.add("noopener");
    const schemes =
      extra === null ? [] : Array.from(iterate(extra), (scheme: Value) => str(scheme));
    for (const scheme of schemes) {
      if (!SCHEME.test(scheme)) {
        throw new PythonError(
          "FilterArgumentError",
          `${repr(scheme)} is not a valid URI scheme prefix.`,
        );
      }
    }
    const targetText = target === null ? "" : ` target="${escapeText(str(target))}"`;
    const count = integerOf(limit);
    const links: Links = {
      limit: count === undefined ? undefined : Number(count),
      attributes: ` rel="${escapeText([...relations].sort().join(" "))}"${targetText}`,
      schemes,
    };
    const text = escapeHtml(value);
    machine.allocate(text.length * 2);
    const linked = text
      .split(/(\s+)/)
      .map((word) => (word.trim() === "" ? word : linkWord(word, links)))
      .join("");
    return machine.isEscaping ? { kind: "markup", text: linked } : linked;
  },
  { hidden: 1 },
);

/** Filters of this file by their names in templates. */
export const urlFilters: readonly (readonly [string, Builtin])[] = [["urlize", urlize]];
