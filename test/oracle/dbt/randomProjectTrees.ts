/** dbt_project.yml files and the profile of a random dbt project. */
import { type ConfiguredKind, type Fields, randomConfig } from "./randomProjectConfig";
import { cornerTrees, pathCorners } from "./randomProjectEntries";
import { type Yaml, yamlText } from "./randomProjectText";
import { PACKAGE, pathIn, type RandomWorld, ROOT } from "./randomProjectWorld";

export function writeProjectFiles(world: RandomWorld): void {
  const { d, files, hasPackage, release } = world;
  files.set(
    "profiles.yml",
    `${ROOT}:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ':memory:', schema: main, threads: 4}\n`,
  );
  const refs = world.seeds;
  const tree = (kind: ConfiguredKind, owner: string): Fields => {
    const folders = kind === "model" ? modelFolders(world, owner) : otherFolders(world, kind);
    const own = level(world, kind, owner === ROOT ? refs : [], 0.04);
    for (const folder of d.some(folders, 0.35)) put(own, folder, level(world, kind, [], 0.08));
    return own;
  };
  const trees = (owner: string): Fields => {
    const found: Fields = {};
    for (const [key, kind] of KEYS) {
      if (kind === "function" && release < 11) continue;
      if (!d.chance(kind === "model" ? 0.85 : 0.4)) continue;
      const name = key === "data_tests" && d.chance(0.3) ? "tests" : key;
      found[name] = {
        ...(d.chance(0.4) && level(world, kind, [], 0.05)),
        ...(d.chance(0.8) && { [owner]: tree(kind, owner) }),
        ...(owner === ROOT && hasPackage && d.chance(0.5) && { [PACKAGE]: tree(kind, PACKAGE) }),
      };
    }
    return found;
  };
  const vars: Fields = {
    on: true,
    off: false,
    text: "main_text",
    columns: ["a", "b"],
    nested: { a: { b: 1 } },
    jinja_text: "{{ target.name }}",
    ...(hasPackage && { [PACKAGE]: { own: 1, on: d.chance(0.8) } }),
    ...(d.chance(0.3) && { [ROOT]: { scoped: "x" } }),
  };
  const project: Fields = {
    name: ROOT,
    version: "1.0.0",
    ...(d.chance(0.5) && { "config-version": 2 }),
    profile: ROOT,
    ...(release >= 11 &&
      d.chance(0.1) && { flags: { require_generic_test_arguments_property: true } }),
    ...(d.chance(0.3) && { "query-comment": "c {{ node.name }}" }),
    ...(d.chance(0.3) && { quoting: { identifier: true } }),
    vars,
    ...(d.chance(0.5) && { "on-run-start": startHooks(world) }),
    ...(d.chance(0.3) && { "on-run-end": ["{{ stamp('end') }}", "select {{ schemas }}"] }),
    ...(hasPackage &&
      d.chance(0.4) && {
        dispatch: [{ macro_namespace: PACKAGE, search_order: [ROOT, PACKAGE] }],
      }),
    ...trees(ROOT),
    ...cornerTrees(world),
    ...pathCorners(world),
  };
  files.set("dbt_project.yml", yamlText(project, d));
  if (!hasPackage) return;
  files.set("packages.yml", `packages:\n  - local: dbt_packages/${PACKAGE}\n`);
  files.set(
    pathIn(PACKAGE, "dbt_project.yml"),
    yamlText(
      {
        name: PACKAGE,
        version: "0.1.0",
        vars: {
          on: true,
          off: false,
          own: 2,
          columns: [],
          nested: { a: 1 },
          jinja_text: "t",
          text: "p",
        },
        ...trees(PACKAGE),
      },
      d,
    ),
  );
}

const KEYS: readonly (readonly [string, ConfiguredKind])[] = [
  ["models", "model"],
  ["seeds", "seed"],
  ["snapshots", "snapshot"],
  ["data_tests", "test"],
  ["sources", "source"],
  ["functions", "function"],
];

function startHooks({ d, seeds }: RandomWorld): Yaml {
  const texts = ["select 1", "{{ stamp('start') }}", "{% if var('on') %}create x{% endif %}"];
  if (seeds.length > 0) texts.push(`select * from {{ ref('${seeds[0]}') }}`);
  return d.chance(0.4) ? d.pick(texts) : d.some(texts, 0.6);
}

/** Paths of folders, and of models in them, as keys below a package. */
function modelFolders({ models }: RandomWorld, owner: string): string[][] {
  return models
    .filter((model) => model.package === owner)
    .slice(0, 40)
    .flatMap(({ folder, name, versions }) => {
      const parts = folder === "" ? [] : folder.split("/");
      const leaf = [...parts, name];
      return [
        parts,
        leaf,
        ...versions.flatMap(({ v, file }) => [
          [...leaf, `v${v}`],
          [...parts, file],
        ]),
      ];
    })
    .filter((path) => path.length > 0);
}

/** Paths below a package for all but models; those of sources end in source and table. */
function otherFolders({ sources }: RandomWorld, kind: ConfiguredKind): string[][] {
  if (kind !== "source") return [["deep"], ["lookup"], ["marts"], ["pair"], ["pair_check"]];
  return [
    ["marts"],
    ["marts", "lake"],
    ["lake", "deep"],
    ...sources.flatMap(([source, table]) => [
      [source],
      [source, table],
      ["staging", source],
      ["staging", source, table],
    ]),
  ];
}

/** One level of configuration: keys with `+`, and scalars and lists without. */
function level(
  { d, release, groups }: RandomWorld,
  kind: ConfiguredKind,
  refs: readonly string[],
  density: number,
): Fields {
  const config = randomConfig({ d, release, kind, place: "tree", refs, groups, density });
  if ("contract" in config) delete config["contract"];
  const written: Fields = {};
  for (const [key, value] of Object.entries(config)) {
    const isMap =
      typeof value === "object" && value !== null && !Array.isArray(value) && !("raw" in value);
    written[isMap || d.chance(0.6) ? `+${key}` : key] = value;
  }
  if (kind === "source" && d.chance(0.1)) written["+enabled"] = d.chance(0.9);
  return written;
}

function put(tree: Fields, path: readonly string[], leaf: Fields): void {
  let at = tree;
  for (const step of path) {
    const next = at[step];
    const isMap =
      typeof next === "object" && next !== null && !Array.isArray(next) && !("raw" in next);
    if (!isMap) at[step] = {};
    at = at[step] as Fields;
  }
  Object.assign(at, leaf);
}
