/**
 * Hand-written shredders in SQL: every `mod(x, n) = k` and `x % n = k` with written-out n and k,
 * grouped into the families that together should read every row once. Reads tokens, so comments,
 * strings and Jinja cannot mislead it; what it does not recognise it leaves alone.
 */
import type { DbtNode, DbtProject } from "../dbt/project";
import { SqlToken, type SqlTokens, tokenizeSql, tokenText } from "../sql/tokens";
import { isOwnModel } from "./lineage";

export interface ModuloSite {
  readonly node: DbtNode;
  readonly file: string;
  /** From the modulo to the last k. */
  readonly span: { readonly start: number; readonly end: number };
  /** The modulo alone, with a coalesce around it. */
  readonly moduloSpan: { readonly start: number; readonly end: number };
  /** What is divided, without spaces and in lower case. */
  readonly key: string;
  /** The same as written. */
  readonly keyText: string;
  readonly shards: number;
  readonly wanted: readonly number[];
  readonly isNegativeSafe: boolean;
  readonly isNullSafe: boolean;
}

/** Sites that divide the same key of the same rows by the same n. */
export interface ModuloFamily {
  readonly key: string;
  readonly shards: number;
  readonly sites: readonly ModuloSite[];
  /** Numbers of shards that are asked for, with repetitions. */
  readonly wanted: readonly number[];
}

