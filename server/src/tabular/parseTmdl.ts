/**
 * One TMDL file as model objects with the place of everything in it. Tolerant: what is not TMDL is
 * reported at its range and the rest is read. Which words mean something is for `buildModel`.
 */
import type { Problem } from "../base/problem";
import type { ModelObject } from "./modelObject";
import { readExpression } from "./tmdlExpression";
import { readHead } from "./tmdlHead";
import { type Line, linesOf, unitOf } from "./tmdlLines";
import { type Builder, newObject, widen } from "./tmdlObjects";

export interface TmdlFile {
  readonly objects: readonly ModelObject[];
  /** `ref table X`, in order. */
  readonly tableOrder: readonly string[];
  readonly problems: readonly Problem[];
  /** True for a TMDL script, which is no part of a model and is left alone. */
  readonly isScript: boolean;
}

/** Objects that may stand without a name and without anything below them. */
const NAMELESS = new Set(["model", "database", "source", "refreshpolicy", "calculationgroup"]);

/** Properties that TMDL writes once per value. */
const REPEATED = new Set(["changedproperty"]);

interface Frame {
  readonly width: number;
  readonly builder: Builder;
}

/** O(text). */
export function parseTmdl(text: string, file: string): TmdlFile {
  const lines = linesOf(text);
  const first = lines.find(({ content }) => content !== "" && !content.startsWith("//"));
  if (first !== undefined && /^createOrReplace\b/i.test(first.content)) {
    return { objects: [], tableOrder: [], problems: [], isScript: true };
  }
  const problems: Problem[] = [];
  const report = (start: number, end: number, message: string) =>
    problems.push({ file, span: { start, end }, code: "tmdl-syntax", severity: "error", message });
  const unit = unitOf(lines);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const objects: ModelObject[] = [];
  const tableOrder: string[] = [];
  const stack: Frame[] = [];

  for (let index = 0; index < lines.length; ) {
    const line = lines[index]!;
    index++;
    if (line.content === "" || line.content.startsWith("//")) continue;
    while (stack.length > 0 && stack.at(-1)!.width >= line.width) stack.pop();
    const parent = stack.at(-1)?.builder;
    const head = readHead(line.content);
    const at = (offset: number) => line.start + offset;
    if (typeof head === "string") {
      report(line.start, line.end, head);
      continue;
    }
    if (head.nameProblem !== undefined) {
      report(at(head.nameStart), at(head.nameEnd), head.nameProblem);
    }
    if (head.keyword === "ref") {
      if (head.refType === "table" && head.name !== undefined) tableOrder.push(head.name);
      continue;
    }
    const isDeeper = nextWidth(lines, index) > line.width;
    const isObject =
      head.name !== undefined ||
      (head.sign === "" && (isDeeper || (parent === undefined && NAMELESS.has(head.keyword)))) ||
      (head.sign === "" && NAMELESS.has(head.keyword)) ||
      (head.sign === ":" && head.value === "" && isDeeper);
    if (!isObject && parent === undefined) {
      report(line.start, line.end, "A property stands outside of any object; indent it below one.");
      continue;
    }
    let value = {
      value: head.value,
      span: { start: at(head.valueStart), end: at(head.valueStart + head.value.length) },
    };
    let end = line.end;
    if (head.sign === "=") {
      const beyond = isObject ? line.width + unit : line.width;
      const read = readExpression({ text, lines, index, head: value, beyond });
      if (read.isUnclosed) {
        report(
          value.span.start,
          Math.max(value.span.start + 1, value.span.end),
          "The ``` block that begins here is not closed.",
        );
      }
      index = read.nextIndex;
      end = Math.max(end, read.span.end);
      value = { value: read.value, span: read.span };
    }
    const place = { value: value.value, valueSpan: value.span, file };
    if (!isObject) {
      const owner = parent;
      if (owner === undefined) continue;
      if (head.sign === "") place.value = "true";
      else if (head.sign === ":") place.value = plainText(value.value);
      if (owner.object.properties.has(head.keyword) && !REPEATED.has(head.keyword)) {
        report(
          line.start,
          at(head.keyword.length),
          `${head.word} stands twice in ${owner.object.type} ${owner.object.name}; TMDL refuses that.`,
        );
      } else {
        if (head.sign === "")
          place.valueSpan = { start: at(head.word.length), end: at(head.word.length) };
        owner.object.properties.set(head.keyword, place);
      }
    } else {
      if (parent === undefined && line.width > 0) {
        report(line.start, line.end, `${head.word} is indented, but nothing stands above it.`);
      }
      const builder = newObject({
        type: head.keyword,
        name: head.name ?? "",
        file,
        start: line.start,
        end,
        nameStart: head.name === undefined ? line.start : at(head.nameStart),
        nameEnd: head.name === undefined ? at(head.word.length) : at(head.nameEnd),
        insertion: {
          offset: end,
          before: `${eol}${childIndent(text, lines, index, line)}`,
        },
      });
      if (head.sign === "=") builder.object.properties.set("=", place);
      if (parent === undefined) objects.push(builder.object);
      else parent.object.children.push(builder.object);
      stack.push({ width: line.width, builder });
    }
    for (const frame of stack) widen(frame.builder, end);
  }
  return { objects, tableOrder, problems, isScript: false };
}

function nextWidth(lines: readonly Line[], from: number): number {
  for (let index = from; index < lines.length; index++) {
    const { content, width } = lines[index]!;
    if (content !== "") return width;
  }
  return -1;
}

/** Indentation of what stands below `line` already, else one tab more than its own. */
function childIndent(text: string, lines: readonly Line[], from: number, line: Line): string {
  for (let index = from; index < lines.length; index++) {
    const next = lines[index]!;
    if (next.content === "") continue;
    if (next.width > line.width) return text.slice(next.lineStart, next.start);
    break;
  }
  const own = text.slice(line.lineStart, line.start);
  return own.startsWith(" ") ? `${own}    ` : `${own}\t`;
}

/** A value in `"quotes"` without them. */
function plainText(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replaceAll('""', '"')
    : value;
}
