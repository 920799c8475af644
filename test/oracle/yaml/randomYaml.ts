/**
 * Texts that look like YAML, valid and broken: documents of a small grammar in every style, short
 * heaps of YAML's own signs, and edits of both and of real files. The same seed, the same texts.
 */
import { seededRandom } from "../../../server/src/schedule/seededRandom";

const SCALARS = [
  ..."a|b_c|model name|orders|x y z|+tags|stg-*|{{ ref('a') }}|a#b|a #b|a: b|- a|http://x.y/z:8|é|😀 x".split(
    "|",
  ),
  ..."yes|No|ON|off|true|False|TRUE|y|n|null|~|Null|NULL|nULL".split("|"),
  ..."0|1|-1|+1|010|-010|0x1F|0X1f|0b101|0o17|1_000|_1|1__0|08|0_|09|123456789012345678901234567890|0b|0x_|0b_".split(
    "|",
  ),
  ..."12:30:00|1:2|190:20:30|1:60|-1:30|12:30:00.5|1:2:3:4.5|0:1".split("|"),
  ..."1.0|1.|.5|-.5|+.5|1e3|1.5e3|1.5e+3|1.5E-3|.5e+1|-0.0|1_0.5_0|.inf|-.INF|+.Inf|.nan|.NaN|-.nan|.|..|1.2.3|1e400|1.0e+400|._1|0.1e+1".split(
    "|",
  ),
  ..."2020-01-02|2020-1-2|2020-13-01|2020-02-30|2020-01-01 10:00:00|2020-01-01T10:00:00Z|2020-01-01 1:00:00 +2|2020-01-01t10:00:00.1234567-03:30|2020-01-01  10:00:00.5 Z|2020-01-01 24:00:00|0000-01-01|2020-01-01T10:00:00 +5:30".split(
    "|",
  ),
  ..."=|<<|*a|&a b|!!str 1|!!int '3'|!x y|!!float 1|!!bool yes|!!null x|! 12|%a|@a|`a|?a|-a|:a|a:|a :|,|[|]|{|}|>|!".split(
    "|",
  ),
  "",
  " ",
  "''",
  '""',
  "'it''s'",
  '"a\\n\\tb"',
  '"\\x41\\u00e9\\U0001F600"',
  '"\\q"',
  '"a',
  "'a",
  '"\\ud800"',
  '"a\\\n  b"',
  '"a\n\n  b"',
  "'a\n  b '",
  '"\\N\\L\\_\\P\\e\\0"',
  "[]",
  "{}",
  "[a, b]",
  "{a: 1, b: [c]}",
  "[a: b, {c}]",
  "{a, b: , 'c': d}",
  "{? a : b}",
  "[? a : b, ? c]",
  "[a,]",
  "{a: 1,}",
  "{,}",
  "[a b\n c]",
  '{"a":1}',
  "[[1],[2]]",
  "__proto__",
  "constructor",
  "10",
  "2",
  "toString",
];
const CALM_SCALARS = [
  ..."a|b_c|model name|+tags|stg-*|\"{{ ref('a') }}\"|a#b|a #b|http://x.y/z:8|é|😀 x|yes|No|n|null|~|0|-1|010|0x1F|1_000|12:30:00|1.0|1.|.5|1e3|1.5E-3|.inf|2020-01-02|2020-01-01 10:00:00|'it''s'|\"a\\n\\tb\"|[]|{}|[a, b]|{a: 1, b: [c]}|[a,]|\"\"|''|-a|:a|?a|a:b|<a|a,b|a'b".split(
    "|",
  ),
];
const CALM_KEYS = ["name%", "a b%", "on", "%", "'q%'", '"d%"', "x-y_%", "é%", "+k%", "__proto__"];
const KEYS = [
  ..."name|version|models|columns|tests|meta|config|+enabled|description|on|yes|1|010|1.5|null|~|2020-01-02|a b|<<|=|__proto__|'q'|\"d\"|a'b|a\"b|[a]|{a: b}|?|*a|&k k|!!str 1|é|''".split(
    "|",
  ),
];
const TAGS = [
  "!!str ",
  "!!int ",
  "!!map ",
  "!!seq ",
  "!!set ",
  "!!omap ",
  "!!float ",
  "!!null ",
  "!!bool ",
  "!local ",
  "!!timestamp ",
  "! ",
  "!<tag:yaml.org,2002:str> ",
  "!!pairs ",
  "!!python/none ",
];
const PIECES = [
  ..."a|b|1|-|- |?|? |:|: |,|[|]|{|}|&a|*a|&b |*b |!|!!str|!!int |#|# c| #|'|\"|'a'|\"b\"|\\|||>||-|>+|>2|---|...|--- |%YAML 1.1|%TAG ! x|<<|<<: |@|`|=|~|é|😀| |  |    |\t|\n|\n\n|\n |\n  |\n- |\n  - |\r\n|\r|a: |b: c|a: b\n|- a\n|{a: b}|[a]".split(
    "|",
  ),
  "|",
  "|",
  "| ",
  "|-\n",
  ">\n ",
  "|\n  ",
  "|2-\n",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u00a0",
  "\u0001",
  "\ue000",
];

