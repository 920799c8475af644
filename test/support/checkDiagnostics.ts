/**
 * Shows every finding of a project below the line it stands on, in the notation of HOUSE.md
 * section 5, and compares that with the fixture's own carets. The only caller of the rules in tests.
 */
import { expect } from "vitest";
import { compareProblems, type Problem } from "../../server/src/base/problem";
import { lineIndex } from "../../server/src/base/text";
import type { Settings } from "../../server/src/protocol";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { createWorkspace } from "../../server/src/workspace/workspace";
import { applyEdits } from "./applyEdits";
import { FIXTURE_ROOT, type Fixture, memoryFileSystem, parseFixture } from "./fixture";

export interface DiagnosticsOptions {
  /** Only findings of these rules; all by default. */
  readonly only?: string | readonly string[];
  readonly settings?: Partial<Settings>;
  /** Recorded runs that the durations behind paths (`30s`) stand for; 1 by default. */
  readonly runs?: number;
}

/** Checks that the findings of `source` are exactly those drawn in it. */
export function checkDiagnostics(source: string, options: DiagnosticsOptions = {}): void {
  const fixture = parseFixture(source);
  const problems = wanted(openFixture(fixture, options).problems(), options);
  expect(drawn(source, fixture, problems)).toBe(withoutBlankEdges(source));
}

/** Checks that `source`, whose carets are ignored, gives no such finding. */
export function checkSilent(source: string, options: DiagnosticsOptions = {}): void {
  const found = wanted(openFixture(parseFixture(source), options).problems(), options);
  expect(found.map(({ file, message }) => `${file}: ${message}`)).toEqual([]);
}

/**
 * Applies the first fix of the first finding of `code` and checks the file it changes; also that
 * the finding is gone and that no other one has come.
 */
export function checkFix(
  source: string,
  code: string,
  expected: string,
  options: DiagnosticsOptions = {},
): void {
  const fixture = parseFixture(source);
  const before = openFixture(fixture, options).problems();
  const problem = before.find((candidate) => candidate.code === code);
  const fix = problem?.fixes?.[0];
  if (fix === undefined) throw new Error(`No finding of ${code} with a fix.`);
  const files = new Map(fixture.files);
  const changed = [...new Set(fix.edits.map((edit) => edit.file))];
  for (const file of changed) {
    const edits = fix.edits.filter((edit) => edit.file === file);
    files.set(file, applyEdits(fixture.files.get(file) ?? "", edits));
  }
  const shown = changed.map((file) => `//- ${file}\n${files.get(file)}`).join("\n");
  expect(`${fix.title}\n${shown}`).toBe(withoutBlankEdges(expected));

  const fixed = { ...fixture, files, fileSystem: memoryFileSystem(files) };
  const after = openFixture(fixed, options).problems();
  const countOf = (problems: readonly Problem[], of: string): number =>
    problems.filter((candidate) => candidate.code === of).length;
  expect(countOf(after, code)).toBeLessThan(countOf(before, code));
  for (const { code: other, message } of after) {
    expect(countOf(after, other), message).toBeLessThanOrEqual(countOf(before, other));
  }
}

/** The fixture as the workspace sees it, with a run history made of its durations. */
export function openFixture(fixture: Fixture, options: DiagnosticsOptions = {}): ProjectSnapshot {
  const files = new Map(fixture.files);
  if (fixture.durations.size > 0) {
    for (let run = 1; run <= (options.runs ?? 1); run++) {
      files.set(`history/run_results_${run}.json`, runResults(fixture, run));
    }
  }
  const workspace = createWorkspace({
    fileSystem: memoryFileSystem(files),
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    folders: [FIXTURE_ROOT],
    now: () => "2026-01-05T12:00:00Z",
  });
  const project = workspace.snapshot().projects[0];
  if (project === undefined) throw new Error("The fixture holds no dbt project.");
  return project;
}

/** run_results.json in which every file with a duration ran for that long. */
function runResults({ durations }: Fixture, run: number): string {
  const day = `2026-01-${String(run).padStart(2, "0")}`;
  const results = [...durations].map(([file, ms]) => {
    const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
    const kind = file.endsWith(".csv") ? "seed" : file.startsWith("tests/") ? "test" : "model";
    const ended = new Date(Date.parse(`${day}T01:00:00Z`) + ms).toISOString();
    return {
      unique_id: `${kind}.shop.${name}`,
      status: "success",
      timing: [{ name: "execute", started_at: `${day}T01:00:00.000Z`, completed_at: ended }],
      thread_id: "Thread-1 (worker)",
      execution_time: ms / 1000,
      adapter_response: {},
      failures: null,
      message: "OK",
    };
  });
  return JSON.stringify({
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      dbt_version: "1.11.0",
      generated_at: `${day}T02:00:00Z`,
      invocation_id: `run-${run}`,
    },
    results,
    elapsed_time: 1,
    args: { which: "build" },
  });
}

function wanted(problems: readonly Problem[], { only }: DiagnosticsOptions): readonly Problem[] {
  const codes = typeof only === "string" ? [only] : only;
  return problems.filter(({ code }) => codes === undefined || codes.includes(code));
}

const HEADER = /^\/\/- (\S+)/;
const CARETS = /^(?:\s*(?:--|#|\/\/))?\s*\^+(?: .*)?$/;

/** The fixture's lines with one line of carets per finding. */
function drawn(source: string, fixture: Fixture, problems: readonly Problem[]): string {
  const rest = new Set([...problems].sort(compareProblems));
  const lines: string[] = [];
  let file = "";
  let line = 0;
  for (const text of withoutBlankEdges(source).split("\n")) {
    const header = HEADER.exec(text);
    if (header === null && CARETS.test(text)) continue;
    lines.push(text);
    if (header !== null) {
      file = header[1]!;
      line = 0;
      continue;
    }
    const index = lineIndex(fixture.files.get(file) ?? "");
    for (const problem of rest) {
      if (problem.file !== file || index.positionAt(problem.span.start).line !== line) continue;
      rest.delete(problem);
      lines.push(caretLine(problem, index, text.length));
    }
    line++;
  }
  // Findings in files that the fixture does not show.
  for (const { file: other, span, severity, code, message } of rest) {
    lines.push(`${other}:${span.start} ${severity} ${code}: ${message}`);
  }
  return lines.join("\n");
}

function caretLine(
  { file, span, severity, code, message }: Problem,
  index: ReturnType<typeof lineIndex>,
  length: number,
): string {
  const start = index.positionAt(span.start);
  const end = index.positionAt(span.end);
  const last = end.line === start.line ? end.character : length;
  const opening = /\.ya?ml$/.test(file) ? "#" : "--";
  const prefix = start.character >= opening.length ? opening : "";
  const carets = "^".repeat(Math.max(1, last - start.character));
  return `${prefix.padEnd(start.character)}${carets} ${severity} ${code}: ${message}`;
}

function withoutBlankEdges(source: string): string {
  return source.replace(/^\n/, "").replace(/\n\s*$/, "");
}
