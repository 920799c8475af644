/**
 * Wrong (and right) little projects with what real dbt said of them: read from
 * `test/data/dbt/verdicts/`, each against the base project of `wrong-inputs.json`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Engine } from "../../server/src/dbt/project";

export interface Verdict {
  readonly refused: boolean;
  /** dbt's own words; empty where it says nothing. */
  readonly said: readonly string[];
}

export interface SmallProject {
  readonly name: string;
  /** What differs from the base; null takes a file away. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** What each engine said, by the project's name. */
export type Verdicts = Readonly<Record<string, Readonly<Partial<Record<Engine, Verdict>>>>>;

const ENGINES: readonly Engine[] = ["dbt-core", "fusion"];

/** The projects of every text file in `folder`, by area. */
export function smallProjects(folder: string): ReadonlyMap<string, readonly SmallProject[]> {
  const areas = new Map<string, readonly SmallProject[]>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".txt")) continue;
    areas.set(basename(file, ".txt"), parseProjects(readFileSync(join(folder, file), "utf8")));
  }
  return areas;
}

/**
 * `=== name` opens a project, `//- path` a file of it, `//- path removed` takes one away. A file
 * ends with a newline.
 */
export function parseProjects(text: string): readonly SmallProject[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      const files: Record<string, string | null> = {};
      for (const section of part
        .slice(end + 1)
        .split(/^\/\/- /m)
        .slice(1)) {
        const lineEnd = section.indexOf("\n");
        const head = section.slice(0, lineEnd).trim();
        const isRemoved = head.endsWith(" removed");
        files[isRemoved ? head.slice(0, -" removed".length) : head] = isRemoved
          ? null
          : section.slice(lineEnd + 1);
      }
      return { name: part.slice(0, end).trim(), files };
    });
}

/** Reads `verdicts.json` of the folder. */
export function readVerdicts(folder: string): Verdicts {
  return JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8")) as Verdicts;
}

/** The engines that said something of a project. */
export function askedEngines(verdicts: Verdicts, name: string): readonly Engine[] {
  return ENGINES.filter((engine) => verdicts[name]?.[engine] !== undefined);
}
