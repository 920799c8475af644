/**
 * Findings as SARIF 2.1.0, for code scanning views. One run holds one project. Fixes become SARIF
 * fixes; lines and columns are 1-based there. Source: OASIS SARIF 2.1.0.
 */
import { compareText, type Severity } from "../base/problem";
import type { Range } from "../base/text";
import type { CheckAnswer, CheckedFix, CheckedProblem } from "../ide/answers/checkAnswer";

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** The log of one or several projects; `version` is Heddle's own. */
export function sarifLog(answers: readonly CheckAnswer[], version: string): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: answers.map((answer) => sarifRun(answer, version)),
  };
}

function sarifRun({ problems, root }: CheckAnswer, version: string): object {
  const codes = [...new Set(problems.map(({ code }) => code))].sort(compareText);
  return {
    tool: {
      driver: {
        name: "Heddle",
        semanticVersion: version,
        rules: codes.map((code) => ({
          id: code,
          helpUri: `docs/rules/${code}.md`,
          shortDescription: { text: sentenceOf(code) },
        })),
      },
    },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { ROOT: { uri: root === "." ? "./" : `${encodePath(root)}/` } },
    results: problems.map((problem) => sarifResult(problem, codes.indexOf(problem.code))),
  };
}

function sarifResult(problem: CheckedProblem, ruleIndex: number): object {
  const { related = [], fixes } = problem;
  return {
    ruleId: problem.code,
    ruleIndex,
    level: LEVELS[problem.severity],
    message: { text: problem.message },
    locations: [location(problem.file, problem.range)],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, id) => ({
        id,
        message: { text: place.message },
        ...location(place.file, place.range),
      })),
    }),
    ...(fixes.length > 0 && { fixes: fixes.map(sarifFix) }),
  };
}

function sarifFix({ title, edits }: CheckedFix): object {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({
          deletedRegion: region(edit.range),
          insertedContent: { text: edit.newText },
        })),
    })),
  };
}

function location(file: string, range: Range): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: region(range) } };
}

function artifact(file: string): object {
  return { uri: encodePath(file), uriBaseId: "ROOT" };
}

function region({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** `unknown-ref` → `Unknown ref`; the page behind `helpUri` says the rest. */
function sentenceOf(code: string): string {
  const words = code.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
