/** Random but plausible selections in the words of a project; the same seed gives the same ones. */

import { pick, type Random, randomOf } from "../../../examples/ecommerceRandom";
import type { Manifest, ManifestNode } from "../../../server/src/dbt/artifacts/manifest";
import { holdsIn, releaseOf, USUAL_RELEASE } from "../../../server/src/dbt/release";

/** A case as a `dbt ls` command line. */
export interface SelectionCase {
  readonly arguments: readonly string[];
}

export function randomSelections(
  manifest: Manifest,
  selectors: readonly string[],
  count: number,
  seed: string,
): readonly SelectionCase[] {
  const random = randomOf(seed);
  const words = new Map(vocabulary(manifest));
  const release = releaseOf(manifest.dbtVersion ?? "") ?? USUAL_RELEASE;
  if (holdsIn(release, "selectorMethod")) {
    words.set("90 selector:", [...selectors, ...selectors.map((name) => `${name.slice(0, -1)}*`)]);
  }
  const cases: SelectionCase[] = FIXED.map((text) => ({
    arguments: ["--select", ...text.split(" ")],
  }));
  for (const name of [...selectors, "no_such_selector"]) {
    const mode = pick(random, ["eager", "cautious", "buildable", "empty"]);
    cases.push({ arguments: ["--selector", name] });
    cases.push({ arguments: ["--selector", name, "--indirect-selection", mode] });
  }
  // With nothing selected, a default selector counts.
  cases.push({ arguments: [] }, { arguments: ["--indirect-selection", "cautious"] });
  while (cases.length < count) {
    const arguments_: string[] = [];
    if (random() < 0.93) arguments_.push("--select", ...union(random, words));
    if (random() < 0.4) arguments_.push("--exclude", ...union(random, words));
    if (random() < 0.5) {
      const mode = pick(random, ["eager", "cautious", "buildable", "empty"]);
      arguments_.push("--indirect-selection", mode);
    }
    if (arguments_.length > 0) cases.push({ arguments: arguments_ });
  }
  return cases;
}

/** Corners that chance would rarely meet. */
const FIXED = [
  "*",
  "+*",
  "@*",
  "**",
  "fqn:*",
  "nothing_of_that_name",
  "tag:none",
  "resource_type:nope",
  "test_type:nope",
  "test_type:d",
  "test_type:sing",
  "version:nope",
  "unknown_method:x",
  "source:a.b.c.d",
  "exposure:a.b.c",
  "@a+",
  "0+*",
  "+",
  "@",
  "path:.",
  "path:/absolute",
  "path:models/**.sql",
  "path:models/**",
  "path:**",
  "path:models/**/*.sql",
  "path:models/",
  "./models",
  "models/",
  "*.sql",
  "file:*.yml",
  "config.severity:WARN",
  "config.severity:error",
  "config.enabled:true",
  "config.enabled:False",
  "config:x",
  "config.meta:x",
  "config.tags:nightly",
  "config.contract.enforced:false",
  "package:this",
  "state:new",
  "result:error",
  "source_status:fresher",
  "[a-m]*",
  "[!a-m]*",
  "[",
  "[]",
  "*,tag:*",
  "*,",
  ",",
];

