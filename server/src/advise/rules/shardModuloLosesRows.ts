/**
 * Finds shredders whose modulo is negative for negative keys and null for nulls, as it is in
 * Postgres, DuckDB, Snowflake, BigQuery and SQL Server: such rows are in no shard.
 */
import type { Fix } from "../../base/problem";
import { type ModuloFamily, type ModuloSite, mayTouchModulo, moduloFamilies } from "../moduloSites";
import type { Rule } from "../rule";

/** Further places that a finding lists. */
const SHOWN = 10;

export const shardModuloLosesRows: Rule = {
  code: "shard-modulo-loses-rows",
  severity: "information",
  title: "A modulo without guard loses rows with negative or null keys",

  readsText: (_, before, after) => mayTouchModulo(before, after),

  *check({ project }) {
    for (const family of moduloFamilies(project)) {
      const { sites } = family;
      const open = sites.filter((site) => !site.isNegativeSafe || !isNullCaught(site, sites));
      const [first, ...others] = open;
      if (first === undefined) continue;
      yield {
        file: first.file,
        span: first.moduloSpan,
        message: `${lossOf(first, sites)} Where ${first.keyText} cannot be so, a not_null test or a check keeps it that way.`,
        related: others.slice(0, SHOWN).map(({ file, moduloSpan }) => ({
          file,
          span: moduloSpan,
          message: "the same modulo",
        })),
        fixes: [guardFix(family, open)],
      };
    }
  },
};

function lossOf(site: ModuloSite, sites: readonly ModuloSite[]): string {
  const { keyText, shards } = site;
  const negative = `negative ${keyText} gives a negative remainder`;
  const none = `null ${keyText} gives null`;
  if (site.isNegativeSafe) return `A ${none}, which no shard of ${shards} reads.`;
  if (isNullCaught(site, sites)) return `A ${negative}, which no shard of ${shards} reads.`;
  return `A ${negative} and a ${none}: no shard of ${shards} reads those rows.`;
}

/** Some shard takes the nulls by `… is null`. */
function isNullCaught(site: ModuloSite, sites: readonly ModuloSite[]): boolean {
  if (site.isNullSafe) return true;
  return sites.some(({ node }) =>
    node.rawCode.toLowerCase().replaceAll(/\s+/g, " ").includes(`${site.key} is null`),
  );
}

function guardFix({ shards }: ModuloFamily, sites: readonly ModuloSite[]): Fix {
  return {
    title: `Guard the modulo against negative and null keys in ${sites.length} places`,
    preferred: false,
    edits: sites.map(({ file, moduloSpan, key, keyText }) => {
      const operand = keyText.replaceAll(/\s+/g, "").toLowerCase() === key ? keyText : key;
      return {
        file,
        span: moduloSpan,
        newText: `coalesce(mod(mod(${operand}, ${shards}) + ${shards}, ${shards}), 0)`,
      };
    }),
  };
}
