/**
 * Builds Python's value of a token list: maps with merge keys, anchors and aliases under a budget,
 * typed scalars. In recording mode it also keeps where each key and value stands.
 */
import type { Composed, PlacedNode } from "./composed";
import { defaultHandles, directiveReader, wholeTag } from "./directives";
import { type MapBuilder, mapBuilder } from "./mapBuilder";
import { InvalidScalar, resolveScalar } from "./resolveScalar";
import { constructTagged } from "./tags";
import { Kind, type TokenList, tokenText, YamlError } from "./tokens";
import type { YamlValue } from "./values";

const MAX_DEPTH = 400;
/** Values that aliases may stand for in one document: far above real files, far below a bomb. */
const MAX_EXPANDED_VALUES = 2_000_000;

/** The same list without the places that growing keeps free: lists of one or two are most of a project's. */
function tight(values: readonly YamlValue[]): readonly YamlValue[] {
  return values.slice();
}

interface Anchor {
  value: YamlValue;
  node: PlacedNode | undefined;
  size: number;
  isOpen: boolean;
}

/**
 * Fills `result`; with `isTolerant`, which costs a function for each value, as far as the tokens allow,
 * so that it holds what could be read when this throws YamlError. O(tokens).
 */
export function compose(
  tokens: TokenList,
  isRecording: boolean,
  isTolerant: boolean,
  result: Composed,
): void {
  const { kinds, starts, ends } = tokens;
  const anchors = new Map<string, Anchor>();
  const handles = defaultHandles();
  let index = 0;
  let depth = 0;
  let size = 0;
  let lastEnd = 0;
  let lastNode: PlacedNode | undefined;
  /** Whether the key just read is a plain `<<`. */
  let isMergeKey = false;

  const place = (start: number, end: number): void => {
    lastNode = isRecording ? { span: { start, end } } : undefined;
  };
  const empty = (): null => {
    place(lastEnd, lastEnd);
    return null;
  };

  const key = (isBlock: boolean): YamlValue => {
    isMergeKey = false;
    return node(isBlock, isBlock, true);
  };

  const node = (
    isBlock: boolean,
    mayBeIndentless: boolean,
    isKey: boolean,
    adopt?: (value: YamlValue) => void,
  ): YamlValue => {
    let kind = kinds[index]!;
    const start = starts[index]!;
    if (kind === Kind.plainScalar) {
      size++;
      const value = plain(tokenText(tokens, index), start, isKey);
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
        const name = tokenText(tokens, index);
        if (anchors.has(name)) {
          throw new YamlError(`the anchor '${name}' is given a second time`, start);
        }
        anchors.set(name, anchor);
      } else {
        if (tag !== undefined) break;
        tag = wholeTag(tokenText(tokens, index), handles, start);
      }
      lastEnd = ends[index]!;
      kind = kinds[++index]!;
    }
    const sizeBefore = size++;
    if (++depth > MAX_DEPTH) {
      throw new YamlError("nested too deeply", start);
    }
    isMergeKey = false;
    const isPlain = kind === Kind.plainScalar;
    let value: YamlValue;
    if (mayBeIndentless && kind === Kind.blockEntry) value = sequence(false, adopt);
    else if (isPlain || kind === Kind.quotedScalar) {
      const text = tokenText(tokens, index);
      // A lone `!` makes even quoted text be read as if it were plain.
      const isResolved = tag === "!" || (isPlain && tag === undefined);
      value = isResolved ? plain(text, starts[index]!, isKey) : text;
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
    if (tag !== undefined && tag !== "!")
      value = construct(() => constructTagged(tag, value), start);
    if (anchor !== undefined) {
      anchor.value = value;
      anchor.node = lastNode;
      anchor.size = size - sizeBefore;
      anchor.isOpen = false;
    }
    return value;
  };

  const plain = (text: string, offset: number, isKey: boolean): YamlValue => {
    if (text === "<<" && isKey) isMergeKey = true;
    else if ((text === "=" || text === "<<") && !isKey) {
      const message = `a bare '${text}' has no meaning here; quote it`;
      result.refusals.push(new YamlError(message, offset));
    }
    return construct(() => resolveScalar(text), offset);
  };

  /** What `build` gives, or null and a refusal: Python constructs values after all is read. */
  const construct = (build: () => YamlValue, offset: number): YamlValue => {
    try {
      return build();
    } catch (error) {
      if (!(error instanceof InvalidScalar)) throw error;
      result.refusals.push(new YamlError(error.message, offset));
      return null;
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
      const isScalar = next === Kind.plainScalar || next === Kind.quotedScalar;
      const show =
        isScalar || !isTolerant
          ? undefined
          : (value: YamlValue) => {
              values[at] = value;
            };
      values[at] = isEmpty ? empty() : node(true, false, false, show);
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
    return tight(values);
  };

  const mapping = (adopt?: (value: YamlValue) => void): YamlValue => {
    const start = starts[index]!;
    index++;
    const builder = mapBuilder(start, result);
    adopt?.(builder.map);
    while (kinds[index] === Kind.key) {
      lastEnd = ends[index]!;
      const next = kinds[++index]!;
      const keyStart = starts[index]!;
      isMergeKey = false;
      const isEmptyKey = next === Kind.key || next === Kind.value || next === Kind.blockEnd;
      const name = isEmptyKey ? empty() : key(true);
      const isMerge = isMergeKey;
      const keySpan = isEmptyKey
        ? { start: lastEnd, end: lastEnd }
        : { start: keyStart, end: lastEnd };
      let value: YamlValue = null;
      let valueStart = keyStart;
      if (kinds[index] === Kind.value) {
        lastEnd = ends[index]!;
        const after = kinds[++index]!;
        const isEmpty = after === Kind.key || after === Kind.value || after === Kind.blockEnd;
        const isShown =
          isTolerant && !isMerge && after !== Kind.plainScalar && after !== Kind.quotedScalar;
        const show = isShown ? (partial: YamlValue) => builder.preview(name, partial) : undefined;
        valueStart = starts[index]!;
        value = isEmpty ? empty() : node(true, true, false, show);
      } else empty();
      if (isMerge) builder.merge(valueStart, value, lastNode);
      else builder.add(name, keySpan, value, lastNode);
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
    return finished(builder, start);
  };

  const finished = (builder: MapBuilder, start: number): YamlValue => {
    const { entries, merged } = builder;
    lastNode = isRecording ? { span: { start, end: lastEnd }, entries, merged } : undefined;
    return builder.finish();
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
      values.push(kinds[index] === Kind.key ? flowPair() : node(false, false, false));
      if (lastNode !== undefined) items.push(lastNode);
    }
    lastEnd = ends[index]!;
    index++;
    lastNode = isRecording ? { span: { start, end: lastEnd }, items } : undefined;
    return tight(values);
  };

  const flowPair = (): YamlValue => {
    const start = starts[index]!;
    const builder = mapBuilder(start, result);
    flowEntry(builder, Kind.flowSequenceEnd);
    return finished(builder, start);
  };

  const flowMapping = (adopt?: (value: YamlValue) => void): YamlValue => {
    const start = starts[index]!;
    index++;
    const builder = mapBuilder(start, result);
    adopt?.(builder.map);
    for (let isFirst = true; kinds[index] !== Kind.flowMappingEnd; isFirst = false) {
      if (!isFirst) {
        if (kinds[index] !== Kind.flowEntry) throw expectedFlow("mapping", "}", start);
        index++;
        if (kinds[index] === Kind.flowMappingEnd) break;
      }
      flowEntry(builder, Kind.flowMappingEnd);
    }
    lastEnd = ends[index]!;
    index++;
    return finished(builder, start);
  };

  /** `key: value`, `? key : value` or, in braces, a key alone. */
  const flowEntry = (builder: MapBuilder, closer: number): void => {
    const isOver = (): boolean => kinds[index] === Kind.flowEntry || kinds[index] === closer;
    const hasIndicator = kinds[index] === Kind.key;
    if (hasIndicator) lastEnd = ends[index++]!;
    const keyStart = starts[index]!;
    isMergeKey = false;
    const isEmptyKey = hasIndicator && (kinds[index] === Kind.value || isOver());
    const name = isEmptyKey ? empty() : key(false);
    const isMerge = isMergeKey;
    const keySpan = isEmptyKey
      ? { start: lastEnd, end: lastEnd }
      : { start: keyStart, end: lastEnd };
    let value: YamlValue = null;
    let valueStart = keyStart;
    if (hasIndicator && kinds[index] === Kind.value) {
      lastEnd = ends[index++]!;
      valueStart = starts[index]!;
      value = isOver() ? empty() : node(false, false, false);
    } else empty();
    if (isMerge) builder.merge(valueStart, value, lastNode);
    else builder.add(name, keySpan, value, lastNode);
  };

  const expectedFlow = (what: string, closer: string, start: number): YamlError =>
    new YamlError(
      `did not find expected ',' or '${closer}'`,
      starts[index]!,
      `while parsing a flow ${what}`,
      start,
    );

  let hasDirective = false;
  const readDirective = directiveReader(handles);
  for (; kinds[index] === Kind.directive; index++) {
    hasDirective = true;
    readDirective(tokenText(tokens, index), starts[index]!);
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
  result.value = node(true, false, false, (partial) => {
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
