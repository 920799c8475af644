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

const MINORS = Array.from({ length: 30 }, (_, minor) => minor);

/**
 * In this order: the caller; a lock file or requirement that `require-dbt-version` allows;
 * `require-dbt-version`; the usual release. A project is dbt 2's only where dbt 1 is ruled out.
 */
export function chooseEngine(
  sources: ProjectSources,
  given: { readonly engine?: Engine | undefined; readonly release?: Release | undefined },
): ChosenEngine {
  const required = requiredVersions(sources);
  const { requirements } = sources;
  const pin = requirements && dbtPinIn(baseName(requirements.path), requirements.text);
  const isPinAllowed = pin !== undefined && isPossible([...required, ...pin.specifiers]);
  const chosen = given.engine ?? given.release;
  const byFiles = choiceOf(required, isPinAllowed ? pin : undefined, requirements?.path ?? "");
  const origin = chosen !== undefined ? "--engine" : byFiles.origin;
  const evidence = [
    ...(chosen === undefined ? [] : [{ source: "--engine", says: wordsOf(given) }]),
    ...(pin === undefined || requirements === undefined
      ? []
      : [{ source: requirements.path, says: `${pin.package} ${pin.written}`.trim() }]),
    ...(required.length === 0
      ? []
      : [{ source: "require-dbt-version", says: required.map((one) => one.trim()).join(",") }]),
  ].map((one): EngineEvidence => ({ ...one, decides: one.source === origin }));
  if (given.engine === "fusion") {
    return { engine: "fusion", release: USUAL_RELEASE, origin, evidence };
  }
  const release = given.release ?? byFiles.release;
  if (chosen !== undefined) return { engine: "dbt-core", release, origin, evidence };
  return { ...byFiles, evidence };
}

/** What the project's files choose; `pin` is one that `required` allows. */
function choiceOf(
  required: readonly string[],
  pin: DbtPin | undefined,
  file: string,
): Omit<ChosenEngine, "evidence"> {
  const specifiers = [...required, ...(pin?.specifiers ?? [])];
  const isOf = (major: number, wanted: readonly string[]) => isSatisfiable(wanted, major, MINORS);
  if (!isOf(1, specifiers) && isOf(2, specifiers)) {
    const isRequired = !isOf(1, required) && isOf(2, required);
    const origin = isRequired && pin?.version === undefined ? "require-dbt-version" : file;
    return { engine: "fusion", release: USUAL_RELEASE, origin };
  }
  const byRequirement = newestOf(required);
  const release = newestOf(specifiers);
  // A version is told as it is, even where nothing would be read otherwise without it.
  const isOfPin = pin !== undefined && (pin.version !== undefined || release !== byRequirement);
  const isUsual = byRequirement === USUAL_RELEASE;
  const origin = isOfPin ? file : isUsual ? "default" : "require-dbt-version";
  return { engine: "dbt-core", release, origin };
}

/** The usual release where it is allowed, else the newest that is, else the nearest that Heddle knows. */
function newestOf(specifiers: readonly string[]): Release {
  const isAllowed = (minor: number): boolean => isSatisfiable(specifiers, 1, [minor]);
  if (isAllowed(USUAL_RELEASE)) return USUAL_RELEASE;
  const allowed = RELEASES.findLast(isAllowed);
  if (allowed !== undefined) return allowed;
  const [oldest, newest] = [RELEASES[0] ?? USUAL_RELEASE, RELEASES.at(-1) ?? USUAL_RELEASE];
  const minor = MINORS.findLast(isAllowed);
  if (minor === undefined) return USUAL_RELEASE;
  return minor < oldest ? oldest : newest;
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
