/**
 * A whole project from one string: `//- path flags` opens a file, `$0` marks the cursor, and a line
 * of carets below a line says what is expected there. Knows nothing of dbt beyond writing the
 * dbt_project.yml and profiles.yml that a test leaves out.
 */
import {
  baseName,
  type FileSystem,
  type FolderEntry,
  joinPath,
} from "../../server/src/base/fileSystem";
import { compareText } from "../../server/src/base/problem";
import type { Span } from "../../server/src/base/text";

/** Where every fixture lies; files are given relative to it. */
export const FIXTURE_ROOT = "/project";

/** What a line of carets expects: a span of its file and the text after the carets. */
export interface Expectation {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

export interface Fixture {
  readonly root: string;
  /** Texts by path relative to the root, cursor and carets removed. */
  readonly files: ReadonlyMap<string, string>;
  readonly fileSystem: FileSystem;
  /** Place of `$0`; absent where the text has none. */
  readonly cursor?: { readonly file: string; readonly offset: number };
  readonly expectations: readonly Expectation[];
  /** `30s`, `2m`, `500ms` behind a path: how long that file's node takes. */
  readonly durations: ReadonlyMap<string, number>;
  /** `key:value` flags of each file. */
  readonly flags: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const HEADER = /^\/\/- (\S+)(.*)$/;
const CARETS = /^(?:\s*(?:--|#|\/\/))?\s*(\^+)(?: (.*))?$/;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Parses the notation of HOUSE.md section 5. A text before the first `//-` is not allowed. With
 * `project: true` (the default) a missing dbt_project.yml and profiles.yml are written: project
 * and profile `shop`, adapter postgres, threads from the flag `threads:N` of `//- profiles.yml`.
 */
export function parseFixture(
  source: string,
  options: { readonly project?: boolean } = {},
): Fixture {
  const files = new Map<string, string>();
  const durations = new Map<string, number>();
  const flags = new Map<string, ReadonlyMap<string, string>>();
  const expectations: Expectation[] = [];
  let cursor: Fixture["cursor"];

  for (const section of sectionsOf(source)) {
    const { file } = section;
    const lines: string[] = [];
    let lineStart = 0;
    let offset = 0;
    for (const line of section.lines) {
      const carets = CARETS.exec(line);
      if (carets?.[1] !== undefined && lines.length > 0) {
        const start = lineStart + line.indexOf("^");
        expectations.push({
          file,
          span: { start, end: start + carets[1].length },
          text: carets[2] ?? "",
        });
        continue;
      }
      const mark = line.indexOf("$0");
      if (mark >= 0) cursor = { file, offset: offset + mark };
      const text = mark < 0 ? line : line.slice(0, mark) + line.slice(mark + 2);
      lineStart = offset;
      offset += text.length + 1;
      lines.push(text);
    }
    files.set(file, lines.join("\n"));
    const ownFlags = new Map<string, string>();
    for (const word of section.flags) {
      const duration = DURATION.exec(word);
      const colon = word.indexOf(":");
      if (duration) durations.set(file, Number(duration[1]) * UNIT_MS[duration[2]!]!);
      else if (colon > 0) ownFlags.set(word.slice(0, colon), word.slice(colon + 1));
      else throw new Error(`Unknown flag "${word}" of ${file}: write 30s or key:value.`);
    }
    flags.set(file, ownFlags);
  }

  if (options.project ?? true) addProjectFiles(files, flags);
  return {
    root: FIXTURE_ROOT,
    files,
    fileSystem: memoryFileSystem(files),
    ...(cursor && { cursor }),
    expectations,
    durations,
    flags,
  };
}

/** A read-only disk that holds `files` (paths relative to `root`, or absolute). */
export function memoryFileSystem(
  files: ReadonlyMap<string, string>,
  root: string = FIXTURE_ROOT,
): FileSystem {
  const texts = new Map<string, string>();
  const folders = new Map<string, Map<string, FolderEntry>>([[joinPath(root, "."), new Map()]]);
  for (const [file, text] of files) {
    let path = joinPath(root, file);
    texts.set(path, text);
    let kind: FolderEntry["kind"] = "file";
    while (path !== "/") {
      const folder = path.slice(0, path.lastIndexOf("/")) || "/";
      const entries = folders.get(folder) ?? new Map<string, FolderEntry>();
      folders.set(folder, entries);
      entries.set(baseName(path), { name: baseName(path), kind });
      kind = "folder";
      path = folder;
    }
  }
  return {
    list(folder) {
      const entries = folders.get(joinPath(folder, "."));
      if (!entries) return { failure: "missing", message: `${folder}: no such folder` };
      return [...entries.values()].sort((a, b) => compareText(a.name, b.name));
    },
    read(file) {
      const text = texts.get(joinPath(file, "."));
      if (text === undefined) return { failure: "missing", message: `${file}: no such file` };
      return { text: text.startsWith("\uFEFF") ? text.slice(1) : text, replacedBytes: 0 };
    },
  };
}

interface Section {
  readonly file: string;
  readonly flags: readonly string[];
  readonly lines: readonly string[];
}

function sectionsOf(source: string): readonly Section[] {
  const sections: { file: string; flags: string[]; lines: string[] }[] = [];
  const lines = source.split("\n");
  if (lines[0]?.trim() === "") lines.shift();
  if (lines.at(-1)?.trim() === "") lines.pop();
  for (const line of lines) {
    const header = HEADER.exec(line);
    if (header) {
      const flags = header[2]!.split(/[\s[\]]+/).filter((word) => word !== "");
      sections.push({ file: header[1]!, flags, lines: [] });
    } else if (sections.length > 0) sections.at(-1)!.lines.push(line);
    else throw new Error(`A fixture starts with "//- path", found: ${line}`);
  }
  return sections;
}

function addProjectFiles(
  files: Map<string, string>,
  flags: ReadonlyMap<string, ReadonlyMap<string, string>>,
): void {
  if (!files.has("dbt_project.yml")) {
    files.set("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n");
  }
  const profiles = files.get("profiles.yml");
  if (profiles !== undefined && profiles.trim() !== "") return;
  const own = flags.get("profiles.yml");
  const threads = own?.get("threads");
  const type = own?.get("type") ?? "postgres";
  files.set(
    "profiles.yml",
    `shop:\n  target: dev\n  outputs:\n    dev:\n      type: ${type}\n      schema: analytics\n${
      threads === undefined ? "" : `      threads: ${threads}\n`
    }`,
  );
}
