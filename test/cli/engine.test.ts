/** The dbt that a project is read as, shown with its origin wherever the engine is shown. */
import { describe, expect, it } from "vitest";
import { hover } from "../../server/src/ide/hover";
import type { EngineFacts } from "../../server/src/protocol";
import { openFixture } from "../support/openFixture";
import { projectFiles, runCommand } from "./commandLine";

const SHOP = `//- profiles.yml threads:4
//- models/a.sql
select 1 as id
`;
const LOCK = '//- uv.lock\n[[package]]\nname = "dbt-core"\nversion = "1.9.4"\n';
const LOCK_2 = LOCK.replace("1.9.4", "2.0.0");
const manifest = (version: string) =>
  `//- target/manifest.json\n${JSON.stringify({ metadata: { dbt_schema_version: "v12", dbt_version: version }, nodes: {} })}\n`;

async function printed(source: string, ...words: string[]): Promise<string> {
  const { out, err } = await runCommand(words, projectFiles(source));
  expect(err).toBe("");
  return out;
}

async function engineOf(source: string, ...words: string[]): Promise<EngineFacts> {
  const answer = JSON.parse(await printed(source, "check", "--json", ...words)) as {
    readonly engine: EngineFacts;
  };
  const models = JSON.parse(await printed(source, "models", "--json", ...words)) as {
    readonly project: { readonly engine: EngineFacts };
  };
  expect(models.project.engine).toEqual(answer.engine);
  return answer.engine;
}

describe("the engine", () => {
  it("is in the JSON of check and models, with what decided", async () => {
    expect(await engineOf(SHOP)).toEqual({
      name: "dbt-core",
      release: "1.11",
      origin: "default",
      evidence: [],
      seen: [],
      note: null,
    });
    expect(await engineOf(`${SHOP}${LOCK}`)).toMatchObject({
      release: "1.11",
      origin: "default",
      evidence: [{ source: "uv.lock", says: "dbt-core ==1.9.4", decides: false, agrees: false }],
    });
    expect(await engineOf(`${SHOP}${LOCK_2}`)).toMatchObject({
      name: "fusion",
      release: null,
      origin: "uv.lock",
      note: null,
    });
    expect(await engineOf(`${SHOP}${LOCK}`, "--engine", "fusion")).toMatchObject({
      name: "fusion",
      release: null,
      origin: "--engine",
    });
  });

  it("is said at the end of a check where it is not the usual one", async () => {
    expect(await printed(SHOP, "check")).not.toContain("judged as");
    expect(await printed(`${SHOP}${LOCK_2}`, "check")).toContain(
      "judged as dbt 2 (uv.lock): dbt-core ==2.0.0\n",
    );
    expect(await printed(`${SHOP}${LOCK}`, "check")).toContain(
      "uv.lock says dbt-core ==1.9.4; read as dbt-core 1.11 (default); --engine dbt-core-1.9 reads it as that one\n",
    );
    expect(await printed(`${SHOP}${LOCK}`, "check", "--engine", "dbt-core-1.9")).toContain(
      "judged as dbt-core 1.9 (--engine)\n",
    );
    expect(await printed(SHOP, "check", "--engine", "fusion")).toContain(
      "judged as dbt 2 (--engine)\n",
    );
  });

  it("is told where another dbt wrote target/, which decides nothing", async () => {
    const other = `${SHOP}${manifest("2.0.0-alpha.4")}`;
    expect(await engineOf(other)).toMatchObject({
      name: "dbt-core",
      origin: "default",
      seen: [{ file: "target/manifest.json", version: "2.0.0-alpha.4" }],
    });
    expect(await printed(other, "check")).toContain(
      "target/manifest.json was written by dbt 2.0.0-alpha.4; read as dbt-core 1.11 (default); --engine fusion reads it as that one\n",
    );
    const old = await engineOf(`${SHOP}${manifest("1.9.4")}`);
    expect(old.note).toContain("--engine dbt-core-1.9");
    expect((await engineOf(`${SHOP}${manifest("1.4.1")}`)).note).toMatch(/\(default\)$/);
    expect((await engineOf(`${SHOP}${manifest("1.11.3")}`)).note).toBeNull();
    const problemsOf = async (source: string) =>
      (JSON.parse(await printed(source, "check", "--json")) as { problems: unknown }).problems;
    expect(await problemsOf(other)).toEqual(await problemsOf(SHOP));
  });

  it("stands in the header of a simulation", async () => {
    expect(await printed(SHOP, "simulate")).toContain(" · dbt-core 1 · ");
    expect(await printed(`${SHOP}${LOCK_2}`, "simulate")).toContain(" · dbt 2 (uv.lock) · ");
  });

  it("stands on the card of the run's threads, with the newest run's own dbt", () => {
    const measured = SHOP.replace("a.sql", "a.sql 30s");
    const { project } = openFixture(`${measured}${LOCK_2}`);
    expect(project.engineSeen()).toEqual([{ file: "target/run_results.json", version: "1.11.0" }]);
    const text = project.textOf("profiles.yml") ?? "";
    const at = text.indexOf("threads:") + "threads: ".length;
    const { card } = hover(project, "profiles.yml", at) ?? {};
    const row = card?.rows.find(({ label }) => label === "Read as");
    expect(JSON.stringify(row?.lines)).toContain("dbt 2 (uv.lock)");
    expect(JSON.stringify(row?.lines)).toContain("written by dbt 1.11.0");
  });
});