/** A modulo, or what looks like one; the signs of Jinja's tags are none. */
const MENTION = /(?<!\{)%(?!\})|\bp?mod\s*\(/i;

/** Whether an edit from one node to the other may make, change or remove a modulo. */
export function mayTouchModulo(before: DbtNode, after: DbtNode): boolean {
  return [before, after].some(({ rawCode }) => MENTION.test(rawCode));
}

const GROUPS = new WeakMap<DbtProject, readonly (readonly ModuloSite[])[]>();

/**
 * Sites of the project's own models by what they read and divide, in file order. O(text) the first
 * time: several rules ask.
 */
export function moduloGroups(project: DbtProject): readonly (readonly ModuloSite[])[] {
  let groups = GROUPS.get(project);
  if (groups === undefined) {
    groups = findGroups(project);
    GROUPS.set(project, groups);
  }
  return groups;
}

function findGroups(project: DbtProject): readonly (readonly ModuloSite[])[] {
  const groups = new Map<string, ModuloSite[]>();
  for (const node of project.nodes.values()) {
    if (node.resourceType !== "model" || !isOwnModel(project, node)) continue;
    for (const site of sitesOf(project, node)) {
      const id = `${node.dependsOn.join(" ")}\n${site.key}`;
      const group = groups.get(id) ?? [];
      groups.set(id, group);
      group.push(site);
    }
  }
  return [...groups.values()].map((sites) =>
    sites.sort((a, b) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start,
    ),
  );
}

const SITES = new WeakMap<DbtNode, readonly ModuloSite[]>();

/** Kept by node: an edit of a model's text makes it another node. */
function sitesOf(project: DbtProject, node: DbtNode): readonly ModuloSite[] {
  const known = SITES.get(node);
  if (known !== undefined) return known;
  const text = project.files.get(node.file) ?? "";
  const sites = MENTION.test(text) ? moduloSites(node, text) : [];
  SITES.set(node, sites);
  return sites;
}

/** Families of at least two different k; one alone is a sample, not a shredder. */
export function moduloFamilies(project: DbtProject): readonly ModuloFamily[] {
  return moduloGroups(project).flatMap((group) => {
    const byCount = new Map<number, ModuloSite[]>();
    for (const site of group) {
      byCount.set(site.shards, [...(byCount.get(site.shards) ?? []), site]);
    }
    return [...byCount].flatMap(([shards, sites]) => {
      const wanted = sites.flatMap((site) => site.wanted);
      const key = sites[0]?.key ?? "";
      return new Set(wanted).size < 2 ? [] : [{ key, shards, sites, wanted }];
    });
  });
}

/** Models that load one shard each: those of families that are spread over several models. */
export function shardLoaders(project: DbtProject): ReadonlySet<DbtNode> {
  const nodes = moduloFamilies(project).map(({ sites }) => new Set(sites.map(({ node }) => node)));
  return new Set(nodes.filter(({ size }) => size > 1).flatMap((family) => [...family]));
}

function moduloSites(node: DbtNode, text: string): readonly ModuloSite[] {
  const tokens = tokenizeSql(text);
  const places = solid(tokens);
  const sites: ModuloSite[] = [];
  for (let at = 0; at < places.length; at++) {
    const site = modCall(node, tokens, places, at) ?? percent(node, tokens, places, at);
    if (site !== undefined) sites.push(site);
  }
  return sites;
}

/** Tokens that are neither space nor comment. */
function solid(tokens: SqlTokens): readonly number[] {
  const passed: readonly number[] = [
    SqlToken.whitespace,
    SqlToken.lineComment,
    SqlToken.blockComment,
    SqlToken.jinjaComment,
  ];
  return Array.from({ length: tokens.count }, (_, index) => index).filter(
    (index) => !passed.includes(tokens.kinds[index]!),
  );
}

/** `mod(x, n) = k`, starting at the word. */
function modCall(
  node: DbtNode,
  tokens: SqlTokens,
  places: readonly number[],
  at: number,
): ModuloSite | undefined {
  const word = (i: number) => (places[i] === undefined ? "" : tokenText(tokens, places[i]));
  const name = word(at).toLowerCase();
  if ((name !== "mod" && name !== "pmod") || word(at + 1) !== "(") return undefined;
  const close = closing(word, at + 1, places.length);
  if (close === undefined || word(close - 2) !== ",") return undefined;
  const shards = wholeOf(word(close - 1));
  if (shards === undefined) return undefined;
  return siteOf(node, tokens, places, {
    first: at,
    last: close,
    key: [at + 2, close - 2],
    shards,
    isPositive: name === "pmod",
  });
}

/** `x % n = k`, starting at the sign. */
function percent(
  node: DbtNode,
  tokens: SqlTokens,
  places: readonly number[],
  at: number,
): ModuloSite | undefined {
  const word = (i: number) => (places[i] === undefined ? "" : tokenText(tokens, places[i]));
  if (word(at) !== "%") return undefined;
  const shards = wholeOf(word(at + 1));
  if (shards === undefined) return undefined;
  const first = operandStart(tokens, places, word, at - 1);
  if (first === undefined) return undefined;
  let [from, last] = [first, at + 1];
  while (word(from - 1) === "(" && word(last + 1) === ")" && !isCall(tokens, places, from - 1)) {
    from--;
    last++;
  }
  return siteOf(node, tokens, places, {
    first: from,
    last,
    key: [first, at],
    shards,
    isPositive: false,
  });
}

interface Found {
  readonly first: number;
  readonly last: number;
  /** Half-open, among the solid tokens. */
  readonly key: readonly [number, number];
  readonly shards: number;
  readonly isPositive: boolean;
}

function siteOf(
  node: DbtNode,
  tokens: SqlTokens,
  places: readonly number[],
  found: Found,
): ModuloSite | undefined {
  const word = (i: number) => (places[i] === undefined ? "" : tokenText(tokens, places[i]));
  const { shards } = found;
  let { first, last } = found;
  const isWrapped =
    word(first - 1) === "(" &&
    word(first - 2).toLowerCase() === "coalesce" &&
    word(last + 1) === "," &&
    wholeOf(word(last + 2)) !== undefined &&
    word(last + 3) === ")";
  if (isWrapped) {
    first -= 2;
    last += 3;
  }
  const wanted = wantedAfter(word, last + 1);
  if (wanted === undefined) return undefined;
  const written = places.slice(...found.key).map((place) => tokenText(tokens, place));
  const key = written.join("").toLowerCase();
  const base = guardedKey(key, shards);
  const start = tokens.starts[places[first]!]!;
  const endOf = (i: number) => tokens.starts[places[i]! + 1]!;
  const bare = base.replace(/^\((.*)\)$/, "$1");
  return {
    node,
    file: node.file,
    span: { start, end: endOf(wanted.last) },
    moduloSpan: { start, end: endOf(last) },
    key: bare,
    keyText:
      base === key
        ? tokens.text.slice(tokens.starts[places[found.key[0]]!], endOf(found.key[1] - 1))
        : bare,
    shards,
    wanted: wanted.numbers,
    isNegativeSafe: found.isPositive || base !== key || /^\(?abs\(/.test(bare),
    isNullSafe: isWrapped || /^\(?(?:coalesce|ifnull|nvl|hash\w*|abs\(hash)\(/.test(bare),
  };
}

/** What stands inside `(x % n) + n` or `mod(x, n) + n`; the key itself where it is neither. */
function guardedKey(key: string, shards: number): string {
  const inner = key.replace(/^\((.*)\)$/, "$1");
  const sign = new RegExp(`^\\((.+)%${shards}\\)\\+${shards}$`).exec(inner)?.[1];
  const call = new RegExp(`^mod\\((.+),${shards}\\)\\+${shards}$`).exec(inner)?.[1];
  return sign ?? call ?? key;
}

/** `= k` or `in (k, …)`. */
function wantedAfter(
  word: (i: number) => string,
  at: number,
): { readonly numbers: readonly number[]; readonly last: number } | undefined {
  if (word(at) === "=") {
    const isNegative = word(at + 1) === "-";
    const number = wholeOf(word(at + (isNegative ? 2 : 1)));
    if (number === undefined) return undefined;
    return { numbers: [isNegative ? -number : number], last: at + (isNegative ? 2 : 1) };
  }
  if (word(at).toLowerCase() !== "in" || word(at + 1) !== "(") return undefined;
  const numbers: number[] = [];
  for (let next = at + 2; ; next += 2) {
    const number = wholeOf(word(next));
    if (number === undefined) return undefined;
    numbers.push(number);
    if (word(next + 1) === ")") return { numbers, last: next + 1 };
    if (word(next + 1) !== ",") return undefined;
  }
}

function wholeOf(word: string): number | undefined {
  return /^\d{1,6}$/.test(word) ? Number(word) : undefined;
}

function closing(word: (i: number) => string, open: number, count: number): number | undefined {
  let depth = 0;
  for (let at = open; at < count; at++) {
    if (word(at) === "(") depth++;
    else if (word(at) === ")" && --depth === 0) return at;
  }
  return undefined;
}

/** First token of the operand that ends at `last`: a name with dots, or parentheses with a call. */
function operandStart(
  tokens: SqlTokens,
  places: readonly number[],
  word: (i: number) => string,
  last: number,
): number | undefined {
  let first = last;
  if (word(last) === ")") {
    let depth = 0;
    for (; first >= 0; first--) {
      if (word(first) === ")") depth++;
      else if (word(first) === "(" && --depth === 0) break;
    }
    if (first < 0) return undefined;
    if (isCall(tokens, places, first)) first--;
  } else if (!isName(tokens, places, last)) return undefined;
  while (word(first - 1) === "." && isName(tokens, places, first - 2)) first -= 2;
  return first;
}

const NO_CALL = /^(?:and|or|not|where|on|when|then|else|case|select|in|having|union|all|by)$/i;

function isCall(tokens: SqlTokens, places: readonly number[], open: number): boolean {
  const before = places[open - 1];
  return (
    before !== undefined &&
    tokens.kinds[before] === SqlToken.word &&
    !NO_CALL.test(tokenText(tokens, before))
  );
}

function isName(tokens: SqlTokens, places: readonly number[], at: number): boolean {
  const place = places[at];
  if (place === undefined) return false;
  const kind = tokens.kinds[place];
  return kind === SqlToken.word || kind === SqlToken.quotedIdentifier;
}
