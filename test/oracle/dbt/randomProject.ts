/**
 * Random dbt projects that dbt accepts and a careless reader misreads: configuration on every
 * layer, references in every form, versions, packages, tests, semantic layer. A seed, a size and a
 * release of dbt-core give the same files each time.
 */
import type { Release } from "../../../server/src/dbt/release";
import { type Fields, randomConfig } from "./randomProjectConfig";
import { writeCorners } from "./randomProjectCorners";
import { writeEntryCorners } from "./randomProjectEntries";
import { writeMacros } from "./randomProjectMacros";
import { writeOddities } from "./randomProjectOddities";
import { modelEntry, plainEntry, sourceEntry } from "./randomProjectProperties";
import { writeSemantics } from "./randomProjectSemantics";
import { modelSql, pythonCode } from "./randomProjectSql";
import { dice, type Yaml, yamlText } from "./randomProjectText";
import { writeProjectFiles } from "./randomProjectTrees";
import { PACKAGE, pathIn, type RandomModel, type RandomWorld, ROOT } from "./randomProjectWorld";

export interface RandomProject {
  readonly files: ReadonlyMap<string, string>;
  readonly modelCount: number;
}

const FOLDERS = [
  "",
  "staging",
  "marts",
  "marts/core",
  "tags",
  "meta/schema",
  "2024",
  "staging/tags/deep",
];

/** A project of about `size` models, with what belongs to them. O(size). */
export function randomProject(seed: number, size: number, release: Release): RandomProject {
  const d = dice(seed);
  const models: RandomModel[] = [];
  const world: RandomWorld = {
    d,
    release,
    hasPackage: d.chance(0.6),
    files: new Map(),
    models,
    seeds: [],
    snapshots: [],
    sources: [],
    functions: [],
    metrics: [],
    groups: d.chance(0.5) ? ["g_finance", "g_core"] : [],
    refsOf: (packageName) => {
      const near = models.slice(-60).filter((one) => !one.isLoose && one.package === packageName);
      const others =
        packageName === ROOT
          ? models.slice(-60).filter((one) => !one.isLoose && one.package !== ROOT)
          : [];
      const names = [...near, ...others].flatMap(({ name, versions }) => [
        name,
        ...versions.map(({ v }) => `${name}@${v}`),
      ]);
      return packageName === ROOT ? [...world.seeds, ...world.snapshots, ...names] : names;
    },
  };
  writeMacros(world);
  writeSeedsAndSources(world);
  writeFunctions(world);
  for (let index = 0; index < size; index++) writeModel(world, index);
  writeTestsAndAnalyses(world);
  const entries = world.models
    .filter(() => d.chance(0.6))
    .map((model) => ({ model, entry: modelEntry(world, model) }));
  for (const model of world.models) {
    const isDescribed = entries.some((one) => one.model === model);
    if (model.versions.length > 0 && !isDescribed)
      entries.push({ model, entry: modelEntry(world, model) });
  }
  writeSemantics(world);
  writeOddities(world);
  writeCorners(world);
  writeEntryCorners(world);
  writeProperties(world, entries);
  writeProjectFiles(world);
  return { files: world.files, modelCount: models.length };
}

function writeModel(world: RandomWorld, index: number): void {
  const { d, files, hasPackage } = world;
  const owner = hasPackage && d.chance(0.25) ? PACKAGE : ROOT;
  const folder = d.pick(FOLDERS);
  const name = `${d.pick(["stg", "int", "fct", "Dim", "m"])}_${index}`;
  const isVersioned = d.chance(0.07);
  const language = !isVersioned && d.chance(0.05) ? "py" : "sql";
  const versions = isVersioned
    ? [1, 2, 3]
        .slice(0, d.int(1, 3))
        .map((v) => ({ v, file: d.chance(0.3) ? `${name}_file${v}` : `${name}_v${v}` }))
    : [];
  const model: RandomModel = {
    name,
    package: owner,
    folder,
    language,
    isLoose: d.chance(0.12),
    versions,
  };
  const at = (file: string, extension: string): string =>
    pathIn(owner, ["models", folder, `${file}.${extension}`].filter(Boolean).join("/"));
  if (versions.length === 0) {
    files.set(
      at(name, language),
      language === "py" ? pythonCode(world, model) : modelSql(world, model),
    );
  }
  for (const { file } of versions) files.set(at(file, "sql"), modelSql(world, model));
  world.models.push(model);
}

function writeSeedsAndSources(world: RandomWorld): void {
  const { d, files } = world;
  for (let index = d.int(0, 3); index > 0; index--) {
    const name = `codes_${index}`;
    files.set(`seeds/${d.chance(0.3) ? "lookup/" : ""}${name}.csv`, "id,name\n1,a\n");
    world.seeds.push(name);
  }
  const sources: Fields[] = [];
  for (let index = d.int(0, 2); index > 0; index--) {
    const name = `src_${index}`;
    const tables = ["orders", "events", "Users"].slice(0, d.int(1, 3));
    for (const table of tables) world.sources.push([name, table]);
    sources.push(sourceEntry(world, name, tables));
  }
  if (sources.length > 0) {
    files.set(
      `models/${d.chance(0.5) ? "staging/" : ""}sources.yml`,
      yamlText({ version: 2, sources }, d),
    );
  }
  for (let index = d.int(0, 2); index > 0; index--) writeSnapshot(world, index);
}

