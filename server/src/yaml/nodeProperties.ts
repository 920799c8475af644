/**
 * Reads what may stand before a node: anchors, aliases and tags, with libyaml's alphabets and
 * refusals. Knows nothing of what a tag means.
 */
import { type Cursor, isBlankOrEnd } from "./cursor";
import { Kind, pushToken, type TokenList, YamlError } from "./tokens";

const URI_SIGNS = "_-;/?:@&=+$.!~*'()%";

/** Appends the anchor (`&a`) or alias (`*a`) at the cursor; its text is the name. */
export function scanAnchor(cursor: Cursor, kind: number, tokens: TokenList): void {
  const { text } = cursor;
  const start = cursor.offset;
  let end = start + 1;
  while (isWordUnit(text.charCodeAt(end))) end++;
  if (end === start + 1 || !(isBlankOrEnd(text, end) || "?:,]}%@`".includes(text[end]!))) {
    throw new YamlError(
      "did not find expected alphabetic or numeric character",
      end,
      kind === Kind.anchor ? "while scanning an anchor" : "while scanning an alias",
      start,
    );
  }
  pushToken(tokens, kind, start, end, text.slice(start + 1, end));
  cursor.offset = end;
}

/**
 * Appends the tag at the cursor. Its text is the handle, a blank and the suffix: `!! str` for
 * `!!str`, `! local` for `!local`, ` tag:x` for `!<tag:x>`, ` !` for a lone `!`.
 */
export function scanTag(cursor: Cursor, tokens: TokenList): void {
  const { text } = cursor;
  const start = cursor.offset;
  const isVerbatim = text[start + 1] === "<";
  let handleEnd = start;
  let end: number;
  if (isVerbatim) {
    end = uriEnd(text, start + 2, true);
    if (end === start + 2) throw noUri(end, start);
    if (text[end] !== ">") {
      throw new YamlError("did not find the expected '>'", end, "while scanning a tag", start);
    }
    end++;
  } else {
    handleEnd = start + 1;
    while (isWordUnit(text.charCodeAt(handleEnd))) handleEnd++;
    if (text[handleEnd] === "!") handleEnd++;
    else handleEnd = start + 1;
    end = uriEnd(text, handleEnd, false);
    if (end === handleEnd && handleEnd > start + 1) throw noUri(end, start);
  }
  if (!isBlankOrEnd(text, end) && !(cursor.flowLevel > 0 && text[end] === ",")) {
    throw new YamlError(
      "did not find expected whitespace or line break",
      end,
      "while scanning a tag",
      start,
    );
  }
  const suffix = unescaped(
    isVerbatim ? text.slice(start + 2, end - 1) : text.slice(handleEnd, end),
    start,
  );
  const handle = text.slice(start, handleEnd);
  pushToken(tokens, Kind.tag, start, end, suffix === "" ? " !" : `${handle} ${suffix}`);
  cursor.offset = end;
}

function uriEnd(text: string, offset: number, isVerbatim: boolean): number {
  let end = offset;
  for (; end < text.length; end++) {
    const isUri = isWordUnit(text.charCodeAt(end)) || URI_SIGNS.includes(text[end]!);
    if (!isUri && !(isVerbatim && ",[]".includes(text[end]!))) break;
  }
  return end;
}

/** `%41` and the like as the characters whose UTF-8 they are. */
function unescaped(uri: string, offset: number): string {
  if (!uri.includes("%")) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    throw new YamlError("did not find URI escaped octet", offset, "while parsing a tag", offset);
  }
}

function noUri(offset: number, start: number): YamlError {
  return new YamlError("did not find expected tag URI", offset, "while parsing a tag", start);
}

/** Letters and digits of ASCII, `_` and `-`: libyaml's "alphabetic" characters. */
function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 45
  );
}
