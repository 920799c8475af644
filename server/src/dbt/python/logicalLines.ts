/**
 * A Python file as far as finding calls in it needs: texts and comments blanked out, logical
 * lines, brackets and indentation checked. No parser: it errs on the side of accepting.
 */
import type { Span } from "../../base/text";

export interface PythonScan {
  /** The source with texts and comments replaced by blanks of the same length. */
  readonly code: string;
  /** The source with only its comments blanked. */
  readonly uncommented: string;
  readonly lines: readonly LogicalLine[];
  readonly fault: { readonly span: Span; readonly message: string } | undefined;
}

export interface LogicalLine {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
}

const COMPOUND =
  /^(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with)\b(?!\s*=)/;

/** Scans `source`. O(n). */
export function scanPythonLines(source: string): PythonScan {
  const code = source.split("");
  const uncommented = source.split("");
  const lines: LogicalLine[] = [];
  const brackets: { symbol: string; at: number }[] = [];
  let fault: PythonScan["fault"];
  const refuse = (start: number, end: number, message: string): void => {
    fault ??= { span: { start, end }, message };
  };
  let lineStart = 0;
  const endLine = (end: number): void => {
    const text = code.slice(lineStart, end).join("");
    const bare = text.trim();
    if (bare !== "" || /['"]/.test(source.slice(lineStart, end))) {
      const indent = source.slice(lineStart, end).search(/\S/);
      if (indent >= 0 && uncommented.slice(lineStart, end).join("").trim() !== "") {
        lines.push({ start: lineStart + indent, end, indent });
      }
    }
    lineStart = end + 1;
  };
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]!;
    if (letter === "#") {
      while (at < source.length && source[at] !== "\n") {
        code[at] = " ";
        uncommented[at] = " ";
        at++;
      }
      at--;
    } else if (letter === "'" || letter === '"') {
      const isTriple = source.startsWith(letter.repeat(3), at);
      const closer = isTriple ? letter.repeat(3) : letter;
      let end = at + closer.length;
      while (end < source.length && !source.startsWith(closer, end)) {
        if (!isTriple && source[end] === "\n") break;
        end += source[end] === "\\" ? 2 : 1;
      }
      if (!source.startsWith(closer, end)) {
        refuse(at, at + closer.length, "this text is never closed");
        end = Math.min(end, source.length);
      } else end += closer.length;
      for (let i = at; i < end && i < source.length; i++) if (source[i] !== "\n") code[i] = " ";
      at = end - 1;
    } else if ("([{".includes(letter)) brackets.push({ symbol: letter, at });
    else if (")]}".includes(letter)) {
      const open = brackets.pop();
      if (open === undefined || "([{".indexOf(open.symbol) !== ")]}".indexOf(letter)) {
        refuse(at, at + 1, `'${letter}' closes nothing`);
      }
    } else if (letter === "\\" && /^\\\r?\n/.test(source.slice(at, at + 3))) {
      at += source[at + 1] === "\r" ? 2 : 1;
    } else if (letter === "\n" && brackets.length === 0) endLine(at);
  }
  endLine(source.length);
  const open = brackets.pop();
  if (open !== undefined) refuse(open.at, open.at + 1, `'${open.symbol}' is never closed`);
  const masked = code.join("");
  checkLines(masked, lines, refuse);
  return { code: masked, uncommented: uncommented.join(""), lines, fault };
}

function checkLines(
  code: string,
  lines: readonly LogicalLine[],
  refuse: (start: number, end: number, message: string) => void,
): void {
  const indents = [0];
  let mayIndent = false;
  for (const line of lines) {
    const text = code.slice(line.start, line.end).trimEnd();
    const current = indents[indents.length - 1]!;
    if (line.indent > current) {
      if (!mayIndent) refuse(line.start, line.start + 1, "unexpected indentation");
      indents.push(line.indent);
    } else {
      if (mayIndent) refuse(line.start, line.start + 1, "expected an indented block");
      while (indents.length > 1 && indents[indents.length - 1]! > line.indent) indents.pop();
      if (indents[indents.length - 1] !== line.indent) {
        refuse(line.start, line.start + 1, "this indentation matches no outer level");
      }
    }
    mayIndent = text.endsWith(":");
    if (COMPOUND.test(text) && !hasTopLevelColon(text)) {
      refuse(line.start + text.length, line.start + text.length + 1, "expected ':'");
    }
  }
  if (mayIndent) {
    const last = lines[lines.length - 1]!;
    refuse(last.start, last.end, "expected an indented block");
  }
}

function hasTopLevelColon(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    else if (letter === ":" && depth === 0) return true;
  }
  return false;
}
