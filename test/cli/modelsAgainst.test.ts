/** `heddle models --against`: every difference from dbt's manifest, and the exit status. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import type { FileSystem } from "../../server/src/base/fileSystem";
import { parseFixture } from "../support/fixture";
import { runCommand } from "./commandLine";

const HEAD = {
  dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json",
  dbt_version: "1.11.16",
  generated_at: "2026-03-01T00:00:00Z",
};

/** A project whose model `a` dbt read as `node`, and whose files were written on `day` of March. */
function surroundings(node: object, day: number): { readonly fileSystem: FileSystem } {
  const manifest = { metadata: HEAD, nodes: { "model.shop.a": node }, sources: {}, disabled: {} };
  const { fileSystem } = parseFixture(`
//- models/a.sql
{{ config(materialized='table', tags=['x']) }} select 1
//- target/manifest.json
${JSON.stringify(manifest)}
`);
  return { fileSystem: { ...fileSystem, modifiedMs: () => Date.UTC(2026, 2, day) } };
}

const SAME = {
  resource_type: "model",
  name: "a",
  package_name: "shop",
  fqn: ["shop", "a"],
  tags: ["x"],
};

async function compare(node: object, day = 1) {
  const words = ["models", "--against", "target/manifest.json", "--json"];
  const { out, status } = await runCommand(words, surroundings(node, day));
  return { answer: JSON.parse(out), status };
}

describe("heddle models --against", () => {
  it("lists fields that differ, with both values, and ends with 1", async () => {
    const { answer, status } = await compare({
      ...SAME,
      fqn: ["shop", "marts", "a"],
      config: { materialized: "view", tags: ["x"] },
    });
    const found = answer.differences.map(
      (one: { field: string; heddle: unknown; manifest: unknown }) => [
        one.field,
        one.heddle,
        one.manifest,
      ],
    );
    expect(found).toContainEqual(["fqn", ["shop", "a"], ["shop", "marts", "a"]]);
    expect(found).toContainEqual(["config.materialized", "table", "view"]);
    expect(status).toBe(1);
    const schema = resolve(import.meta.dirname, "../../schemas/comparison.schema.json");
    const validate = new Ajv().compile(JSON.parse(readFileSync(schema, "utf8")));
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  });
  it("ends with 0 where the manifest is what Heddle reads", async () => {
    const models = await runCommand(["models", "--json"], surroundings(SAME, 1));
    const [own] = JSON.parse(models.out).models;
    const { schema, alias, database, config } = own;
    const { answer, status } = await compare({ ...SAME, schema, alias, database, config });
    expect(answer.differences).toEqual([]);
    expect([answer.nodes, answer.equal, status]).toEqual([1, 1, 0]);
  });
  it("says which files are newer than the manifest", async () => {
    expect((await compare(SAME, 1)).answer.manifest.newerFiles).toEqual([]);
    expect((await compare(SAME, 2)).answer.manifest.newerFiles).toContain("models/a.sql");
    const text = await runCommand(
      ["models", "--against", "target/manifest.json"],
      surroundings(SAME, 2),
    );
    expect(text.out).toMatch(/newer than the manifest/);
  });
  it.each([
    ["nowhere.json", /nowhere\.json/],
    ["models/a.sql", /cannot be read as JSON/],
  ])("of %s ends with 2", async (file, message) => {
    const { status, err } = await runCommand(["models", "--against", file], surroundings(SAME, 1));
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});