function writeSnapshot(world: RandomWorld, index: number): void {
  const { d, files, release, sources, seeds } = world;
  const [source, table] = sources[0] ?? [];
  const target =
    source === undefined
      ? seeds.length > 0
        ? `ref('${seeds[0]}')`
        : undefined
      : `source('${source}', '${table}')`;
  if (target === undefined) return;
  const name = `snap_${index}`;
  const needed: Fields = {
    strategy: "timestamp",
    unique_key: "id",
    updated_at: "at",
    ...((release === 8 || d.chance(0.4)) && { target_schema: "snapshots" }),
    ...(d.chance(0.2) && { target_database: "archive" }),
  };
  const extra = randomConfig({
    d,
    release,
    kind: "snapshot",
    place: "yaml",
    refs: [],
    groups: [],
    density: 0.05,
  });
  if (release >= 9 && d.chance(0.4)) {
    files.set(
      `snapshots/${d.pick(["", "deep/"])}${name}.yml`,
      yamlText({ snapshots: [{ name, relation: target, config: { ...extra, ...needed } }] }, d),
    );
  } else {
    const words = Object.entries(needed).map(([key, value]) => `${key}='${String(value)}'`);
    files.set(
      `snapshots/${d.pick(["", "deep/"])}s${index}.sql`,
      `{% snapshot ${name} %}\n{{ config(${words.join(", ")}) }}\nselect * from {{ ${target} }}\n{% endsnapshot %}\n`,
    );
    if (d.chance(0.5)) {
      files.set(
        `snapshots/${name}_props.yml`,
        yamlText({ snapshots: [plainEntry(world, "snapshot", name)] }, d),
      );
    }
  }
  world.snapshots.push(name);
}

function writeFunctions(world: RandomWorld): void {
  const { d, files, release } = world;
  if (release < 11 || !d.chance(0.3)) return;
  files.set("functions/twice.sql", "x * 2");
  const config = randomConfig({
    d,
    release,
    kind: "function",
    place: "yaml",
    refs: [],
    groups: [],
    density: 0.2,
  });
  files.set(
    "functions/functions.yml",
    yamlText(
      {
        functions: [
          {
            name: "twice",
            config,
            arguments: [{ name: "x", data_type: "int" }],
            returns: { data_type: "int" },
          },
        ],
      },
      d,
    ),
  );
  world.functions.push("twice");
}

function writeTestsAndAnalyses(world: RandomWorld): void {
  const { d, files, release } = world;
  const allowed = world.refsOf(ROOT).filter((name) => !name.includes("@"));
  if (allowed.length === 0) return;
  const described: Fields[] = [];
  for (let index = d.int(0, 3); index > 0; index--) {
    const name = `singular_${index}`;
    const config = d.pick([
      "",
      "{{ config(severity='warn', tags='one') }}",
      "{{ config(enabled=var('off')) }}",
      "{{ config(store_failures=true, meta={'a': 1}) }}",
    ]);
    files.set(
      `tests/${d.pick(["", "deep/"])}${name}.sql`,
      `${config}select * from {{ ref('${d.pick(allowed)}') }}`,
    );
    if (release >= 9 && d.chance(0.4)) {
      const own = randomConfig({
        d,
        release,
        kind: "test",
        place: "yaml",
        refs: [],
        groups: [],
        density: 0.2,
      });
      described.push({ name, description: "x", config: own });
    }
  }
  if (described.length > 0) files.set("tests/props.yml", yamlText({ data_tests: described }, d));
  if (d.chance(0.4))
    files.set(
      `analyses/${d.pick(["", "sub/"])}look.sql`,
      `{{ config(tags='an') }}select * from {{ ref('${d.pick(allowed)}') }}`,
    );
}

function writeProperties(
  world: RandomWorld,
  entries: readonly { readonly model: RandomModel; readonly entry: Fields }[],
): void {
  const { d, files } = world;
  const byFile = new Map<string, Yaml[]>();
  for (const { model, entry } of entries) {
    const folder = d.chance(0.6) ? model.folder : "";
    const name = [
      "models",
      folder,
      `${d.pick(["props", "schema", "_models"])}.${d.chance(0.8) ? "yml" : "yaml"}`,
    ]
      .filter(Boolean)
      .join("/");
    const path = pathIn(model.package, name);
    byFile.set(path, [...(byFile.get(path) ?? []), entry]);
  }
  for (const [path, list] of byFile) {
    const head: Fields = d.chance(0.7) ? { version: 2 } : {};
    files.set(path, yamlText({ ...head, models: list }, d));
  }
  const seeds = world.seeds
    .filter(() => d.chance(0.6))
    .map((name) => plainEntry(world, "seed", name));
  if (seeds.length > 0) files.set("seeds/props.yml", yamlText({ version: 2, seeds }, d));
  if (world.groups.length > 0) {
    const groups = world.groups.map((name) => ({
      name,
      owner: { name: "x", email: "x@example.com" },
    }));
    files.set("models/groups.yml", yamlText({ groups }, d));
  }
}
