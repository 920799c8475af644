/**
 * Builds Python's value of a token list: maps with merge keys, anchors and aliases under a budget,
 * typed scalars. In recording mode it also keeps where each key and value stands.
 */
import type { Span } from "../base/text";
import type { Composed, PlacedEntry, PlacedNode } from "./composed";
import { keyName, oddKind } from "./keyNames";
import { InvalidScalar, resolveScalar } from "./resolveScalar";
import { constructTagged } from "./tags";
import { Kind, type TokenList, tokenText, YamlError } from "./tokens";
import { isYamlList, isYamlMap, setEntry, type YamlMap, type YamlValue } from "./values";

const MAX_DEPTH = 400;
/** Values that aliases may stand for in one document: far above real files, far below a bomb. */
const MAX_EXPANDED_VALUES = 2_000_000;

interface Anchor {
  value: YamlValue;
  node: PlacedNode | undefined;
  size: number;
  isOpen: boolean;
}

/**
 * Fills `result` as far as the tokens allow, so that it holds what could be read when this throws
 * YamlError. O(tokens).
 */
export function compose(tokens: TokenList, isRecording: boolean, result: Composed): void {
  const { kinds, starts, ends } = tokens;
  const anchors = new Map<string, Anchor>();
  let index = 0;
  let depth = 0;
  let size = 0;
  let lastEnd = 0;
  let lastNode: PlacedNode | undefined;

  const place = (start: number, end: number): void => {
    lastNode = isRecording ? { span: { start, end } } : undefined;
  };
  const empty = (): null => {
    place(lastEnd, lastEnd);
    return null;
  };

  const node = (
    isBlock: boolean,
    mayBeIndentless: boolean,
    adopt?: (value: YamlValue) => void,
  ): YamlValue => {
    let kind = kinds[index]!;
    const start = starts[index]!;
    if (kind === Kind.plainScalar) {
      size++;
      const value = plain(tokenText(tokens, index), start);
      place(start, ends[index]!);
      lastEnd = ends[index]!;
      index++;
      return value;
    }
    if (kind === Kind.quotedScalar) {
      size++;
      const value = tokenText(tokens, index);
      place(start, ends[index]!);
      lastEnd = ends[index]!;
      index++;
      return value;
    }
    if (kind === Kind.alias) return alias();
    let anchor: Anchor | undefined;
    let tag: string | undefined;
    while (kind === Kind.anchor || kind === Kind.tag) {
      if (kind === Kind.anchor) {
        if (anchor !== undefined) break;
        anchor = { value: null, node: undefined, size: 0, isOpen: true };
        anchors.set(tokenText(tokens, index), anchor);
      } else {
        if (tag !== undefined) break;
        tag = tokenText(tokens, index);
      }
      lastEnd = ends[index]!;
      kind = kinds[++index]!;
    }
    const sizeBefore = size++;
    if (++depth > MAX_DEPTH) {
      throw new YamlError("nested too deeply", start);
    }
    const isPlain = kind === Kind.plainScalar;
    let value: YamlValue;
    if (mayBeIndentless && kind === Kind.blockEntry) value = sequence(false, adopt);
    else if (isPlain || kind === Kind.quotedScalar) {
      const text = tokenText(tokens, index);
      value = isPlain && tag === undefined ? plain(text, starts[index]!) : text;
      place(starts[index]!, ends[index]!);
      lastEnd = ends[index]!;
      index++;
    } else if (kind === Kind.flowSequenceStart) value = flowSequence(adopt);
    else if (kind === Kind.flowMappingStart) value = flowMapping(adopt);
    else if (isBlock && kind === Kind.blockSequenceStart) value = sequence(true, adopt);
    else if (isBlock && kind === Kind.blockMappingStart) value = mapping(adopt);
    else if (anchor !== undefined || tag !== undefined) value = tag === undefined ? empty() : "";
    else {
      throw new YamlError(
        "did not find expected node content",
        starts[index]!,
        `while parsing a ${isBlock ? "block" : "flow"} node`,
        start,
      );
    }
    depth--;
    if (tag !== undefined) value = constructTagged(tag, value, isPlain, start);
    if (anchor !== undefined) {
      anchor.value = value;
      anchor.node = lastNode;
      anchor.size = size - sizeBefore;
      anchor.isOpen = false;
    }
    return value;
  };

  const plain = (text: string, offset: number): YamlValue => {
    try {
      const value = resolveScalar(text);
      if (value === "=") {
        throw new YamlError("a bare '=' has no meaning here; quote it", offset);
      }
      return value;
    } catch (error) {
      if (error instanceof InvalidScalar) throw new YamlError(error.message, offset);
      throw error;
    }
  };

  const alias = (): YamlValue => {
    const start = starts[index]!;
    const anchor = anchors.get(tokenText(tokens, index));
    if (anchor === undefined) {
      throw new YamlError(`found undefined alias '${tokenText(tokens, index)}'`, start);
    }
    if (anchor.isOpen) {
      throw new YamlError(
        `alias '${tokenText(tokens, index)}' stands inside its own anchor`,
        start,
      );
    }
    size += anchor.size;
    if (size > MAX_EXPANDED_VALUES) {
      throw new YamlError(
        `the aliases of this file stand for over ${MAX_EXPANDED_VALUES} values`,
        start,
      );
    }
    lastEnd = ends[index]!;
    lastNode = isRecording ? { ...anchor.node, span: { start, end: ends[index]! } } : undefined;
    index++;
    return anchor.value;
  };

  const sequence = (isBracketed: boolean, adopt?: (value: YamlValue) => void): YamlValue => {
    const start = starts[index]!;
    if (isBracketed) index++;
    const values: YamlValue[] = [];
    const items: PlacedNode[] = [];
    adopt?.(values);
    while (kinds[index] === Kind.blockEntry) {
      lastEnd = ends[index]!;
      const next = kinds[++index]!;
      const isEmpty =
        next === Kind.blockEntry ||
        next === Kind.blockEnd ||
        (!isBracketed && (next === Kind.key || next === Kind.value));
      const at = values.length;
      values.push(null);
      values[at] = isEmpty
        ? empty()
        : node(true, false, (value) => {
            values[at] = value;
          });
      if (lastNode !== undefined) items.push(lastNode);
    }
    if (isBracketed) {
      if (kinds[index] !== Kind.blockEnd) {
        throw new YamlError(
          "did not find expected '-' indicator",
          starts[index]!,
          "while parsing a block collection",
          start,
        );
      }
      index++;
    }
    lastNode = isRecording ? { span: { start, end: lastEnd }, items } : undefined;
    return values;
  };

  const mapping = (adopt?: (value: YamlValue) => void): YamlValue => {
    const start = starts[index]!;
    index++;
    const builder = mapBuilder(start);
    adopt?.(builder.map);
    while (kinds[index] === Kind.key) {
      lastEnd = ends[index]!;
      const next = kinds[++index]!;
      const keyStart = starts[index]!;
      const isPlainKey = next === Kind.plainScalar;
      const key =
        next === Kind.key || next === Kind.value || next === Kind.blockEnd
          ? empty()
          : node(true, true);
      const keySpan = { start: keyStart, end: lastEnd };
      if (kinds[index] === Kind.value) {
        lastEnd = ends[index]!;
        const after = kinds[++index]!;
        const isEmpty = after === Kind.key || after === Kind.value || after === Kind.blockEnd;
        const value = isEmpty
          ? empty()
          : node(true, true, (partial) => builder.preview(key, isPlainKey, partial));
        builder.add(key, isPlainKey, keySpan, value, lastNode);
      } else builder.add(key, isPlainKey, keySpan, empty(), lastNode);
    }
    if (kinds[index] !== Kind.blockEnd) {
      throw new YamlError(
        "did not find expected key",
        starts[index]!,
        "while parsing a block mapping",
        start,
      );
    }
    index++;
    return builder.finish(start, lastEnd);
  };

  const flowSequence = (adopt?: (value: YamlValue) => void): YamlValue => {
    const start = starts[index]!;
    index++;
    const values: YamlValue[] = [];
    const items: PlacedNode[] = [];
    adopt?.(values);
    for (let isFirst = true; kinds[index] !== Kind.flowSequenceEnd; isFirst = false) {
      if (!isFirst) {
        if (kinds[index] !== Kind.flowEntry) throw expectedFlow("sequence", "]", start);
        index++;
        if (kinds[index] === Kind.flowSequenceEnd) break;
      }
      values.push(kinds[index] === Kind.key ? flowPair() : node(false, false));
      if (lastNode !== undefined) items.push(lastNode);
    }
    lastEnd = ends[index]!;
    index++;
    lastNode = isRecording ? { span: { start, end: lastEnd }, items } : undefined;
    return values;
  };

  const flowPair = (): YamlValue => {
    const start = starts[index]!;
    const builder = mapBuilder(start);
    flowEntry(builder, Kind.flowSequenceEnd);
    return builder.finish(start, lastEnd);
  };

  const flowMapping = (adopt?: (value: YamlValue) => void): YamlValue => {
    const start = starts[index]!;
    index++;
    const builder = mapBuilder(start);
    adopt?.(builder.map);
    for (let isFirst = true; kinds[index] !== Kind.flowMappingEnd; isFirst = false) {
      if (!isFirst) {
        if (kinds[index] !== Kind.flowEntry) throw expectedFlow("mapping", "}", start);
        index++;
        if (kinds[index] === Kind.flowMappingEnd) break;
      }
      if (kinds[index] === Kind.key) flowEntry(builder, Kind.flowMappingEnd);
      else {
        const keyStart = starts[index]!;
        const isPlainKey = kinds[index] === Kind.plainScalar;
        const key = node(false, false);
        builder.add(key, isPlainKey, { start: keyStart, end: lastEnd }, empty(), lastNode);
      }
    }
    lastEnd = ends[index]!;
    index++;
    return builder.finish(start, lastEnd);
  };

  const flowEntry = (builder: MapBuilder, closer: number): void => {
    const isOver = (): boolean => kinds[index] === Kind.flowEntry || kinds[index] === closer;
    lastEnd = ends[index]!;
    index++;
    const keyStart = starts[index]!;
    const isPlainKey = kinds[index] === Kind.plainScalar;
    const key = kinds[index] === Kind.value || isOver() ? empty() : node(false, false);
    const keySpan = { start: keyStart, end: lastEnd };
    let value: YamlValue = null;
    if (kinds[index] === Kind.value) {
      lastEnd = ends[index]!;
      index++;
      value = isOver() ? empty() : node(false, false);
    } else empty();
    builder.add(key, isPlainKey, keySpan, value, lastNode);
  };

  const expectedFlow = (what: string, closer: string, start: number): YamlError =>
    new YamlError(
      `did not find expected ',' or '${closer}'`,
      starts[index]!,
      `while parsing a flow ${what}`,
      start,
    );

  interface MapBuilder {
    readonly map: { [key: string]: YamlValue };
    preview(key: YamlValue, isPlainKey: boolean, partial: YamlValue): void;
    add(
      key: YamlValue,
      isPlainKey: boolean,
      keySpan: Span,
      value: YamlValue,
      node: PlacedNode | undefined,
    ): void;
    finish(start: number, end: number): YamlValue;
  }

  const mapBuilder = (offset: number): MapBuilder => {
    const map: { [key: string]: YamlValue } = {};
    const entries: PlacedEntry[] = [];
    const merged: PlacedNode[] = [];
    let merges: YamlMap[] | undefined;
    let own: Set<string> | undefined;
    return {
      map,
      preview(key, isPlainKey, partial) {
        if (typeof key === "string" && !(isPlainKey && key === "<<")) setEntry(map, key, partial);
      },
      add(key, isPlainKey, keySpan, value, placed) {
        if (isPlainKey && key === "<<") {
          const maps = isYamlList(value) ? value : [value];
          for (const one of maps) {
            if (!isYamlMap(one)) {
              throw new YamlError(
                "expected a mapping or list of mappings for merging",
                keySpan.start,
                "while constructing a mapping",
                offset,
              );
            }
          }
          merges = [...(merges ?? []), ...(maps as YamlMap[])];
          if (placed !== undefined) merged.push(...(placed.items ?? [placed]));
          return;
        }
        const name = keyName(key, keySpan.start);
        const odd = oddKind(key);
        if (odd !== undefined)
          result.oddKeys.push({ container: map, key: name, kind: odd, span: keySpan });
        if (own?.has(name)) result.duplicates.push({ key: name, span: keySpan });
        else {
          own ??= new Set();
          own.add(name);
        }
        setEntry(map, name, value);
        if (placed !== undefined) entries.push({ key: name, keySpan, node: placed });
      },
      finish(start, end) {
        lastNode = isRecording ? { span: { start, end }, entries, merged } : undefined;
        if (merges === undefined) return map;
        // The first of several merged maps wins; own keys win over all, and stand after them.
        const full: { [key: string]: YamlValue } = {};
        for (const one of [...merges].reverse()) {
          for (const key of Object.keys(one)) setEntry(full, key, one[key]);
        }
        for (const key of Object.keys(map)) setEntry(full, key, map[key]);
        for (const key of Object.keys(map)) delete map[key];
        for (const key of Object.keys(full)) setEntry(map, key, full[key]);
        return map;
      },
    };
  };

  let hasDirective = false;
  for (; kinds[index] === Kind.directive; index++) {
    hasDirective = true;
    if (
      !/^%(?:YAML[ \t]+1\.\d|TAG[ \t]+\S+[ \t]+\S+)[ \t]*(?:#.*)?$/.test(tokenText(tokens, index))
    ) {
      throw new YamlError("found unknown directive", starts[index]!);
    }
  }
  const isExplicit = kinds[index] === Kind.documentStart;
  if (isExplicit) index++;
  else if (hasDirective) {
    throw new YamlError("did not find expected <document start>", starts[index]!);
  }
  if (isExplicit) while (kinds[index] === Kind.documentEnd) index++;
  if (kinds[index] === Kind.streamEnd) {
    result.value = null;
    return;
  }
  if (kinds[index] === Kind.documentStart && isExplicit) {
    throw new YamlError("expected a single document, but found another", starts[index]!);
  }
  result.value = node(true, false, (partial) => {
    result.value = partial;
  });
  if (lastNode !== undefined) result.node = lastNode;
  while (kinds[index] === Kind.documentEnd) index++;
  if (kinds[index] !== Kind.streamEnd) {
    throw new YamlError(
      kinds[index] === Kind.documentStart
        ? "expected a single document, but found another"
        : "did not find expected <document start>",
      starts[index]!,
    );
  }
}