/** Kinds of texts that `yamlText` makes. */
export const YAML_KINDS = ["document", "edited", "heap", "real", "scalar"] as const;
export type YamlKind = (typeof YAML_KINDS)[number];

/** One text of a kind; `real` edits one of `files`. */
export function yamlText(kind: YamlKind, seed: number, files: readonly string[]): string {
  const uniform = seededRandom(seed);
  const below = (count: number): number => Math.floor(uniform() * count);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const chance = (share: number): boolean => uniform() < share;

  // One odd scalar in a text is enough to have all of it refused: most texts have few.
  const oddShare = pick([0, 0, 0.02, 0.1, 0.6]);
  const aScalar = (): string => (chance(oddShare) ? pick(SCALARS) : pick(CALM_SCALARS));
  const aKey = (): string =>
    chance(oddShare) ? pick(KEYS) : pick(CALM_KEYS).replace("%", String(below(30)));

  const anchored = (text: string): string => {
    if (chance(0.04)) return `&${pick(["a", "b", "c1"])} ${text}`;
    if (chance(oddShare / 2)) return `*${pick(["a", "b", "c1"])}`;
    return chance(oddShare / 2) ? pick(TAGS) + text : text;
  };
  const comment = (): string => (chance(0.05) ? pick([" # note", " #", "# x", "   # a: b"]) : "");
  const lineEnd = (): string =>
    comment() +
    (chance(0.03) ? pick(["\n\n", "\r\n", " \n", "\n# c\n", "\n  # c\n", "\t\n"]) : "\n");

  const blockText = (indent: string): string => {
    const header = pick(["|", ">", "|-", ">-", "|+", ">+", "|2", ">1", "|2-", "|+1", ">-2"]);
    const inner = indent + pick(["  ", "  ", "  ", "    ", " "]);
    let text = header + comment();
    for (let i = below(5); i >= 0; i--) {
      const line = pick([
        "text",
        "more text",
        "  deeper",
        "",
        "",
        "# no comment",
        "- a",
        "a: b",
        " x",
        "\tt",
        "   ",
      ]);
      text += `\n${chance(0.99 - oddShare / 3) ? inner : pick(["", " ", indent])}${line}`;
    }
    return `${text}\n${chance(0.2) ? "\n" : ""}`;
  };
  const plainLines = (indent: string): string =>
    `${aScalar()}\n${indent}  ${aScalar()}${chance(0.3) ? `\n\n${indent} ${aScalar()}` : ""}`;

  const flow = (depth: number): string => {
    if (depth <= 0 || chance(0.4)) return anchored(aScalar());
    const gap = pick(["", " ", "\n ", "\n    "]);
    const items = Array.from({ length: below(4) }, () => flow(depth - 1));
    if (chance(0.5)) return `[${gap}${items.join(pick([", ", ",", `,${gap}`]))}${gap}]`;
    const entries = items.map((item) => aKey() + pick([": ", ": ", ":", " : ", ":\n  "]) + item);
    return `{${gap}${entries.join(", ")}${gap}}`;
  };

  /** A value that follows `key:` or `-`, with its line end. */
  const value = (indent: string, depth: number): string => {
    if (depth <= 0 || chance(0.4)) {
      const kinds = [
        () => ` ${anchored(aScalar())}${lineEnd()}`,
        () => ` ${anchored(aScalar())}${lineEnd()}`,
        () => ` ${flow(2)}${lineEnd()}`,
        () => ` ${anchored(blockText(indent))}`,
        () => ` ${plainLines(indent)}${lineEnd()}`,
      ];
      return pick(kinds)();
    }
    const deeper = indent + pick(["  ", "  ", "  ", "    ", " ", ...(oddShare > 0 ? [""] : [])]);
    const before = chance(oddShare / 2) ? ` ${pick(TAGS.concat("&a ", "&b "))}` : "";
    return before + lineEnd() + block(deeper, depth - 1);
  };

  const block = (indent: string, depth: number): string => {
    let text = "";
    const isList = chance(0.35);
    for (let i = below(3); i >= 0; i--) {
      const own = chance(1 - oddShare / 5)
        ? indent
        : pick([`${indent} `, indent.slice(1), `${indent}\t`]);
      if (isList) {
        if (chance(0.4)) {
          const inner = block(`${indent}  `, depth - 1);
          text += `${own}- ${inner.slice(indent.length + 2)}`;
        } else text += `${own}-${value(indent, depth)}`;
      } else if (chance(0.04)) {
        text += `${own}?${value(indent, depth)}${chance(0.8) ? `${own}:${value(indent, depth)}` : ""}`;
      } else
        text += `${own}${aKey()}${chance(oddShare / 3) ? "" : pick([":", ":", " :"])}${value(indent, depth)}`;
    }
    return text;
  };

  const document = (): string => {
    let text = chance(0.05)
      ? pick(["---\n", "--- ", "%YAML 1.1\n---\n", "\ufeff", "# head\n", "\n", "...\n"])
      : "";
    text += block(chance(0.95) ? "" : "  ", 3);
    if (chance(0.05)) text += pick(["...\n", "---\n", "---\na: b\n", "...\n---\nx", "\n\n"]);
    return text;
  };

  const edited = (text: string): string => {
    let result = text;
    for (let i = below(3); i >= 0; i--) {
      const at = below(result.length + 1);
      const kindOfEdit = below(6);
      if (kindOfEdit === 0) result = result.slice(0, at) + result.slice(at + 1 + below(4));
      else if (kindOfEdit === 1) result = result.slice(0, at) + pick(PIECES) + result.slice(at);
      else if (kindOfEdit === 2) result = result.slice(0, at);
      else {
        const lines = result.split("\n");
        const line = below(lines.length);
        if (kindOfEdit === 3) lines.splice(line, 1);
        else if (kindOfEdit === 4) lines.splice(line, 0, lines[below(lines.length)]!);
        else lines[line] = pick([" ", "  ", "\t", "- "]) + lines[line]!;
        result = lines.join("\n");
      }
    }
    return chance(0.03) ? result.replaceAll("\n", "\r\n") : result;
  };

  switch (kind) {
    case "document":
      return document();
    case "edited":
      return edited(document());
    case "heap":
      return Array.from({ length: 1 + below(12) }, () => pick(PIECES)).join("");
    case "real":
      return edited(pick(files));
    case "scalar":
      return pick([
        () => pick(SCALARS),
        () => `a: ${pick(SCALARS)}`,
        () => `- ${pick(SCALARS)}${pick([" ", "\n", "  #", ": ", ","])}${pick(SCALARS)}`,
        () => `{${pick(KEYS)}: ${pick(SCALARS)}}`,
        () => `${pick(TAGS)}${pick(SCALARS)}`,
        () => `a: ${blockText("")}`,
      ])();
  }
}
