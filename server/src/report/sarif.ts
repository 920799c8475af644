/**
 * Findings as SARIF 2.1.0, for code scanning views. One run holds one project. Fixes become SARIF
 * fixes, gain and evidence its property bags; lines and columns are 1-based there. Source: OASIS
 * SARIF 2.1.0 with errata 01.
 */
import { ALL_RULES } from "../advise/rules/index";
import { joinPath } from "../base/fileSystem";
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
        rules: codes.map(sarifRule),
      },
    },
    columnKind: "utf16CodeUnits",
    results: problems.map((problem) => sarifResult(problem, codes.indexOf(problem.code), root)),
  };
}

function sarifRule(code: string): object {
  const rule = ALL_RULES.find((one) => one.code === code);
  return {
    id: code,
    shortDescription: { text: rule === undefined ? code : `${rule.title}.` },
    help: { text: `See docs/rules/${code}.md in Heddle's documentation.` },
    ...(rule !== undefined && { defaultConfiguration: { level: LEVELS[rule.severity] } }),
  };
}

function sarifResult(problem: CheckedProblem, ruleIndex: number, root: string): object {
  const artifact = (file: string) => artifactIn(root, file);
  const location = (file: string, range: Range) => ({
    physicalLocation: { artifactLocation: artifact(file), region: region(range) },
  });
  const { related = [], fixes, savesMs, evidence } = problem;
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
    ...(fixes.length > 0 && { fixes: fixes.map((fix) => sarifFix(fix, artifact)) }),
    // As in `heddle check --json`; the standard has no field of its own for either.
    ...((savesMs !== undefined || evidence !== undefined) && {
      properties: {
        ...(savesMs !== undefined && { savesMs }),
        ...(evidence !== undefined && { evidence }),
      },
    }),
  };
}

function sarifFix({ title, edits }: CheckedFix, artifact: (file: string) => object): object {
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

/** Relative to where the command was given, which viewers take as the root of the sources. */
function artifactIn(root: string, file: string): object {
  return { uri: encodePath(joinPath(root, file)), uriBaseId: "%SRCROOT%" };
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
