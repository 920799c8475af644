/**
 * Finds loaders of a hand-written shredder that lock what their siblings need: then the loads run
 * one after another, however many threads there are. Looks at hooks and at the model's own SQL.
 */
import type { Related } from "../../base/problem";
import type { DbtNode, DbtProject } from "../../dbt/project";
import { SqlToken, tokenizeSql, tokenText } from "../../sql/tokens";
import { hooksOf, statementsOf } from "../hooks";
import { mayTouchModulo, shardLoaders } from "../moduloSites";
import type { Finding, Rule } from "../rule";

/** Further places that a finding lists. */
const SHOWN = 10;

/** Statements that keep others from writing until their transaction ends, and how to say it. */
const EXCLUSIVE: readonly { readonly pattern: RegExp; readonly takes: string }[] = [
  {
    pattern: /^lock\s+(?!.*\bin\s+(?:access\s+share|row\s+share|row\s+exclusive)\s+mode\b)/i,
    takes: "locks a table",
  },
  { pattern: /^truncate\b/i, takes: "takes an exclusive lock on what it empties" },
  { pattern: /^alter\s+(?:table|index)\b/i, takes: "takes an exclusive lock on the table" },
  { pattern: /^drop\s+(?:table|index|view)\b/i, takes: "takes an exclusive lock on what it drops" },
  { pattern: /^vacuum\s*\(?\s*full\b/i, takes: "takes an exclusive lock on the table" },
  { pattern: /^cluster\b/i, takes: "takes an exclusive lock on the table" },
  { pattern: /^reindex\b(?!.*\bconcurrently\b)/i, takes: "keeps everybody else from writing" },
  {
    pattern: /^create\s+(?:unique\s+)?index\b(?!.*\bconcurrently\b)/i,
    takes: "keeps everybody else from writing",
  },
  {
    pattern: /^refresh\s+materialized\s+view\b(?!.*\bconcurrently\b)/i,
    takes: "takes an exclusive lock on the view",
  },
];
/** A loader's own table is nobody else's. */
const OWN_TABLE = /\{\{-?\s*this\s*-?\}\}/;

export const shardLoaderLocks: Rule = {
  code: "shard-loader-locks",
  severity: "warning",
  title: "A loader of a shredder locks what the other loaders need",

  // A loader has a modulo in its text, so no other text makes one, or is read.
  readsText: (_, before, after) => mayTouchModulo(before, after),

  *check({ project }) {
    const loaders = shardLoaders(project);
    if (loaders.size === 0) return;
    yield* hookFindings(project, loaders);
    for (const node of loaders) yield* textFindings(project, node);
  },
};

/** One finding per statement; the loaders that share it are named with it. */
function* hookFindings(project: DbtProject, loaders: ReadonlySet<DbtNode>): Generator<Finding> {
  const found = new Map<string, Finding & { readonly related: Related[] }>();
  for (const { node, sql, site } of hooksOf(project)) {
    if (!loaders.has(node)) continue;
    for (const statement of statementsOf(sql)) {
      const lock = EXCLUSIVE.find(({ pattern }) => pattern.test(statement));
      if (lock === undefined || OWN_TABLE.test(statement)) continue;
      const first = found.get(statement.toLowerCase());
      if (first !== undefined) {
        const isSame = first.file === site.file && first.span.start === site.span.start;
        if (isSame || first.related.length >= SHOWN) continue;
        first.related.push({ ...site, message: `also with ${node.name}` });
        continue;
      }
      found.set(statement.toLowerCase(), {
        ...site,
        message: `\`${clip(statement)}\` ${lock.takes} in every loader of this shredder: each waits for the one before. Run it once, before or after all of them.`,
        related: [],
      });
    }
  }
  yield* found.values();
}

/** Lock hints and `for update` in the SQL: the source is locked, which all loaders read. */
function* textFindings(project: DbtProject, node: DbtNode): Generator<Finding> {
  const text = project.files.get(node.file) ?? "";
  if (!/\b(?:tablockx|xlock|for\s+update)\b/i.test(text)) return;
  const tokens = tokenizeSql(text);
  const words: number[] = [];
  for (let at = 0; at < tokens.count; at++) {
    if (tokens.kinds[at] === SqlToken.word) words.push(at);
  }
  for (const [place, at] of words.entries()) {
    const word = tokenText(tokens, at).toLowerCase();
    const after = words[place + 1];
    const isForUpdate =
      word === "for" && after !== undefined && tokenText(tokens, after).toLowerCase() === "update";
    const isHint = word === "tablockx" || word === "xlock";
    if (!isForUpdate && !isHint) continue;
    const last = isForUpdate ? after : at;
    const span = { start: tokens.starts[at]!, end: tokens.starts[last + 1]! };
    const written = text.slice(span.start, span.end);
    const removed = isHint ? hintSpan(text, span) : span;
    yield {
      file: node.file,
      span,
      message: `\`${written}\` locks what all loaders of this shredder read: each waits for the one before. A loader only reads its source.`,
      fixes: [
        {
          title: `Remove ${written}`,
          preferred: false,
          edits: [{ file: node.file, span: removed, newText: "" }],
        },
      ],
    };
  }
}

/** The hint with the `with (…)` around it where it stands alone there, else with a comma beside it. */
function hintSpan(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const open = /\s*\bwith\s*\(\s*$/i.exec(before)?.[0].length;
  const close = /^\s*\)/.exec(after)?.[0].length;
  if (open !== undefined && close !== undefined) return { start: start - open, end: end + close };
  const comma = /^\s*,\s*/.exec(after)?.[0].length;
  if (comma !== undefined) return { start, end: end + comma };
  return { start: start - (/\s*,\s*$/.exec(before)?.[0].length ?? 0), end };
}

function clip(statement: string): string {
  return statement.length > 60 ? `${statement.slice(0, 57)}…` : statement;
}
