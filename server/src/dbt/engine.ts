/**
 * Which dbt would run the project, and which release of dbt-core: what the caller says, else what
 * the project shows, else the usual one.
 */
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap } from "../yaml/values";
import type { Engine } from "./project";
import { RELEASES, type Release, USUAL_RELEASE } from "./release";
import type { ProjectSources } from "./sources";
import { isSatisfiable } from "./versions";

/** A dbt as settings and the command line name it; `dbt-core-1.9` is that minor release. */
export type EngineName = Engine | `dbt-core-1.${Release}`;

export const ENGINE_NAMES: readonly EngineName[] = [
  "dbt-core",
  "fusion",
  ...RELEASES.map((release): EngineName => `dbt-core-1.${release}`),
];

/** What a name says: the engine, and the release where it names one. */
export function engineNamed(name: EngineName): {
  readonly engine: Engine;
  readonly release?: Release;
} {
  if (name === "dbt-core" || name === "fusion") return { engine: name };
  const release = RELEASES.find((one) => name === `dbt-core-1.${one}`);
  return { engine: "dbt-core", ...(release !== undefined && { release }) };
}

export interface ChosenEngine {
  readonly engine: Engine;
  /** The dbt-core that the project is read as; for dbt 2 the one whose rules it shares. */
  readonly release: Release;
  /** What decided, in words. */
  readonly origin: string;
}

const MINORS = Array.from({ length: 30 }, (_, minor) => minor);

export function chooseEngine(
  sources: ProjectSources,
  given: { readonly engine?: Engine | undefined; readonly release?: Release | undefined },
): ChosenEngine {
  const specifiers = requiredVersions(sources);
  const isAllowed = (release: Release): boolean => isSatisfiable(specifiers, 1, [release]);
  const release =
    given.release ??
    (isAllowed(USUAL_RELEASE) ? USUAL_RELEASE : (RELEASES.findLast(isAllowed) ?? USUAL_RELEASE));
  if (given.engine === "fusion") {
    return { engine: "fusion", release: USUAL_RELEASE, origin: "--engine" };
  }
  if (given.engine !== undefined || given.release !== undefined) {
    return { engine: "dbt-core", release, origin: "--engine" };
  }
  const isForOtherMajor = !isSatisfiable(specifiers, 1, MINORS);
  if (isForOtherMajor && isSatisfiable(specifiers, 2, MINORS)) {
    return { engine: "fusion", release: USUAL_RELEASE, origin: "require-dbt-version" };
  }
  return {
    engine: "dbt-core",
    release,
    origin: release === USUAL_RELEASE ? "default" : "require-dbt-version",
  };
}

function requiredVersions(sources: ProjectSources): readonly string[] {
  const text = sources.packages[0]?.projectFile.text ?? "";
  if (!/^require-dbt-version\s*:/m.test(text)) return [];
  const value = parseYaml(text).value;
  const required = isYamlMap(value) ? entryOf(value, "require-dbt-version") : undefined;
  if (typeof required === "string") return required.split(",");
  return isYamlList(required) ? required.filter((one) => typeof one === "string") : [];
}
