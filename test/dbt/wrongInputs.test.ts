/** Wrong projects: an error exactly where the engine refuses. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileSystem } from "../../server/src/base/fileSystem";
import { isFailure } from "../../server/src/base/fileSystem";
import type { DbtProject, Engine } from "../../server/src/dbt/project";
import { readProject } from "../../server/src/dbt/readProject";
import { resolveProject } from "../../server/src/dbt/resolveProject";
import { memoryFileSystem } from "../support/fixture";
import { askedEngines, readVerdicts, smallProjects } from "./wrongProjects";

interface WrongCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string | null>>;
  readonly refused?: Readonly<Partial<Record<"dbt1" | "dbt2", boolean>>>;
}

const data = JSON.parse(
  readFileSync(join(import.meta.dirname, "../data/dbt/wrong-inputs.json"), "utf8"),
) as { readonly base: Readonly<Record<string, string>>; readonly cases: readonly WrongCase[] };

const FOLDER = join(import.meta.dirname, "../data/dbt/verdicts");
const recorded = readVerdicts(FOLDER);
/** Where Heddle does not say what the engine says yet: a name that is mended must leave the list. */
const different: Readonly<Record<Engine, readonly string[]>> = JSON.parse(
  readFileSync(join(FOLDER, "known-differences.json"), "utf8"),
);
const more = [...smallProjects(FOLDER)].flatMap(([area, projects]) =>
  projects.flatMap(({ name, files }) =>
    askedEngines(recorded, name).map((engine) => ({
      name: `${area}: ${name}`,
      engine,
      files,
      isRefused: recorded[name]![engine]!.refused !== different[engine].includes(name),
    })),
  ),
);

const given = data.cases.flatMap(({ name, files, refused = {} }) =>
  (["dbt1", "dbt2"] as const).flatMap((dbt) => {
    const isRefused = refused[dbt];
    if (isRefused === undefined) return [];
    const engine: Engine = dbt === "dbt1" ? "dbt-core" : "fusion";
    return [{ name, engine, files, isRefused }];
  }),
);
const verdicts = [...given, ...more];

describe("wrong projects", () => {
  it.each(verdicts)("$name on $engine: refused $isRefused", ({ engine, files, isRefused }) => {
    const project = resolve(files, engine);
    const errors = project.problems.filter((problem) => problem.severity === "error");
    // On dbt 2 a `threads` key is refused by the rule that also moves it, see advise.
    const hasHint = [...project.nodes.values()].some((node) => node.hint?.key === "threads");
    const isReported = errors.length > 0 || (engine === "fusion" && hasHint);
    expect({ isReported, errors: isReported === isRefused ? [] : errors }).toEqual({
      isReported: isRefused,
      errors: [],
    });
  });

  it("are told in whole sentences, at places inside their files", () => {
    for (const { engine, files, name } of verdicts) {
      for (const problem of resolve(files, engine).problems) {
        expect(problem.message, name).toMatch(/^[^\s].*[.?!)…]$/s);
        expect(problem.message, name).not.toMatch(/\[object |NaN/);
        expect(problem.span.end, name).toBeGreaterThanOrEqual(problem.span.start);
      }
    }
  });
});

function resolve(changes: WrongCase["files"], engine: Engine): DbtProject {
  const files = new Map(Object.entries(data.base));
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return resolveProject(readProject(withBytes(memoryFileSystem(files)), "/project"), { engine });
}

/** The data writes bytes that are no UTF-8 as Python prints them, `b"…\xff…"`. */
function withBytes(disk: FileSystem): FileSystem {
  return {
    list: disk.list,
    read(file) {
      const result = disk.read(file);
      if (isFailure(result) || !/^b"/.test(result.text)) return result;
      const wrong = result.text.match(/\\x[0-9a-f]{2}/g) ?? [];
      return {
        text: result.text.replace(/\\x[0-9a-f]{2}/g, "\ufffd"),
        replacedBytes: wrong.length,
      };
    },
  };
}
