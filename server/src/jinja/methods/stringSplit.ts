/** `split`, `rsplit` and `splitlines` of Python's `str`. */
import { isSpaceUnit } from "../codePoints";
import { typeError, valueError } from "../errors";
import type { Value } from "../values";
import { textOf, typeName } from "../values";
import { byPositionOrName, indexArgument, type MethodCall } from "./methodArguments";

interface SplitOptions {
  readonly separator: string | undefined;
  /** Most cuts; Infinity for all. */
  readonly limit: number;
}

function optionsOf(call: MethodCall): SplitOptions {
  const [separator, limit] = byPositionOrName(call, ["sep", "maxsplit"]);
  if (limit !== undefined) indexArgument(limit, -1n);
  const text = separator === undefined || separator === null ? undefined : textOf(separator);
  if (separator !== undefined && separator !== null && text === undefined) {
    throw typeError(`must be str or None, not ${typeName(separator)}`);
  }
  const most = Number(indexArgument(limit, -1n));
  if (text === "") throw valueError("empty separator");
  return { separator: text, limit: most < 0 ? Number.POSITIVE_INFINITY : most };
}

/** `text.split(sep, maxsplit)`. */
export function split(self: string, call: MethodCall): Value {
  const { separator, limit } = optionsOf(call);
  call.machine.allocate(self.length);
  if (separator === undefined) return splitBlanks(self, limit);
  const parts = self.split(separator);
  if (parts.length - 1 <= limit) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

/** `text.rsplit(sep, maxsplit)`. */
export function splitRight(self: string, call: MethodCall): Value {
  const { separator, limit } = optionsOf(call);
  call.machine.allocate(self.length);
  if (separator === undefined) return splitBlanksRight(self, limit);
  const parts: string[] = [];
  let end = self.length;
  while (parts.length < limit) {
    const at = end < separator.length ? -1 : self.lastIndexOf(separator, end - separator.length);
    if (at < 0) break;
    parts.push(self.slice(at + separator.length, end));
    end = at;
  }
  parts.push(self.slice(0, end));
  return parts.reverse();
}

function splitBlanks(text: string, limit: number): string[] {
  const parts: string[] = [];
  let at = 0;
  const skip = (): void => {
    while (at < text.length && isSpaceUnit(text.charCodeAt(at))) at++;
  };
  for (skip(); at < text.length; skip()) {
    if (parts.length >= limit) {
      let end = text.length;
      while (end > at && isSpaceUnit(text.charCodeAt(end - 1))) end--;
      parts.push(text.slice(at, end));
      break;
    }
    const start = at;
    while (at < text.length && !isSpaceUnit(text.charCodeAt(at))) at++;
    parts.push(text.slice(start, at));
  }
  return parts;
}

function splitBlanksRight(text: string, limit: number): string[] {
  const parts: string[] = [];
  let at = text.length;
  const skip = (): void => {
    while (at > 0 && isSpaceUnit(text.charCodeAt(at - 1))) at--;
  };
  for (skip(); at > 0; skip()) {
    if (parts.length >= limit) {
      let start = 0;
      while (start < at && isSpaceUnit(text.charCodeAt(start))) start++;
      parts.push(text.slice(start, at));
      break;
    }
    const end = at;
    while (at > 0 && !isSpaceUnit(text.charCodeAt(at - 1))) at--;
    parts.push(text.slice(at, end));
  }
  return parts.reverse();
}

const LINE_ENDS: ReadonlySet<number> = new Set([10, 11, 12, 13, 28, 29, 30, 0x85, 0x2028, 0x2029]);

/** `text.splitlines(keepends)`. */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!LINE_ENDS.has(unit)) continue;
    const end = unit === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
    lines.push(text.slice(start, keepEnds ? end : at));
    start = end;
    at = end - 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}
