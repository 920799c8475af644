/**
 * Findings for a terminal, by file, each with its place, severity, rule, message and fix; a line of
 * counts at the end. Decides no severity.
 */
import { formatDuration } from "../base/duration";
import { compareText, type Severity } from "../base/problem";
import type { CheckAnswer, CheckedProblem } from "../ide/answers/checkAnswer";
import { ABOUT_SEATS } from "../ide/answers/reportAnswer";
import { engineWords } from "../ide/engineFacts";
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
  const basis = sharedBasis(answer.problems);
  const explained = new Set<string>();
  const lines = files.flatMap((file) => {
    const problems = byFile.get(file) ?? [];
    const path = answer.root === "." ? file : `${answer.root}/${file}`;
    return [
      paint(toned("strong", path)),
      ...problemLines(problems, { width, paint, basis, explained }),
    ];
  });
  const summary = summaryLines(answer.problems, basis, width).map((line) =>
    paint(toned("dim", line)),
  );
  const counts = countsLine(answer, files.length, options);
  const engine = engineLines(answer).map((line) => paint(toned("dim", line)));
  const baseline = baselineLines(answer).map((line) => paint(toned("dim", line)));
  return `${[...lines, ...summary, counts, ...engine, ...baseline].join("\n")}\n`;
}

interface Listing {
  readonly width: number;
  readonly paint: Paint;
  /** What all simulated findings rest on, which is said once for all. */
  readonly basis: string | undefined;
  /** Rules whose page has been named. */
  readonly explained: Set<string>;
}

function problemLines(
  problems: readonly CheckedProblem[],
  { width, paint, basis, explained }: Listing,
): readonly string[] {
  const places = problems.map(placeOf);
  const placeWidth = Math.max(...places.map((place) => place.length));
  const indent = " ".repeat(2 + placeWidth + 2 + SEVERITY_WIDTH + 2);
  return problems.flatMap((problem, index) => {
    const { severity, code, message, fixes } = problem;
    const help = explained.has(code) ? "" : problem.help;
    explained.add(code);
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
      fix !== undefined &&
      help !== "" &&
      indent.length + displayWidth(fix) + 2 + help.length <= width;
    const trust = shortTrust(problem, basis);
    const shownTrust = trust === undefined ? [] : wrap(trust, Math.max(30, width - indent.length));
    const shownHelp = paint(toned("dim", help));
    const shownFix = fix === undefined ? [] : wrap(fix, Math.max(30, width - indent.length));
    const last = isFixBeside
      ? [`${paint(toned("good", fix))}  ${shownHelp}`]
      : [
          ...shownFix.map((line) => paint(toned("good", line))),
          ...(help === "" ? [] : [shownHelp]),
        ];
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

/** The same without what is said once for all findings, and without minutes that the message has. */
function shortTrust(problem: CheckedProblem, basis: string | undefined): string | undefined {
  const { evidence, savesMs, message } = problem;
  if (evidence === undefined || evidence.kind === "heuristic" || basisOf(problem) !== basis) {
    return trustWords(problem);
  }
  if (savesMs === undefined || message.includes(formatDuration(savesMs))) return undefined;
  return `saves ${formatDuration(savesMs)}`;
}

/** What a simulated finding rests on; absent for others. */
function basisOf({ evidence }: CheckedProblem): string | undefined {
  if (evidence?.kind !== "simulated") return undefined;
  const { confidence, because, couldBeWrong } = evidence;
  const [doubt] = couldBeWrong;
  return `confidence ${confidence}: ${because}${doubt === undefined ? "" : `; ${doubt}`}`;
}

/** What all simulated findings have in common, where there are several. */
function sharedBasis(problems: readonly CheckedProblem[]): string | undefined {
  const bases = problems.flatMap((problem) => basisOf(problem) ?? []);
  return bases.length > 1 && new Set(bases).size === 1 ? bases[0] : undefined;
}

/** From so many findings on, a reader wants to know which rules they are of and where to begin. */
const LONG = 10;

function summaryLines(
  problems: readonly CheckedProblem[],
  basis: string | undefined,
  width: number,
): readonly string[] {
  const lines = basis === undefined ? [] : [`Minutes are simulated, ${basis}.`];
  if (problems.length > LONG) {
    const counts = new Map<string, number>();
    for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
    const rules = [...counts]
      .sort(([a, x], [b, y]) => y - x || compareText(a, b))
      .map(([code, times]) => `${times} ${code}`);
    lines.push(`By rule: ${rules.join(", ")}.`);
    const best = problems
      .filter(({ code }) => !ABOUT_SEATS.has(code))
      .reduce<CheckedProblem | undefined>(
        (most, one) => ((one.savesMs ?? 0) > (most?.savesMs ?? 0) ? one : most),
        undefined,
      );
    if (best?.savesMs !== undefined) {
      lines.push(
        `Saves most of today's run: ${best.code} at ${best.file}:${placeOf(best)}, ${formatDuration(best.savesMs)}.`,
      );
    }
  }
  return lines.length === 0 ? [] : ["", ...lines.flatMap((line) => wrap(line, width))];
}

/** 1-based, as editors and compilers print places. */
function placeOf({ range }: CheckedProblem): string {
  return `${range.start.line + 1}:${range.start.character + 1}`;
}

/** Which dbt it was judged as, where that is not the usual one or another one ran it. */
export function engineLines({ engine }: Pick<CheckAnswer, "engine">): readonly string[] {
  if (engine === undefined) return [];
  const decided = engine.evidence.find(({ decides }) => decides);
  const says = decided === undefined || engine.origin === "--engine" ? "" : `: ${decided.says}`;
  return [
    ...(engine.origin === "default" ? [] : [`judged as ${engineWords(engine)}${says}`]),
    ...(engine.note === null ? [] : [engine.note]),
  ];
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
