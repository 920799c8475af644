/** Properties files of a random dbt project: what is said of models, sources, seeds, and tests. */
import { type Fields, metaOf, randomConfig } from "./randomProjectConfig";
import { type Dice, raw, type Yaml } from "./randomProjectText";
import { PACKAGE, type RandomModel, type RandomWorld, ROOT } from "./randomProjectWorld";

const COLUMNS = ["id", "Name", "order date", "amount", "flag_1"];

/** Columns with tests, each test at most once per column. */
function columns(world: RandomWorld, owner: string, targets: readonly string[]): Fields[] {
  const { d, release } = world;
  return d.some(COLUMNS, 0.4).map((name) => {
    const column: Fields = { name };
    if (d.chance(0.3))
      column["description"] = d.pick(["text", "{{ doc('a_block') }}", "it's 100 %"]);
    if (d.chance(0.2)) column["tags"] = ["col_tag"];
    if (d.chance(0.15))
      column["config"] = {
        tags: release >= 10 && d.chance(0.5) ? "cfg_tag" : ["c1", "c2"],
        meta: { m: 1 },
      };
    if (d.chance(0.2)) column["quote"] = d.chance(0.5);
    if (d.chance(0.2)) column["meta"] = metaOf(d, "yaml");
    const tests = columnTests(world, owner, targets);
    if (tests.length > 0) column[release === 8 || d.chance(0.3) ? "tests" : "data_tests"] = tests;
    return column;
  });
}

function columnTests(world: RandomWorld, owner: string, targets: readonly string[]): Yaml[] {
  const { d } = world;
  const tests: Yaml[] = [];
  for (const name of d.some(["unique", "not_null"], 0.3)) {
    tests.push(d.chance(0.5) ? name : { [name]: dressed(world, {}) });
  }
  if (d.chance(0.25)) {
    const values = d.pick<Yaml>([
      ["a", "b"],
      [1, 2, 3],
      ["it's", 'say "x"'],
      [true, null],
      "{{ var('columns') }}",
    ]);
    tests.push({
      accepted_values: dressed(world, { values, ...(d.chance(0.3) && { quote: false }) }),
    });
  }
  if (targets.length > 0 && d.chance(0.25)) {
    const name = d.pick(targets);
    const to = d.pick([`ref('${name}')`, `ref("${name}")`, `ref('${ROOT}', '${name}')`]);
    tests.push({ relationships: dressed(world, { to, field: "id" }) });
  }
  if (owner === ROOT) {
    if (d.chance(0.15))
      tests.push({
        in_range: dressed(world, { low: d.int(0, 9), high: d.pick<Yaml>([10, 1.5, null]) }),
      });
    if (world.hasPackage && d.chance(0.1))
      tests.push({ [`${PACKAGE}.is_tidy`]: dressed(world, {}) });
  }
  return tests;
}

/** Arguments of a test with config around them. */
function dressed(world: RandomWorld, args: Fields): Fields {
  const { d, release } = world;
  const isNested = release >= 10 && Object.keys(args).length > 0 && d.chance(0.4);
  const dress: Fields = isNested ? { arguments: args } : { ...args };
  if (d.chance(0.4)) {
    dress["config"] = randomConfig({
      d,
      release,
      kind: "test",
      place: "yaml",
      refs: [],
      groups: [],
      density: 0.15,
    });
  } else if (d.chance(0.3)) {
    for (const [key, value] of [
      ["severity", "warn"],
      ["where", "{{ var('text') }} = 1"],
      ["enabled", d.chance(0.7)],
      ["tags", ["t1"]],
    ] as const) {
      if (d.chance(0.3)) dress[key] = value;
    }
  }
  if (d.chance(0.1)) dress["name"] = `own_name_${d.int(0, 1e9)}`;
  if (release >= 9 && d.chance(0.1)) dress["description"] = "why";
  return dress;
}

function nodeTests(world: RandomWorld, owner: string): Yaml[] {
  const { d } = world;
  if (owner !== ROOT || !d.chance(0.3)) return [];
  const test = d.pick<Yaml>([
    { has_rows: dressed(world, { at_least: d.int(1, 9) }) },
    {
      rows_like: dressed(world, {
        other: `ref('${world.seeds[0] ?? "none"}')`,
        options: { deep: [1, { a: "b" }], t: raw("yes") },
      }),
    },
    {
      has_rows: dressed(world, {
        at_least: 1,
        note: "a very long note that makes the name of the test far too long to keep",
      }),
    },
  ]);
  return world.seeds.length === 0 && JSON.stringify(test).includes("'none'")
    ? ["has_rows"]
    : [test];
}

