/**
 * Finds hooks by which models that could run side by side wait for each other or fail: work on the
 * whole database, a lock on one table, grants on a schema. One finding per place and cause.
 */
import type { Related } from "../../base/problem";
import type { DbtNode, Site } from "../../dbt/project";
import { hooksOf, statementsOf } from "../hooks";
import { mayTouchModulo, shardLoaders } from "../moduloSites";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";

interface Cause {
  readonly pattern: RegExp;
  /** Adapters on which it holds; absent = all. */
  readonly adapters?: ReadonlySet<string>;
  readonly why: string;
}

const POSTGRES_KIN: ReadonlySet<string> = new Set(["postgres", "redshift", "alloydb", "greenplum"]);

/** Statements on the model's own table (`{{ this }}`) hold up nobody. */
const CAUSES: readonly Cause[] = [
  {
    pattern:
      /^(?:vacuum(?: full| freeze| verbose| analyze| sort only| delete only| reindex)*|analyze(?: verbose)?)$/i,
    adapters: POSTGRES_KIN,
    why: "it names no table and so works on the whole database, once for each of them",
  },
  {
    pattern: /^vacuum\b/i,
    adapters: new Set(["redshift"]),
    why: "Redshift runs one vacuum at a time and refuses the others",
  },
  {
    pattern: /^lock\s+(?:table\s+)?(?!.*\{\{\s*this\b)/i,
    why: "all of them take the same lock and hold it to the end of their transaction",
  },
  {
    pattern: /^(?:grant|revoke)\b.*\bon\s+(?:schema|all\s+\w+\s+in\s+schema|database)\b/i,
    adapters: POSTGRES_KIN,
    why: "all of them change the same catalog row, where Postgres lets one wait or fail (tuple concurrently updated)",
  },
  {
    pattern: /^alter\s+default\s+privileges\b/i,
    adapters: POSTGRES_KIN,
    why: "all of them change the same catalog row, where Postgres lets one wait or fail (tuple concurrently updated)",
  },
];

export const hookSerialisesRun: Rule = {
  code: "hook-serialises-run",
  severity: "information",
  title: "A hook makes models wait for each other",
  advice: "heuristic",

  // Loaders of a shredder are left out, and whether a model is one is read from its text.
  readsText: (_, before, after) => mayTouchModulo(before, after),

  *check({ project }) {
    if (project.threads.effective < 2) return;
    const found = new Map<string, Found>();
    for (const { node, sql, site } of hooksOf(project)) {
      for (const statement of statementsOf(sql)) {
        const cause = CAUSES.find(
          ({ pattern, adapters }) =>
            pattern.test(statement) &&
            (adapters === undefined || adapters.has(project.adapter ?? "")),
        );
        if (cause === undefined) continue;
        // The same statement in several files is one cause: it would move to one place.
        const id = `${cause.why}:${statement.toLowerCase()}`;
        const entry = found.get(id) ?? { site, statement, why: cause.why, nodes: new Map() };
        found.set(id, entry);
        if (!entry.nodes.has(node)) entry.nodes.set(node, site);
      }
    }
    for (const { site, statement, why, nodes } of found.values()) {
      // One model has nobody to wait for.
      if (nodes.size < 2) continue;
      // Loaders of a shredder are shard-loader-locks' business.
      if (LOCK.test(statement) && isWithin(nodes, shardLoaders(project))) continue;
      yield {
        ...site,
        message: `\`${clip(statement)}\` runs with ${nodesCounted([...nodes.keys()])}: ${why}. Run it once, in on-run-end.`,
        related: otherPlaces(site, nodes),
      };
    }
  },
};

interface Found {
  readonly site: Site;
  readonly statement: string;
  readonly why: string;
  /** With the place that gives each of them the hook. */
  readonly nodes: Map<DbtNode, Site>;
}

const LOCK = /^lock\b/i;

function isWithin(nodes: Found["nodes"], all: ReadonlySet<DbtNode>): boolean {
  return [...nodes.keys()].every((node) => all.has(node));
}

const MOST_RELATED = 10;

function otherPlaces(site: Site, nodes: ReadonlyMap<DbtNode, Site>): readonly Related[] {
  const places = new Map<string, Related>();
  for (const [{ name }, { file, span }] of nodes) {
    if (file === site.file && span.start === site.span.start) continue;
    places.set(`${file}:${span.start}`, { file, span, message: `also with ${name}` });
  }
  return [...places.values()].slice(0, MOST_RELATED);
}

function clip(statement: string): string {
  return statement.length > 60 ? `${statement.slice(0, 57)}…` : statement;
}
