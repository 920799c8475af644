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
  const seen = snapshot.engineSeen();
  const other = seen.find(({ version }) => !isSame(version, engine, release));
  const name = engine === "fusion" ? "dbt 2" : `dbt-core 1.${release}`;
  const note =
    other === undefined
      ? null
      : `${other.file} was written by dbt ${other.version}; read as ${name} (${engineOrigin}), ${adviceFor(other.version)}`;
  return {
    name: engine,
    release: engine === "fusion" ? null : `1.${release}`,
    origin: engineOrigin,
    evidence: engineEvidence,
    seen,
    note,
  };
}

/** `dbt-core 1.9 (uv.lock)`, `dbt 2 (--engine)`; the usual one has no origin worth a word. */
export function engineWords({ name, release, origin }: EngineFacts): string {
  const words = name === "fusion" ? "dbt 2" : `dbt-core ${release}`;
  return `${words} (${origin})`;
}

function isSame(version: string, engine: string, release: number): boolean {
  if (engine === "fusion") return /^[2-9]\./.test(version);
  return version.startsWith(`1.${release}.`);
}

/** How to have it read as the dbt that ran, where Heddle knows that one. */
function adviceFor(version: string): string {
  const release = releaseOf(version);
  const option = /^[2-9]\./.test(version)
    ? "--engine fusion"
    : release === undefined
      ? undefined
      : `--engine dbt-core-1.${release}`;
  return option === undefined
    ? "a release that Heddle does not know"
    : `${option} or heddle.engine reads it as that one`;
}
