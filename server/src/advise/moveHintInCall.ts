/**
 * Moves `threads=` inside one `config(…)` call to `meta.heddle.threads` by range edits, so that
 * comments, order, quotes and line breaks stay. Works for Jinja and Python models.
 */
import type { TextEdit } from "../base/problem";
import { type ArgumentList, type CallArgument, configCallAt, dictionaryAt } from "./callArguments";

/** Edits of `file`; undefined where the call cannot be edited safely. */
export function moveHintInCall(
  file: string,
  text: string,
  offset: number,
): readonly TextEdit[] | undefined {
  const call = configCallAt(text, offset);
  if (call === undefined) return undefined;
  const own = hintIn(call);
  if (own !== undefined)
    return moveInside(file, text, call, own, ["{'heddle': {'threads': ", "}}"]);
  // `config({'threads': 1})`: the one positional argument is a dictionary.
  const only = call.items.find((item) => item.name === undefined);
  const entries = only && dictionaryAt(text, only.valueSpan);
  const entry = entries && hintIn(entries);
  if (entries === undefined || entry === undefined) return undefined;
  return moveInside(file, text, entries, entry, ["{'heddle': {'threads': ", "}}"]);
}

function hintIn(list: ArgumentList): CallArgument | undefined {
  return list.items.find((item) => item.name === "threads");
}

function moveInside(
  file: string,
  text: string,
  list: ArgumentList,
  hint: CallArgument,
  [open, close]: readonly [string, string],
): readonly TextEdit[] | undefined {
  const insert = (at: number, newText: string): TextEdit => ({
    file,
    span: { start: at, end: at },
    newText,
  });
  const meta = list.items.find((item) => item.name === "meta");
  if (meta === undefined) {
    const nameSpan = hint.nameSpan!;
    const name = text.slice(nameSpan.start, nameSpan.end).replace("threads", "meta");
    return [
      { file, span: nameSpan, newText: name },
      insert(hint.valueSpan.start, open),
      insert(hint.valueSpan.end, close),
    ];
  }
  const value = text.slice(hint.valueSpan.start, hint.valueSpan.end);
  const entries = dictionaryAt(text, meta.valueSpan);
  if (entries === undefined) return undefined;
  const heddle = entries.items.find((item) => item.name === "heddle");
  const target = heddle === undefined ? entries : dictionaryAt(text, heddle.valueSpan);
  if (target === undefined || hintIn(target) !== undefined) return undefined;
  const entry = heddle === undefined ? `'heddle': {'threads': ${value}}` : `'threads': ${value}`;
  const added = insert(target.inner.start, target.items.length === 0 ? entry : `${entry}, `);
  const removed = { file, span: removalSpan(text, list, hint), newText: "" };
  return [added, removed].sort((a, b) => a.span.start - b.span.start);
}

/** The argument with its comma, and with its line where nothing else stands on it. */
function removalSpan(
  text: string,
  list: ArgumentList,
  hint: CallArgument,
): {
  start: number;
  end: number;
} {
  const index = list.items.indexOf(hint);
  const before = list.items[index - 1];
  if (hint.commaEnd < 0) {
    const gap = before && text.slice(before.span.end, hint.span.start);
    const isOnlyComma = gap !== undefined && /^\s*,\s*$/.test(gap);
    return { start: isOnlyComma ? before!.span.end : hint.span.start, end: hint.span.end };
  }
  let start = hint.span.start;
  let end = hint.commaEnd;
  while (start > list.inner.start && /[ \t]/.test(text[start - 1]!)) start--;
  const lineBreak = /^[ \t]*\r?\n/.exec(text.slice(end, end + 200))?.[0];
  if (text[start - 1] === "\n" && lineBreak !== undefined)
    return { start, end: end + lineBreak.length };
  // Something else shares the line: keep the space on one side of it.
  start = hint.span.start;
  while (/[ \t]/.test(text[end] ?? "")) end++;
  return { start, end };
}
