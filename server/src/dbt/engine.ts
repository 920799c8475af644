/**
 * Which dbt would run the project, and which release of dbt-core: what the caller says, else what
 * the project's own files say, else the usual one. Only files that are under version control with the
 * project decide, so that a check says the same on every machine; what dbt left in `target/` is shown
 * beside it (`workspace/engineSeen`).
 */
import { baseName } from "../base/fileSystem";
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap } from "../yaml/values";
import { type DbtPin, dbtPinIn } from "./dbtPin";
import type { Engine, EngineEvidence } from "./project";
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
  /** Everything that says something of it, the strongest first. */
  readonly evidence: readonly EngineEvidence[];
}

/** Who reads files such as `a.sql.jinja`. */
const JINJA_NAMES = [">=1.12.0"];
const MINORS = Array.from({ length: 30 }, (_, minor) => minor);

/**
 * In this order: the caller; whether a lock file or requirement that `require-dbt-version` allows
 * installs dbt 1 or dbt 2; `require-dbt-version`; a flag that asks for files which only a later
 * release reads; the usual release. A project is dbt 2's only where
 * dbt 1 is ruled out. A pinned minor release of dbt 1 is told and does not decide: what 1.8 to 1.12 read
 * differently is little, and findings must not come and go with a lock file.
 */
export function chooseEngine(
  sources: ProjectSources,
  given: { readonly engine?: Engine | undefined; readonly release?: Release | undefined },
): ChosenEngine {
  const required = requiredVersions(sources);
  const { requirements } = sources;
  const pin = requirements && dbtPinIn(baseName(requirements.path), requirements.text);
  const isPinAllowed = pin !== undefined && isPossible([...required, ...pin.specifiers]);
  const asked = given.engine ?? given.release;
  const byFiles = choiceOf(required, isPinAllowed ? pin : undefined, requirements?.path ?? "");
  const engine = given.engine ?? (given.release === undefined ? byFiles.engine : "dbt-core");
  const isFlagged = sources.packages[0]?.areJinjaNamesRead === true;
  const newest = newestOf(required);
  const later = isFlagged ? newestOf([...required, ...JINJA_NAMES]) : newest;
  const isFlagsChoice = byFiles.origin === "default" && later > newest;
  const release =
    engine === "fusion" ? USUAL_RELEASE : (given.release ?? (isFlagsChoice ? later : newest));
  const origin = asked !== undefined ? "--engine" : isFlagsChoice ? "flags" : byFiles.origin;
  const agrees = (specifiers: readonly string[]) =>
    engine === "fusion"
      ? isSatisfiable(specifiers, 2, MINORS)
      : isSatisfiable(specifiers, 1, [release]);
  const evidence: EngineEvidence[] = [];
  const add = (source: string, says: string, specifiers: readonly string[]) =>
    evidence.push({ source, says, decides: source === origin, agrees: agrees(specifiers) });
  if (asked !== undefined) add("--engine", wordsOf(given), []);
  if (pin !== undefined && requirements !== undefined) {
    add(requirements.path, `${pin.package} ${pin.written}`.trim(), pin.specifiers);
  }
  if (required.length > 0) {
    add("require-dbt-version", required.map((one) => one.trim()).join(","), required);
  }
  if (isFlagged) add("flags", "allow_jinja_file_extensions", JINJA_NAMES);
  return { engine, release, origin, evidence };
}

/** Which engine the project's files choose; `pin` is one that `required` allows. */
function choiceOf(
  required: readonly string[],
  pin: DbtPin | undefined,
  file: string,
): Pick<ChosenEngine, "engine" | "origin"> {
  const isOf = (major: number, wanted: readonly string[]) => isSatisfiable(wanted, major, MINORS);
  if (!isOf(1, required) && isOf(2, required)) {
    return { engine: "fusion", origin: "require-dbt-version" };
  }
  const both = [...required, ...(pin?.specifiers ?? [])];
  if (!isOf(1, both) && isOf(2, both)) return { engine: "fusion", origin: file };
  const isUsual = newestOf(required) === USUAL_RELEASE;
  return { engine: "dbt-core", origin: isUsual ? "default" : "require-dbt-version" };
}

/**
 * The usual release where it is allowed, else the newest that is. Where none is: the newest there is
 * for a release of dbt 1 that is yet to come, the usual one for all else.
 */
function newestOf(specifiers: readonly string[]): Release {
  const isAllowed = (minor: number): boolean => isSatisfiable(specifiers, 1, [minor]);
  if (isAllowed(USUAL_RELEASE)) return USUAL_RELEASE;
  const newest = RELEASES.at(-1) ?? USUAL_RELEASE;
  const isYetToCome = MINORS.slice(newest + 1).some(isAllowed);
  return RELEASES.findLast(isAllowed) ?? (isYetToCome ? newest : USUAL_RELEASE);
}

function isPossible(specifiers: readonly string[]): boolean {
  return isSatisfiable(specifiers, 1, MINORS) || isSatisfiable(specifiers, 2, MINORS);
}

function wordsOf({
  engine,
  release,
}: {
  engine?: Engine | undefined;
  release?: Release | undefined;
}) {
  return engine === "fusion"
    ? "fusion"
    : release === undefined
      ? "dbt-core"
      : `dbt-core-1.${release}`;
}

function requiredVersions(sources: ProjectSources): readonly string[] {
  const text = sources.packages[0]?.projectFile.text ?? "";
  if (!/^require-dbt-version\s*:/m.test(text)) return [];
  const value = parseYaml(text).value;
  const required = isYamlMap(value) ? entryOf(value, "require-dbt-version") : undefined;
  if (typeof required === "string") return required.split(",");
  return isYamlList(required) ? required.filter((one) => typeof one === "string") : [];
}