/** What can stand in a selection of a project: values by method, with the colon after it. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/** The words of a project; keys are numbered because a method may have several kinds of value. */
export function vocabulary(manifest: Manifest): Vocabulary {
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values()];
  const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
  const of = (type: string): readonly ManifestNode[] =>
    nodes.filter((node) => node.resourceType === type);
  const folders = nodes.flatMap(({ file }) =>
    file.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/")),
  );
  const configs = nodes.flatMap(({ config }) =>
    Object.entries(config).flatMap(([key, value]) => {
      if (typeof value === "string" || typeof value === "boolean") return [`${key}:${value}`];
      if (Array.isArray(value)) return value.map((item) => `${key}:${item}`);
      if (typeof value !== "object" || value === null) return [`${key}:${value}`];
      return Object.entries(value).map(([inner, item]) => `${key}.${inner}:${item}`);
    }),
  );
  const plain = (values: readonly string[]): readonly string[] =>
    distinct(values).filter((value) => !/[\s,]/.test(value));
  const entries: readonly (readonly [string, readonly string[]])[] = [
    ["fqn:", nodes.map((node) => node.fqn.join("."))],
    ["fqn:", nodes.map((node) => node.fqn.slice(1).join("."))],
    ["", nodes.filter((node) => node.resourceType !== "test").map((node) => node.name)],
    ["", of("model").map((node) => node.name)],
    ["", nodes.map((node) => node.fqn.slice(0, -1).join("."))],
    ["tag:", nodes.flatMap((node) => node.tags)],
    ["path:", folders],
    ["", folders.filter((folder) => folder.includes("/"))],
    ["file:", nodes.map((node) => node.file.split("/").at(-1)!)],
    ["", of("model").map((node) => node.file.split("/").at(-1)!)],
    ["package:", nodes.map((node) => node.package)],
    ["config.", configs],
    ["source:", of("source").map((node) => node.fqn.slice(-2).join("."))],
    ["source:", of("source").map((node) => node.fqn.at(-2)!)],
    ["source:", of("source").map((node) => `${node.package}.${node.fqn.slice(-2).join(".")}`)],
    ["exposure:", of("exposure").flatMap((node) => [node.name, `${node.package}.${node.name}`])],
    ["metric:", of("metric").map((node) => node.name)],
    ["semantic_model:", of("semantic_model").map((node) => node.name)],
    ["saved_query:", of("saved_query").map((node) => node.name)],
    ["unit_test:", of("unit_test").map((node) => node.name)],
    ["resource_type:", nodes.map((node) => node.resourceType)],
    ["test_type:", ["generic", "singular", "data", "unit", "schema"]],
    ["test_name:", ["unique", "not_null", "relationships", "at_least_one", "accepted_values"]],
    ["access:", ["private", "protected", "public"]],
    [
      "group:",
      nodes.flatMap(({ config }) => (typeof config["group"] === "string" ? [config["group"]] : [])),
    ],
    ["version:", ["latest", "old", "prerelease", "none"]],
  ];
  return new Map(
    entries
      .map(([method, values], index) => [`${index} ${method}`, plain(values)] as const)
      .filter(([, values]) => values.length > 0),
  );
}

function union(random: Random, words: Vocabulary): readonly string[] {
  const count = 1 + Math.floor(random() * 3);
  return Array.from({ length: count }, () => {
    const criteria = Array.from({ length: random() < 0.3 ? 2 : 1 }, () => criterion(random, words));
    return criteria.join(",");
  });
}

/** One criterion of the command line. */
export function criterion(random: Random, words: Vocabulary): string {
  const key = pick(random, [...words.keys()]);
  const method = key.slice(key.indexOf(" ") + 1);
  let value = pick(random, words.get(key)!);
  if (random() < 0.25) value = withWildcard(random, value);
  const operator = random();
  const depth = (): string => pick(random, ["", "", "1", "2", "3", "0"]);
  if (operator < 0.1) return `@${method}${value}`;
  const before = operator < 0.35 || operator > 0.9 ? `${depth()}+` : "";
  const after = operator > 0.7 ? `+${depth()}` : "";
  return `${before}${method}${value}${after}`;
}

function withWildcard(random: Random, value: string): string {
  const at = Math.floor(random() * (value.length + 1));
  switch (pick(random, ["end", "start", "middle", "one", "class"])) {
    case "end":
      return `${value.slice(0, at)}*`;
    case "start":
      return `*${value.slice(at)}`;
    case "middle":
      return `${value.slice(0, at)}*${value.slice(Math.min(value.length, at + 3))}`;
    case "one":
      return `${value.slice(0, at)}?${value.slice(at + 1)}`;
    default:
      return `${value.slice(0, at)}[${value[at] ?? "a"}-z]*`;
  }
}
