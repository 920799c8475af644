/**
 * Corners of properties files and of packages in a random dbt project: tests with names and places of
 * their own, sources that are partly off, what a package brings besides models, trees of config for
 * resources that few projects configure so.
 */
import { type Fields, metaOf } from "./randomProjectConfig";
import { type Yaml, yamlText } from "./randomProjectText";
import { PACKAGE, pathIn, type RandomWorld, ROOT } from "./randomProjectWorld";

/** Adds files of its own to the world; nothing else refers to what is in them. */
export function writeEntryCorners(world: RandomWorld): void {
  const { d } = world;
  if (d.chance(0.4)) writeNamedTests(world);
  if (d.chance(0.4)) writeOtherSources(world);
  if (world.hasPackage && d.chance(0.4)) writePackageNodes(world);
}

function put(world: RandomWorld, path: string, text: string): void {
  world.files.set(path, text);
}

function properties(world: RandomWorld, path: string, value: Fields): void {
  put(world, path, yamlText(value, world.d));
}

/** Tests with names, aliases and schemas of their own, twice with other arguments, on all kinds. */
function writeNamedTests(world: RandomWorld): void {
  const { d, release } = world;
  put(world, "models/marts/named.sql", "select 1 as id");
  const args = (fields: Fields): Fields =>
    release >= 10 && d.chance(0.5) ? { arguments: fields } : fields;
  const values = d.pick<Yaml>([
    ["x y", "ß"],
    [0.5, -1],
    ["a'b", ""],
    [[1], { k: 2 }],
  ]);
  properties(world, "models/marts/named.yml", {
    models: [
      {
        name: "named",
        data_tests: [
          { unique: { column_name: "id || '-' || other", name: "my_unique" } },
          { has_rows: { name: "rows_1", ...args({ at_least: 1 }) } },
          { has_rows: { name: "rows_2", ...args({ at_least: 1 }), config: { alias: "short" } } },
          {
            rows_like: {
              ...args({ other: "ref('named')" }),
              config: { schema: "checks", enabled: d.pick<Yaml>([true, "{{ var('on') }}"]) },
            },
          },
        ],
        columns: [
          {
            name: "id",
            data_tests: [
              { not_null: { config: { where: "id > 1", severity: "warn" } } },
              { accepted_values: args({ values }) },
              { unique: { config: { enabled: d.pick([true, false]), tags: "solo" } } },
              {
                relationships: {
                  ...args({ to: "ref('named')", field: "id" }),
                  ...(d.chance(0.5) && { name: "named_to_named" }),
                },
              },
            ],
          },
          { name: "odd-Name (x)", quote: true, data_tests: ["not_null"] },
        ],
      },
    ],
  });
}

/** Sources that are switched off above and on below, with tests on tables and columns. */
function writeOtherSources(world: RandomWorld): void {
  const { d, release } = world;
  const off: Fields = release >= 9 ? { config: { enabled: false } } : {};
  properties(world, `models/${d.pick(["", "marts/"])}lake.yml`, {
    sources: [
      {
        name: "lake",
        description: "{{ doc('a_block') }}",
        loader: "x",
        ...(d.chance(0.5) && { database: "{{ target.database }}", schema: "{{ var('text') }}" }),
        quoting: { database: false, schema: true },
        tables: [
          { name: "deep", description: "t", data_tests: [{ has_rows: { at_least: 2 } }] },
          { name: "off_table", ...off, columns: [{ name: "id", data_tests: ["unique"] }] },
          {
            name: "wide_table",
            identifier: "wide",
            external: { location: "s3://x", partitions: [{ name: "d", data_type: "date" }] },
            columns: [{ name: "id", quote: true, meta: { a: 1 }, data_tests: ["not_null"] }],
          },
        ],
      },
    ],
  });
  put(
    world,
    "models/staging/of_lake.sql",
    "select * from {{ source('lake', 'deep') }}, {{ source('lake', 'wide_table') }}",
  );
}

