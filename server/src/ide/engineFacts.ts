/**
 * The dbt that a project is read as, what decided that, and what else in the project speaks of
 * one: said the same way by check, models, hover and the header of a simulation.
 */
import { releaseOf } from "../dbt/release";
import type { EngineFacts } from "../protocol";
import type { ProjectSnapshot } from "../workspace/snapshot";

/** O(1). */
export function engineFacts(snapshot: ProjectSnapshot): EngineFacts {
  const { engine, release, engineOrigin, engineEvidence } = snapshot.project;
  const facts = {
    name: engine,
    release: engine === "fusion" ? null : `1.${release}`,
    origin: engineOrigin,
    evidence: engineEvidence,
    seen: snapshot.engineSeen(),
  };
  return { ...facts, note: noteOn(facts) };
}

/** `dbt-core 1.9 (require-dbt-version)`, `dbt 2 (uv.lock)`. */
export function engineWords({ name, release, origin }: Omit<EngineFacts, "note">): string {
  const words = name === "fusion" ? "dbt 2" : `dbt-core ${release}`;
  return `${words} (${origin})`;
}

/** The first thing that speaks of another dbt; nothing where somebody chose by --engine. */
function noteOn(facts: Omit<EngineFacts, "note">): string | null {
  if (facts.origin === "--engine") return null;
  const pinned = facts.evidence.find(({ agrees }) => !agrees);
  if (pinned !== undefined) {
    const version = /\d+\.\d+(?:\.\d+)?/.exec(pinned.says)?.[0] ?? "";
    return `${pinned.source} says ${pinned.says}; ${readAs(facts, version)}`;
  }
  const other = facts.seen.find(({ version }) => !isSame(version, facts));
  if (other === undefined) return null;
  return `${other.file} was written by dbt ${other.version}; ${readAs(facts, other.version)}`;
}

function isSame(version: string, { name, release }: Omit<EngineFacts, "note">): boolean {
  return name === "fusion" ? /^[2-9]\./.test(version) : version.startsWith(`${release}.`);
}

/** What it is read as, and how to have it read as `version`, where Heddle knows that one. */
function readAs(facts: Omit<EngineFacts, "note">, version: string): string {
  const release = releaseOf(version);
  const engine = /^[2-9]\./.test(version)
    ? "fusion"
    : release === undefined
      ? undefined
      : `dbt-core-1.${release}`;
  const advice = engine === undefined ? "" : `; --engine ${engine} reads it as that one`;
  return `read as ${engineWords(facts)}${advice}`;
}
