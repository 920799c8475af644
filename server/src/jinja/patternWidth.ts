/**
 * Whether the look-behinds of a regular expression are of one width, as Python wants them. Scans a
 * pattern whose brackets are known to be right. Source: CPython 3.11 `re/_parser.py` (`getwidth`),
 * `re/_compiler.py`.
 */
import { endOfSet, groupOpening, repeatOf } from "./patternSyntax";

interface Width {
  readonly min: number;
  readonly max: number;
}

const NO_WIDTH: Width = { min: 0, max: 0 };
const ONE: Width = { min: 1, max: 1 };

const LONGEST = 2_000;
const FIXED = "look-behind requires fixed-width pattern";

/** What Python says; undefined where nothing was found or is not sure. O(length). */
export function lookBehindFault(pattern: string): string | undefined {
  // What blanks mean in a verbose pattern is not looked at, and no pattern may nest the stack full.
  if (!pattern.includes("(?<") || pattern.length > LONGEST || /\(\?[a-zA-Z]*x/.test(pattern)) {
    return undefined;
  }
  const faults: string[] = [];
  readBranches(pattern, 0, faults);
  return faults[0];
}

/** The alternatives from `start` to the bracket that closes them; undefined where one is not sure. */
function readBranches(
  pattern: string,
  start: number,
  faults: string[],
): { readonly end: number; readonly widths: readonly (Width | undefined)[] } {
  const widths: (Width | undefined)[] = [];
  let sum: Width | undefined = NO_WIDTH;
  let at = start;
  while (at < pattern.length && pattern[at] !== ")") {
    if (pattern[at] === "|") {
      widths.push(sum);
      sum = NO_WIDTH;
      at++;
      continue;
    }
    const item = readItem(pattern, at, faults);
    at = item.end;
    const repeat = repeatOf(pattern, at);
    at += repeat?.length ?? 0;
    const times = repeat ?? ONE;
    sum =
      sum === undefined || item.width === undefined
        ? undefined
        : {
            min: sum.min + item.width.min * times.min,
            // Nothing, however often, is nothing.
            max: sum.max + (item.width.max === 0 ? 0 : item.width.max * times.max),
          };
  }
  widths.push(sum);
  return { end: at, widths };
}

/** One character, set, escape or group. */
function readItem(
  pattern: string,
  at: number,
  faults: string[],
): { readonly end: number; readonly width: Width | undefined } {
  const here = pattern[at]!;
  if (here === "^" || here === "$") return { end: at + 1, width: NO_WIDTH };
  if (here === "[") return { end: endOfSet(pattern, at) + 1, width: ONE };
  if (here === "\\") {
    const next = pattern[at + 1] ?? "";
    if (/[1-9]/.test(next)) return { end: at + 2, width: undefined };
    const code = /^\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|0[0-7]{0,2})/s.exec(pattern.slice(at, at + 80));
    const width = "AZbB".includes(next) ? NO_WIDTH : ONE;
    return { end: at + (code === null ? 2 : code[0].length), width };
  }
  if (here !== "(") {
    return { end: at + (pattern.codePointAt(at)! > 0xffff ? 2 : 1), width: ONE };
  }
  if (pattern.startsWith("(?#", at)) return { end: pattern.indexOf(")", at) + 1, width: NO_WIDTH };
  const inside = at + 1 + groupOpening(pattern, at);
  const opening = pattern.slice(at + 1, inside);
  const { end, widths } = readBranches(pattern, inside, faults);
  if (opening === "?<=" || opening === "?<!") checkLookBehind(widths, faults);
  const isAround = /^\?<?[=!]$/.test(opening);
  const isFlag = /^\?[aiLmsux-]+$/.test(opening);
  if (isAround || isFlag) return { end: end + 1, width: NO_WIDTH };
  const known = widths.filter((width) => width !== undefined);
  const isSure = known.length === widths.length && !/^\?(?:P=|\()/.test(opening);
  const width = isSure
    ? {
        min: Math.min(...known.map(({ min }) => min)),
        max: Math.max(...known.map(({ max }) => max)),
      }
    : undefined;
  return { end: end + 1, width };
}

/** dbt 2 lets alternatives differ from each other, so that is said in other words. */
function checkLookBehind(widths: readonly (Width | undefined)[], faults: string[]): void {
  const known = widths.filter((width) => width !== undefined);
  if (known.some(({ min, max }) => min !== max)) faults.push(FIXED);
  else if (known.length === widths.length && new Set(known.map(({ min }) => min)).size > 1) {
    faults.push(`${FIXED}, and its alternatives differ`);
  }
}