/** What a package may bring besides models: seeds, snapshots, tests, exposures, analyses, hooks. */
function writePackageNodes(world: RandomWorld): void {
  const { d, release } = world;
  const at = (path: string): string => pathIn(PACKAGE, path);
  put(world, at("seeds/kit_seed.csv"), "id\n1\n");
  put(world, at("models/kit/kit_model.sql"), "select * from {{ ref('kit_seed') }}");
  put(world, at("tests/kit_singular.sql"), "select * from {{ ref('kit_model') }} where false");
  put(world, at("analyses/kit_look.sql"), "select * from {{ ref('kit_model') }}");
  put(
    world,
    at("snapshots/kit_snap.sql"),
    `{% snapshot kit_snap %}{{ config(unique_key='id', strategy='check', check_cols='all'${release === 8 ? ", target_schema='s'" : ""}) }}select * from {{ ref('kit_model') }}{% endsnapshot %}`,
  );
  properties(world, at("models/kit/kit.yml"), {
    models: [
      {
        name: "kit_model",
        config: { schema: "kit", tags: ["kit"] },
        columns: [{ name: "id", data_tests: ["unique", { not_null: { config: { limit: 3 } } }] }],
      },
    ],
    exposures: [
      {
        name: "kit_board",
        type: "dashboard",
        owner: { email: "k@example.com" },
        depends_on: ["ref('kit_model')"],
      },
    ],
  });
  put(
    world,
    "models/marts/of_kit.sql",
    `select * from {{ ref('kit_seed') }}, {{ ref('${PACKAGE}', 'kit_snap') }}`,
  );
  if (d.chance(0.5)) {
    put(world, "models/staging/kit_model.sql", "select 1 as id");
    put(world, "models/marts/of_own_kit.sql", "select * from {{ ref('kit_model') }}");
  }
}

/** Search paths of their own with a file in each, and files that dbt passes over or takes nonetheless. */
export function pathCorners(world: RandomWorld): Fields {
  const { d } = world;
  if (d.chance(0.5)) return {};
  const more: Fields = {};
  const also = (key: string, usual: string, other: string, file: string, text: string): void => {
    if (!d.chance(0.5)) return;
    more[key] = d.pick([
      [usual, other],
      [other, usual],
    ]);
    put(world, `${other}/${file}`, text);
  };
  also("model-paths", "models", "more_models/of_it", "sub/moved.sql", "select 1 as id");
  also("seed-paths", "seeds", "lookups", "deep/looked.csv", "id\n1\n");
  also("macro-paths", "macros", "lib/macros", "lib.sql", "{% macro of_lib() %}1{% endmacro %}");
  also("analysis-paths", "analyses", "analysis", "deep/old.sql", "select {{ var('text') }}");
  also("test-paths", "tests", "checks", "sub/checked.sql", "select 1 where false");
  also(
    "snapshot-paths",
    "snapshots",
    "history",
    "deep/kept.sql",
    "{% snapshot kept %}{{ config(target_schema='s', unique_key='id', strategy='check', check_cols=['id']) }}select 1 as id{% endsnapshot %}",
  );
  if (d.chance(0.5)) {
    put(
      world,
      ".dbtignore",
      d.pick(["models/ignored/\n", "ignored\n*.tmp.sql\n", "# none\n**/ignored/*\n"]),
    );
    put(world, "models/ignored/unseen.sql", "select * from {{ ref('nobody') }}");
    put(world, "models/ignored/unseen.yml", "models: [{name: unseen}]\n");
  }
  for (const [path, text] of [
    ["models/.hidden.sql", "{{ this is wrong"],
    ["models/~saved.sql", "{{ this is wrong"],
    ["models/staging/LOUD.SQL", "select 1 as id"],
    ["models/v1.2/dotted.sql", "select 1 as id"],
    ["models/staging/empty.sql", ""],
    ["models/.folder/in_hidden.sql", "select 1 as id"],
    ["models/staging/README.txt", "no model"],
    ["models/staging/with-dash.sql", "select 1 as id"],
  ] as const) {
    if (d.chance(0.3)) put(world, path, text);
  }
  return more;
}

/** Trees of config for the resources that few projects configure so. */
export function cornerTrees({ d, release }: RandomWorld): Fields {
  const level = (keys: readonly string[]): Fields => ({
    ...(d.chance(0.5) && { "+meta": metaOf(d, "tree") }),
    ...(keys.includes("tags") && d.chance(0.5) && { "+tags": d.pick<Yaml>(["x", ["y", "z"]]) }),
    ...(keys.includes("enabled") && d.chance(0.1) && { "+enabled": true }),
    ...(d.chance(0.2) && { "+odd_key": d.pick<Yaml>([1, "x", [1, 2]]) }),
  });
  const trees: Fields = {};
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ["exposures", release >= 10 ? ["tags", "enabled"] : ["enabled"]],
    ["metrics", ["enabled"]],
    ["semantic-models", ["enabled"]],
    ["saved-queries", ["enabled"]],
    ["unit_tests", ["tags"]],
  ];
  for (const [key, keys] of kinds) {
    if (!d.chance(0.25)) continue;
    trees[key] = {
      ...level(keys),
      ...(d.chance(0.6) && { [ROOT]: { ...level(keys), marts: level(keys) } }),
    };
  }
  return trees;
}
