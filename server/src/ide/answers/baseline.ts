/**
 * The findings that a project has agreed to live with, so that a check tells of new ones only.
 * Findings are known by rule, file and the text they stand on, never by their line or by minutes
 * in their message. Knows no files.
 */
import { compareText } from "../../base/problem";
import type { Range } from "../../base/text";
import type { BaselineEntry } from "./baselineUse";
import type { CheckAnswer, CheckedProblem } from "./checkAnswer";

/** CONTRACT "heddle.baseline/1". */
export interface Baseline {
  readonly schema: "heddle.baseline/1";
  readonly findings: readonly BaselineEntry[];
}

export type TextOf = (file: string) => string | undefined;

/** Longer texts are cut: a key need not hold a whole model. */
const LONGEST_TEXT = 160;

/** What a baseline asks of a finding. */
type Placed = Pick<CheckedProblem, "file" | "code" | "range">;

/** The baseline of everything in `answer`, sorted by file, code and text. O(p log p). */
export function baselineOf(problems: readonly Placed[], textOf: TextOf): Baseline {
  const entryOf = entries(textOf);
  const counted = new Map<string, BaselineEntry>();
  for (const problem of problems) {
    const entry = entryOf(problem);
    const known = counted.get(keyOf(entry));
    counted.set(keyOf(entry), known === undefined ? entry : { ...known, count: known.count + 1 });
  }
  return { schema: "heddle.baseline/1", findings: [...counted.values()].sort(compareEntries) };
}

/**
 * `answer` without what `baseline` knows, as often as it knows it. Entries of files that
 * `isChecked` excludes are neither matched nor unused.
 */
export function applyBaseline(
  answer: CheckAnswer,
  baseline: Baseline,
  textOf: TextOf,
  file: string,
  isChecked: (file: string) => boolean = () => true,
): CheckAnswer {
  const { kept: problems, left } = withoutAccepted(
    answer.problems,
    baseline,
    textOf,
    (problem) => problem,
  );
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of problems) counts[severity]++;
  const unused = baseline.findings.flatMap((entry) => {
    const count = left.get(keyOf(entry)) ?? 0;
    return count > 0 && isChecked(entry.file) ? [{ ...entry, count }] : [];
  });
  const accepted = answer.problems.length - problems.length;
  return { ...answer, problems, counts, baseline: { file, accepted, unused } };
}

/**
 * `findings`, in their order, without those that `baseline` knows, each entry as often as it counts;
 * `left` is what no finding has used up, by entry.
 */
export function withoutAccepted<Finding>(
  findings: readonly Finding[],
  baseline: Baseline,
  textOf: TextOf,
  placeOf: (finding: Finding) => Placed,
): { readonly kept: readonly Finding[]; readonly left: ReadonlyMap<string, number> } {
  const entryOf = entries(textOf);
  const left = new Map(baseline.findings.map((entry) => [keyOf(entry), entry.count]));
  const kept = findings.filter((finding) => {
    const key = keyOf(entryOf(placeOf(finding)));
    const rest = left.get(key) ?? 0;
    if (rest > 0) left.set(key, rest - 1);
    return rest === 0;
  });
  return { kept, left };
}

/** The baseline in a file's text; a sentence that says what is wrong where it is none. */
export function parseBaseline(text: string): Baseline | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "is not valid JSON";
  }
  if (!isRecord(value) || value["schema"] !== "heddle.baseline/1") {
    return "is no heddle.baseline/1";
  }
  const { findings } = value;
  if (!Array.isArray(findings)) return "has no list of findings";
  const counted = new Map<string, BaselineEntry>();
  for (const [index, finding] of findings.entries()) {
    const entry = isRecord(finding) ? entryIn(finding) : undefined;
    if (entry === undefined) return `finding ${index} is no { file, code, text, count }`;
    // The same entry twice, as a merge of two branches leaves it, counts once per time.
    const known = counted.get(keyOf(entry));
    counted.set(
      keyOf(entry),
      known === undefined ? entry : { ...known, count: known.count + entry.count },
    );
  }
  return { schema: "heddle.baseline/1", findings: [...counted.values()] };
}

/** One finding per line, so that a merge shows and keeps what each side accepts. */
export function baselineText({ schema, findings }: Baseline): string {
  const lines = findings.map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "schema": ${JSON.stringify(schema)},\n  "findings": ${list}\n}\n`;
}

function entryIn(finding: Readonly<Record<string, unknown>>): BaselineEntry | undefined {
  const { file, code, text, count = 1 } = finding;
  if (typeof file !== "string" || typeof code !== "string" || typeof text !== "string") {
    return undefined;
  }
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1) return undefined;
  return { file, code, text, count };
}

/** Makes entries; splits each file once. */
function entries(textOf: TextOf): (finding: Placed) => BaselineEntry {
  const linesByFile = new Map<string, readonly string[]>();
  return ({ file, code, range }) => {
    const lines = linesByFile.get(file) ?? (textOf(file) ?? "").split(/\r\n|\r|\n/);
    linesByFile.set(file, lines);
    return { file, code, text: foundText(range, lines), count: 1 };
  };
}

/** The text that the finding underlines, or its whole line where that is a character or less. */
function foundText(range: Range, lines: readonly string[]): string {
  const line = lines[range.start.line] ?? "";
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  const underlined = line.slice(range.start.character, end).trim();
  const chosen = underlined.length > 1 ? underlined : line;
  return chosen.replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT);
}

function keyOf({ file, code, text }: BaselineEntry): string {
  return `${file}\0${code}\0${text}`;
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return compareText(a.file, b.file) || compareText(a.code, b.code) || compareText(a.text, b.text);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
