/**
 * Findings for a terminal, by file, each with its place, severity, rule, message and fix; a line of
 * counts at the end. Decides no severity.
 */
import { formatDuration } from "../base/duration";
import { compareText, type Severity } from "../base/problem";
import type { CheckAnswer, CheckedProblem } from "../ide/answers/checkAnswer";
import { baselineLines } from "./baselineLines";
import { displayWidth, wrap } from "./displayWidth";
import { toned } from "./document";
import { type Paint, paintPlain } from "./paint";

export interface CheckTextOptions {
  readonly width: number;
  readonly paint?: Paint;
  /** Wall time of the whole check; left out of the last line where absent. */
  readonly elapsedMs?: number;
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];
const SEVERITY_WIDTH = "information".length;

/** The findings as text that ends in a line feed. */
export function checkText(answer: CheckAnswer, options: CheckTextOptions): string {
  const { width, paint = paintPlain } = options;
  const byFile = new Map<string, CheckedProblem[]>();
  for (const problem of answer.problems) {
    const inFile = byFile.get(problem.file) ?? [];
    inFile.push(problem);
    byFile.set(problem.file, inFile);
  }
  const files = [...byFile.keys()].sort(compareText);
  const lines = files.flatMap((file) => {
    const problems = byFile.get(file) ?? [];
    const path = answer.root === "." ? file : `${answer.root}/${file}`;
    return [paint(toned("strong", path)), ...problemLines(problems, width, paint)];
  });
  const counts = countsLine(answer, files.length, options);
  return `${[...lines, counts, ...baselineLines(answer).map((line) => paint(toned("dim", line)))].join("\n")}\n`;
}

function problemLines(
  problems: readonly CheckedProblem[],
  width: number,
  paint: Paint,
): readonly string[] {
  const places = problems.map(placeOf);
  const placeWidth = Math.max(...places.map((place) => place.length));
  const indent = " ".repeat(2 + placeWidth + 2 + SEVERITY_WIDTH + 2);
  return problems.flatMap((problem, index) => {
    const { severity, code, message, help, fixes } = problem;
    const head = [
      `  ${places[index]!.padEnd(placeWidth)}  `,
      paint(toned(severity, severity.padEnd(SEVERITY_WIDTH))),
      `  ${paint(toned("strong", code))}`,
    ].join("");
    const used = indent.length + displayWidth(code) + 2;
    const isShort = used + displayWidth(message) <= width;
    const body = isShort ? [] : wrap(message, Math.max(30, width - indent.length));
    const fix = fixes[0] === undefined ? undefined : `fix: ${fixes[0].title}`;
    const isFixBeside =
      fix !== undefined && indent.length + displayWidth(fix) + 2 + help.length <= width;
    const trust = trustWords(problem);
    const shownTrust = trust === undefined ? [] : wrap(trust, Math.max(30, width - indent.length));
    const shownHelp = paint(toned("dim", help));
    const shownFix = fix === undefined ? [] : wrap(fix, Math.max(30, width - indent.length));
    const last = isFixBeside
      ? [`${paint(toned("good", fix))}  ${shownHelp}`]
      : [...shownFix.map((line) => paint(toned("good", line))), shownHelp];
    return [
      isShort ? `${head}  ${message}` : head,
      ...body.map((line) => indent + line),
      ...shownTrust.map((line) => indent + paint(toned("dim", line))),
      ...last.map((line) => indent + line),
    ];
  });
}

/** How far the advice can be trusted; undefined for findings that state a fact. */
export function trustWords({ evidence, savesMs }: CheckedProblem): string | undefined {
  if (evidence === undefined) return undefined;
  if (evidence.kind === "heuristic") return "a heuristic: the gain is not measured";
  const saved = savesMs === 0 ? "nothing by itself" : formatDuration(savesMs ?? 0);
  const gain = savesMs === undefined ? "" : `saves ${saved}; `;
  const doubts = evidence.couldBeWrong.length === 0 ? "" : `; ${evidence.couldBeWrong[0]}`;
  const because = evidence.because.replace(/\.$/, "");
  return `${gain}confidence ${evidence.confidence}: ${because}${doubts}`;
}

/** 1-based, as editors and compilers print places. */
function placeOf({ range }: CheckedProblem): string {
  return `${range.start.line + 1}:${range.start.character + 1}`;
}

function countsLine(answer: CheckAnswer, fileCount: number, options: CheckTextOptions): string {
  const { paint = paintPlain, elapsedMs } = options;
  const counts = SEVERITIES.filter((severity) => severity !== "hint" || answer.counts.hint > 0).map(
    (severity) => {
      const count = answer.counts[severity];
      const words = severity === "information" ? severity : count === 1 ? severity : `${severity}s`;
      return paint(toned(count === 0 ? "dim" : severity, `${count} ${words}`));
    },
  );
  const files = answer.problems.length === 0 ? "no findings" : countOf(fileCount, "file");
  const time = elapsedMs === undefined ? [] : [`${(elapsedMs / 1000).toFixed(2)} s`];
  return [files, ...counts, ...time].join(" · ");
}

function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