/** The entry of a model. */
export function modelEntry(world: RandomWorld, model: RandomModel): Fields {
  const { d, release, groups } = world;
  const isRoot = model.package === ROOT;
  const targets = isRoot ? world.seeds : [];
  const wish = {
    d,
    release,
    kind: "model",
    place: "yaml",
    refs: isRoot ? world.seeds : [],
    density: 0.1,
  } as const;
  const entry: Fields = { name: model.name };
  if (d.chance(0.4))
    entry["description"] = d.pick(["A model.", "{{ doc('a_block') }}"].slice(0, isRoot ? 2 : 1));
  if (d.chance(0.6)) {
    const config = randomConfig({ ...wish, groups: isRoot ? groups : [] });
    if (model.isLoose && d.chance(0.4))
      config["enabled"] = d.pick<Yaml>([false, true, "{{ var('on') }}"]);
    entry["config"] = config;
  }
  const inner = (entry["config"] ?? {}) as Fields;
  if (d.chance(0.2) && !("meta" in inner)) entry["meta"] = metaOf(d, "yaml");
  if (d.chance(0.1) && !("docs" in inner)) entry["docs"] = { show: false };
  if (d.chance(0.15) && isRoot) entry["access"] = "protected";
  if (d.chance(0.7)) entry["columns"] = columns(world, model.package, targets);
  if (release >= 9 && isRoot && world.seeds.length > 0 && d.chance(0.1)) {
    entry["constraints"] = [
      {
        type: "foreign_key",
        columns: ["id"],
        to: `ref('${d.pick(world.seeds)}')`,
        to_columns: ["id"],
      },
    ];
  }
  const tests = nodeTests(world, model.package);
  if (tests.length > 0) entry[d.chance(0.3) ? "tests" : "data_tests"] = tests;
  if (model.versions.length > 0) {
    const last = model.versions.at(-1)!;
    if (d.chance(0.5)) entry["latest_version"] = d.pick(model.versions).v;
    entry["versions"] = model.versions.map(({ v, file }) => ({
      v,
      ...(file !== `${model.name}_v${v}` && { defined_in: file }),
      ...(d.chance(0.4) && { config: randomConfig({ ...wish, groups: [] }) }),
      ...(d.chance(0.3) && {
        columns: [
          { include: "all", exclude: ["amount"] },
          { name: `v${v}_only`, data_tests: ["not_null"] },
        ],
      }),
      ...(d.chance(0.2) && { data_tests: v === last.v ? [] : [{ has_rows: { at_least: v } }] }),
    }));
    for (const one of entry["versions"] as Fields[]) {
      const config = one["config"] as Fields | undefined;
      for (const key of ["contract", "pre_hook", "post_hook"]) delete config?.[key];
    }
  }
  return entry;
}

/** The entry of a seed or snapshot. */
export function plainEntry(world: RandomWorld, kind: "seed" | "snapshot", name: string): Fields {
  const { d, release } = world;
  const entry: Fields = { name };
  if (d.chance(0.6)) {
    entry["config"] = randomConfig({
      d,
      release,
      kind,
      place: "yaml",
      refs: [],
      groups: world.groups,
      density: 0.1,
    });
  }
  if (d.chance(0.5)) entry["columns"] = columns(world, ROOT, []);
  const tests = nodeTests(world, ROOT);
  if (tests.length > 0) entry["data_tests"] = tests;
  return entry;
}

const FRESHNESS = (d: Dice): Yaml =>
  d.chance(0.2)
    ? null
    : {
        ...(d.chance(0.7) && {
          warn_after: { count: d.int(1, 9), period: d.pick(["hour", "day"]) },
        }),
        ...(d.chance(0.5) && { error_after: { count: d.int(10, 20), period: "day" } }),
        ...(d.chance(0.3) && { filter: "x > 1" }),
      };

/** The entry of a source with its tables. */
export function sourceEntry(world: RandomWorld, name: string, tables: readonly string[]): Fields {
  const { d, release } = world;
  const settings = (entry: Fields): Fields => {
    if (d.chance(0.25)) entry["meta"] = metaOf(d, "yaml");
    if (d.chance(0.25)) entry["tags"] = d.some(["s1", "s2", "s3"], 0.5);
    if (d.chance(0.2)) entry["loaded_at_field"] = "at";
    if (d.chance(0.25)) entry["freshness"] = FRESHNESS(d);
    if (d.chance(0.2)) entry["quoting"] = { identifier: d.chance(0.5) };
    if (d.chance(0.4)) {
      const config = randomConfig({
        d,
        release,
        kind: "source",
        place: "yaml",
        refs: [],
        groups: [],
        density: 0.2,
      });
      if (release >= 10 && d.chance(0.3)) config["loaded_at_field"] = "at_config";
      if (release >= 9 && d.chance(0.3)) config["freshness"] = FRESHNESS(d);
      entry["config"] = config;
    }
    return entry;
  };
  const entry = settings({ name });
  if (d.chance(0.3)) entry["schema"] = d.pick(["raw", "{{ var('text') }}", "{{ target.schema }}"]);
  if (d.chance(0.2)) entry["database"] = "lake";
  entry["tables"] = tables.map((table) => {
    const own = settings({ name: table });
    if (d.chance(0.2)) own["identifier"] = `${table}_2024`;
    if (d.chance(0.3)) own["columns"] = columns(world, ROOT, []);
    return own;
  });
  return entry;
}
