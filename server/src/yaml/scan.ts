/**
 * Splits a YAML 1.1 text into tokens as libyaml 0.2.5 (dbt's reader) does, with its indentation
 * stack, its one-line "simple keys" and its refusals. Source: the YAML 1.1 specification and the
 * observed behaviour of PyYAML's C loader.
 */
import { type Cursor, documentMark, isBlankOrEnd, isBreak, lineEnd, skipBreak } from "./cursor";
import { scanAnchor, scanTag } from "./nodeProperties";
import { scanBlockScalar, scanDoubleQuoted, scanPlain, scanSingleQuoted } from "./scalarText";
import { insertToken, Kind, pushToken, type TokenList, YamlError } from "./tokens";

const MAX_KEY_LENGTH = 1024;
const BYTE_ORDER_MARK = 0xfeff;

interface SimpleKey {
  isPossible: boolean;
  isRequired: boolean;
  tokenIndex: number;
  offset: number;
  line: number;
  column: number;
}

/** Appends the tokens of a text to its list; throws YamlError at the first thing it cannot read. */
export function scanTokens(tokens: TokenList): void {
  const { text } = tokens;
  const indents: number[] = [];
  const keys: SimpleKey[] = [freshKey()];
  const cursor = {
    text,
    offset: text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0,
    line: 0,
    lineStart: text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0,
    flowLevel: 0,
    indent: -1,
    simpleKeyAllowed: true,
  };

  const push = (kind: number, start: number, end: number): void =>
    pushToken(tokens, kind, start, end);
  const currentKey = (): SimpleKey => keys[keys.length - 1]!;
  const isKeyStillPossible = (key: SimpleKey): boolean => {
    if (!key.isPossible) return false;
    if (key.line < cursor.line || key.offset + MAX_KEY_LENGTH < cursor.offset) {
      if (key.isRequired) {
        throw new YamlError("could not find expected ':'", key.offset);
      }
      key.isPossible = false;
    }
    return key.isPossible;
  };
  const removeKey = (): void => {
    const key = currentKey();
    if (key.isPossible && key.isRequired) {
      throw new YamlError("could not find expected ':'", key.offset);
    }
    key.isPossible = false;
  };
  const saveKey = (): void => {
    if (!cursor.simpleKeyAllowed) return;
    removeKey();
    const key = currentKey();
    key.isPossible = true;
    key.isRequired = cursor.flowLevel === 0 && cursor.indent === cursor.offset - cursor.lineStart;
    key.tokenIndex = tokens.count;
    key.offset = cursor.offset;
    key.line = cursor.line;
    key.column = cursor.offset - cursor.lineStart;
  };
  const rollIndent = (column: number, kind: number, index: number, offset: number): void => {
    if (cursor.flowLevel > 0 || cursor.indent >= column) return;
    indents.push(cursor.indent);
    cursor.indent = column;
    insertToken(tokens, index, kind, offset);
  };
  const unrollIndent = (column: number): void => {
    if (cursor.flowLevel > 0) return;
    while (cursor.indent > column) {
      push(Kind.blockEnd, cursor.offset, cursor.offset);
      cursor.indent = indents.pop() ?? -1;
    }
  };
  const scalar = (kind: number, read: (cursor: Cursor) => string | undefined): void => {
    saveKey();
    cursor.simpleKeyAllowed = false;
    const start = cursor.offset;
    const content = read(cursor);
    pushToken(tokens, kind, start, scalarEnd(text, start, cursor.offset, kind), content);
  };

  for (;;) {
    skipToToken(cursor);
    isKeyStillPossible(currentKey());
    const at = cursor.offset;
    const column = at - cursor.lineStart;
    unrollIndent(column);
    const unit = text.charCodeAt(at);
    if (Number.isNaN(unit)) break;
    if (column === 0) {
      if (unit === 37) {
        unrollIndent(-1);
        removeKey();
        cursor.simpleKeyAllowed = false;
        const end = lineEnd(text, at);
        push(Kind.directive, at, end);
        cursor.offset = end;
        continue;
      }
      const mark = documentMark(text, at);
      if (mark !== undefined) {
        unrollIndent(-1);
        removeKey();
        cursor.simpleKeyAllowed = false;
        push(mark, at, at + 3);
        cursor.offset += 3;
        continue;
      }
    }
    switch (unit) {
      case 91: // [
      case 123: // {
        saveKey();
        keys.push(freshKey());
        cursor.flowLevel++;
        cursor.simpleKeyAllowed = true;
        push(unit === 91 ? Kind.flowSequenceStart : Kind.flowMappingStart, at, at + 1);
        cursor.offset++;
        continue;
      case 93: // ]
      case 125: // }
        removeKey();
        if (cursor.flowLevel > 0) {
          cursor.flowLevel--;
          keys.pop();
        }
        cursor.simpleKeyAllowed = false;
        push(unit === 93 ? Kind.flowSequenceEnd : Kind.flowMappingEnd, at, at + 1);
        cursor.offset++;
        continue;
      case 44: // ,
        removeKey();
        cursor.simpleKeyAllowed = true;
        push(Kind.flowEntry, at, at + 1);
        cursor.offset++;
        continue;
      case 45: // -
        if (!isBlankOrEnd(text, at + 1)) break;
        if (cursor.flowLevel === 0) {
          if (!cursor.simpleKeyAllowed) {
            throw new YamlError("block sequence entries are not allowed in this context", at);
          }
          rollIndent(column, Kind.blockSequenceStart, tokens.count, at);
        }
        removeKey();
        cursor.simpleKeyAllowed = true;
        push(Kind.blockEntry, at, at + 1);
        cursor.offset++;
        continue;
      case 63: // ?
        if (cursor.flowLevel === 0 && !isBlankOrEnd(text, at + 1)) break;
        if (cursor.flowLevel === 0) {
          if (!cursor.simpleKeyAllowed) {
            throw new YamlError("mapping keys are not allowed in this context", at);
          }
          rollIndent(column, Kind.blockMappingStart, tokens.count, at);
        }
        removeKey();
        cursor.simpleKeyAllowed = cursor.flowLevel === 0;
        push(Kind.key, at, at + 1);
        cursor.offset++;
        continue;
      case 58: {
        // :
        if (cursor.flowLevel === 0 && !isBlankOrEnd(text, at + 1)) break;
        const key = currentKey();
        if (isKeyStillPossible(key)) {
          insertToken(tokens, key.tokenIndex, Kind.key, key.offset);
          rollIndent(key.column, Kind.blockMappingStart, key.tokenIndex, key.offset);
          key.isPossible = false;
          cursor.simpleKeyAllowed = false;
        } else {
          if (cursor.flowLevel === 0) {
            if (!cursor.simpleKeyAllowed) {
              throw new YamlError("mapping values are not allowed in this context", at);
            }
            rollIndent(column, Kind.blockMappingStart, tokens.count, at);
          }
          cursor.simpleKeyAllowed = cursor.flowLevel === 0;
        }
        push(Kind.value, at, at + 1);
        cursor.offset++;
        continue;
      }
      case 42: // *
      case 38: // &
        saveKey();
        cursor.simpleKeyAllowed = false;
        scanAnchor(cursor, unit === 42 ? Kind.alias : Kind.anchor, tokens);
        continue;
      case 33: // !
        saveKey();
        cursor.simpleKeyAllowed = false;
        scanTag(cursor, tokens);
        continue;
      case 124: // |
      case 62: // >
        if (cursor.flowLevel > 0) break;
        removeKey();
        cursor.simpleKeyAllowed = true;
        {
          const content = scanBlockScalar(cursor);
          pushToken(
            tokens,
            Kind.quotedScalar,
            at,
            scalarEnd(text, at, cursor.offset, Kind.plainScalar),
            content,
          );
        }
        continue;
      case 39: // '
        scalar(Kind.quotedScalar, scanSingleQuoted);
        continue;
      case 34: // "
        scalar(Kind.quotedScalar, scanDoubleQuoted);
        continue;
    }
    if (!startsPlain(text, at, unit, cursor.flowLevel)) {
      throw new YamlError(
        unit === 9
          ? "found a tab where YAML allows only blanks"
          : `found character '${text[at]}' that cannot start any token`,
        at,
        "while scanning for the next token",
      );
    }
    scalar(Kind.plainScalar, scanPlain);
  }
  unrollIndent(-1);
  removeKey();
  push(Kind.streamEnd, cursor.offset, cursor.offset);
}

