/** Wrong projects: an error exactly where the engine refuses. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DbtProject, Engine } from "../../server/src/dbt/project";
import { isRefused as isRefusedByHeddle, resolveSmall } from "./smallProject";
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
    const isReported = isRefusedByHeddle(project);
    expect({ isReported, errors: isReported === isRefused ? [] : errors }).toEqual({
      isReported: isRefused,
      errors: [],
    });
    for (const { message, span } of project.problems) {
      expect(message).toMatch(/^[^\s].*[.?!)…]$/s);
      expect(message).not.toMatch(/\[object |NaN/);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
    }
  });
});

function resolve(changes: WrongCase["files"], engine: Engine): DbtProject {
  return resolveSmall(data.base, changes, engine);
}
