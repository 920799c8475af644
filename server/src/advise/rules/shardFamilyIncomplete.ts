/**
 * Finds hand-written shredders whose shards do not add up: a remainder that nobody reads loses its
 * rows, one that is read twice doubles them, one that cannot occur reads nothing.
 */
import { type ModuloFamily, mayTouchModulo, moduloFamilies } from "../moduloSites";
import type { Rule } from "../rule";

/** Further places that a finding lists. */
const SHOWN = 10;

export const shardFamilyIncomplete: Rule = {
  code: "shard-family-incomplete",
  severity: "warning",
  title: "The shards of a modulo do not add up to all rows",

  readsText: (_, before, after) => mayTouchModulo(before, after),

  *check({ project }) {
    for (const family of moduloFamilies(project)) {
      const faults = faultsOf(family);
      const [first, ...others] = family.sites;
      if (faults.length === 0 || first === undefined) continue;
      yield {
        file: first.file,
        span: first.span,
        message: `${first.keyText} is divided by ${family.shards}, but ${faults.join("; ")}.`,
        related: others.slice(0, SHOWN).map(({ file, span, wanted }) => ({
          file,
          span,
          message: `reads ${wanted.join(", ")}`,
        })),
      };
    }
  },
};

function faultsOf({ shards, wanted }: ModuloFamily): readonly string[] {
  const counts = new Map<number, number>();
  for (const shard of wanted) counts.set(shard, (counts.get(shard) ?? 0) + 1);
  const missing = Array.from({ length: shards }, (_, shard) => shard).filter(
    (shard) => !counts.has(shard),
  );
  const listed = [...counts].sort(([a], [b]) => a - b);
  const repeated = listed.filter(([, count]) => count > 1).map(([shard]) => shard);
  const outside = listed.map(([shard]) => shard).filter((shard) => shard < 0 || shard >= shards);
  return [
    ...(missing.length === 0 ? [] : [`nobody reads ${named(missing)}: those rows are lost`]),
    ...(repeated.length === 0
      ? []
      : [`${named(repeated)} is read more than once: those rows are doubled`]),
    ...(outside.length === 0 ? [] : [`${named(outside)} never occurs`]),
  ];
}

function named(shards: readonly number[]): string {
  const shown = shards.slice(0, 6).join(", ");
  return `remainder ${shown}${shards.length > 6 ? ` and ${shards.length - 6} more` : ""}`;
}
