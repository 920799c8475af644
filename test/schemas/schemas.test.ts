/** Every JSON answer of every command against its published schema, on the example and on oddities. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { describe, expect, it } from "vitest";
import { diskFileSystem } from "../../server/src/node/diskFileSystem";
import { type CommandSurroundings, plainFiles, projectFiles, runCommand } from "../cli/commandLine";
import { sarifValidator } from "./sarifSchema";

const ROOT = resolve(import.meta.dirname, "../..");
const SCHEMAS = join(ROOT, "schemas");

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });

function schemaOf(name: string): ValidateFunction {
  const text = readFileSync(join(SCHEMAS, `${name}.schema.json`), "utf8");
  return ajv.getSchema(JSON.parse(text).$id) ?? ajv.compile(JSON.parse(text));
}

const EXAMPLE: CommandSurroundings = {
  fileSystem: diskFileSystem,
  cwd: join(ROOT, "examples/ecommerce").replaceAll("\\", "/"),
};

const ODD = projectFiles(`
//- dbt_project.yml
name: shop
version: "1.0"
profile: shop
models:
  shop:
    +threads: abc
//- models/orders.sql 30s
{{ config(threads=2, pre_hook="analyze {{ this }}") }}
select * from {{ ref('customers') }} join {{ ref('nowhere') }} using (id)
//- models/customers.sql
select 1 as id, {{ 1 + }}
//- models/größe.sql
select '注文' as name
`);

const WORKLOAD = plainFiles({
  "nightly.json": JSON.stringify({
    schema: "heddle.workload/1",
    name: "nightly",
    tasks: [
      { id: "a", durationMs: 1200, dependsOn: [] },
      { id: "b", durationMs: 0, dependsOn: ["a"], threads: 2, pool: "dw", kind: "reader" },
      { id: "c", durationMs: 10.5, dependsOn: ["a"], noSlot: true },
    ],
    capacity: { threads: 2, pools: { dw: 1 } },
  }),
  "model.bim": JSON.stringify({
    name: "Sales",
    compatibilityLevel: 1567,
    model: {
      dataSources: [{ name: "DW", type: "structured" }],
      tables: [
        {
          name: "Sales",
          columns: [{ name: "Amount", dataType: "decimal" }],
          partitions: [{ name: "2024", source: { type: "m", expression: "x" } }],
        },
      ],
    },
  }),
  "trace.dgml":
    '<DirectedGraph><Nodes><Node Id="0" Label="Process Partition Sales[2024]" StartedAt="2026-01-01T00:00:00" FinishedAt="2026-01-01T00:00:09"/></Nodes></DirectedGraph>',
  "refresh.tmsl": JSON.stringify(
    [1, 2].map(() => ({ refresh: { type: "full", objects: [{ database: "Sales" }] } })),
  ),
  "bare.j2": "{{ a }}-{{ missing }}",
  "names.json": `{ "a": 1 }`,
  "batch.json": JSON.stringify([
    { template: "{{ 1 / 0 }}", context: {} },
    { template: "{{ x }}", context: { x: [1, null, "é"] } },
    { template: "{% if %}", context: {} },
  ]),
});

async function checkAgainstSchema(
  schema: string,
  line: string,
  surroundings: CommandSurroundings,
): Promise<void> {
  const { out, err, status } = await runCommand(line.split(" "), surroundings);
  expect(err, line).toBe("");
  expect(status, line).toBeLessThan(2);
  const validate = schemaOf(schema);
  const answer: unknown = JSON.parse(out);
  validate(answer);
  expect(validate.errors ?? [], line).toEqual([]);
}

describe("schemas", () => {
  it("are themselves valid and close no object to additions", () => {
    for (const file of readdirSync(SCHEMAS)) {
      const text = readFileSync(join(SCHEMAS, file), "utf8");
      expect(() => schemaOf(file.replace(".schema.json", "")), file).not.toThrow();
      if (file !== "heddle-yml.schema.json")
        expect(text, file).not.toContain('"additionalProperties": false');
    }
  });

  it.each([
    ["check", "check --json"],
    ["models", "models --json"],
    ["models", "models --json --resource-type seed"],
    ["workload", "models --format workload"],
    ["explain", "explain customer_lifetime_value --json"],
    ["schedule", "simulate --json"],
    ["schedule", "simulate --json --hints exclusive --policy longest-path --command build"],
    ["schedule", "simulate --json --hints seats --threads 3 --contention 0.03,0.001"],
    ["workload", "simulate --format workload"],
    ["sweep", "sweep --json --threads 2..20"],
    ["plan", "plan --json --hints seats"],
    ["plan", "run --dry-run --json --hints seats --reserve 25"],
    ["order", "build --dry-run --format order --hints seats --reserve 25"],
    ["calibration", "calibrate --json"],
    ["render", "render --json --call 1"],
  ])("%s holds for heddle %s on the example", async (schema, line) => {
    await checkAgainstSchema(schema, line, EXAMPLE);
  });

  it.each([
    ["check", "check --json"],
    ["models", "models --json"],
    ["schedule", "simulate --json"],
    ["sweep", "sweep --json --threads 1..3"],
    ["calibration", "calibrate --json"],
    ["render", "render models/customers.sql --json"],
    ["render", "render models/orders.sql --json"],
  ])("%s holds for heddle %s on a broken project", async (schema, line) => {
    await checkAgainstSchema(schema, line, ODD);
  });

  it.each([
    ["schedule", "simulate nightly.json --json"],
    ["sweep", "sweep nightly.json --json"],
    ["plan", "plan nightly.json --json"],
    ["workload", "models nightly.json --format workload"],
    ["tabular", "models model.bim --json"],
    ["refresh", "plan model.bim --json"],
    ["sweep", "sweep model.bim --json"],
    ["explain", "explain Sales[Amount] model.bim --json"],
    ["processing", "calibrate model.bim --json"],
    ["processing", "calibrate model.bim --history trace.dgml --json"],
    ["check", "check refresh.tmsl --json"],
    ["schedule", "simulate refresh.tmsl --json"],
    ["check", "check nightly.json --json"],
    ["render", "render bare.j2 --template --context names.json --json"],
    ["render", "render --batch batch.json --json"],
  ])("%s holds for heddle %s without a project", async (schema, line) => {
    await checkAgainstSchema(schema, line, WORKLOAD);
  });

  it("let wrong answers fail", () => {
    const validate = schemaOf("check");
    expect(validate({ schema: "heddle.check/1", root: ".", problems: [] })).toBe(false);
    expect(validate({ schema: "heddle.check/2" })).toBe(false);
  });
});

describe("SARIF", () => {
  const validate = sarifValidator();

  it.each([EXAMPLE, ODD])("is valid by the standard's own schema", async (surroundings) => {
    const { out } = await runCommand(["check", "--format", "sarif"], surroundings);
    validate(JSON.parse(out));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("carries minutes and evidence in the property bags", async () => {
    const line = (format: string) => ["check", "--format", format, "--at", "2026-11-20T12:00:00Z"];
    const sarif = JSON.parse((await runCommand(line("sarif"), EXAMPLE)).out);
    const { problems } = JSON.parse((await runCommand(line("json"), EXAMPLE)).out);
    const bag = ({ savesMs, evidence }: { savesMs?: number; evidence?: object }) => ({
      ...(savesMs !== undefined && { savesMs }),
      ...(evidence !== undefined && { evidence }),
    });
    const bags = sarif.runs[0].results.map(({ properties = {} }) => properties);
    expect(bags).toEqual(problems.map(bag));
    expect(bags.some(({ savesMs = 0 }: { savesMs?: number }) => savesMs > 0)).toBe(true);
  });

  it("refuses what the standard refuses", () => {
    const log = (result: object) => ({
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "Heddle" } }, results: [result] }],
    });
    const message = { text: "x" };
    expect(validate(log({ message }))).toBe(true);
    expect(validate(log({ message, level: "information" }))).toBe(false);
    expect(validate(log({ message, savesMs: 3 }))).toBe(false);
    const uri = "a b";
    const locations = [{ physicalLocation: { artifactLocation: { uri } } }];
    expect(validate(log({ message, locations }))).toBe(false);
  });
});