function freshKey(): SimpleKey {
  return { isPossible: false, isRequired: false, tokenIndex: 0, offset: 0, line: 0, column: 0 };
}

function skipToToken(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    let unit = text.charCodeAt(cursor.offset);
    if (unit === BYTE_ORDER_MARK && cursor.offset === cursor.lineStart) {
      unit = text.charCodeAt(++cursor.offset);
    }
    while (unit === 32 || (unit === 9 && (cursor.flowLevel > 0 || !cursor.simpleKeyAllowed))) {
      unit = text.charCodeAt(++cursor.offset);
    }
    if (unit === 35) {
      cursor.offset = lineEnd(text, cursor.offset);
      unit = text.charCodeAt(cursor.offset);
    }
    if (!isBreak(unit)) return;
    skipBreak(cursor);
    if (cursor.flowLevel === 0) cursor.simpleKeyAllowed = true;
  }
}

function startsPlain(text: string, at: number, unit: number, flowLevel: number): boolean {
  switch (unit) {
    case 45: // - not followed by a blank
      return !isBlankOrEnd(text, at + 1);
    case 63: // ?
    case 58: // :
      return flowLevel === 0 && !isBlankOrEnd(text, at + 1);
    case 44: // , [ ] { } # & * ! | > ' " % @ `
    case 91:
    case 93:
    case 123:
    case 125:
    case 35:
    case 38:
    case 42:
    case 33:
    case 124:
    case 62:
    case 39:
    case 34:
    case 37:
    case 64:
    case 96:
    case 9:
      return false;
    default:
      return true;
  }
}

/** A plain or block scalar's token ends at its last visible character. */
function scalarEnd(text: string, start: number, offset: number, kind: number): number {
  if (kind !== Kind.plainScalar) return offset;
  let end = offset;
  while (end > start && isBlankOrEnd(text, end - 1)) end--;
  return end;
}
