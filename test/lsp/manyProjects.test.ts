/**
 * A window with a hundred projects in one server: each answers as itself, an edit of one is no news of
 * the others, and memory grows with the projects, not with what is asked.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type {
  FindingsResult,
  ModelsResult,
  ProjectChangedParams,
  ProjectsResult,
  SimulateResult,
} from "../../server/src/protocol";
import type { Harness } from "../support/serverHarness";
import { lensTitles, start } from "./startShop";

const COUNT = 100;
const folders = Array.from({ length: COUNT }, (_, at) => `team${at}`);

/** Project `at` has a run of its own length: its second model takes `at + 1` seconds. */
function projectOf(at: number): string {
  const folder = folders[at];
  return [
    `//- ${folder}/dbt_project.yml`,
    `name: team${at}\nprofile: p\nversion: "1.0"`,
    `//- ${folder}/profiles.yml`,
    "p: {target: dev, outputs: {dev: {type: postgres, schema: x, threads: 4}}}",
    `//- ${folder}/models/first.sql`,
    "select 1 as id",
    `//- ${folder}/models/second.sql`,
    `{{ config(threads=6, meta={'heddle': {'durationMs': ${(at + 1) * 1000}}}) }}`,
    "select * from {{ ref('first') }}",
  ].join("\n");
}

async function startAll(): Promise<Harness> {
  const source = folders.map((_, at) => projectOf(at)).join("\n");
  const server = await start(source, {
    isBare: true,
    folders,
    initializationOptions: { commands: true },
  });
  await server.settle();
  return server;
}

const uriIn = (server: Harness, at: number) => server.uri(`${folders[at]}/models/second.sql`);

/** Bytes in use once all that nobody needs is gone. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

describe("a hundred projects in one server", () => {
  test("answer each as itself", async () => {
    const server = await startAll();
    const { projects } = await server.request<ProjectsResult>("heddle/projects", {});
    expect(projects.map(({ name }) => name).sort()).toEqual([...folders].sort());
    for (const [at, folder] of folders.entries()) {
      const uri = uriIn(server, at);
      const models = await server.request<ModelsResult>("heddle/models", { uri });
      expect(models.project.name).toBe(folder);
      expect(models.models.map(({ uniqueId }) => uniqueId)).toEqual([
        `model.${folder}.first`,
        `model.${folder}.second`,
      ]);
      const run = await server.request<SimulateResult>("heddle/simulate", { uri });
      const second = run.tasks.find(({ id }) => id === `model.${folder}.second`);
      expect((second?.endMs ?? 0) - (second?.startMs ?? 0)).toBe((at + 1) * 1000);
      const { findings } = await server.request<FindingsResult>("heddle/findings", { uri });
      expect(findings.every((finding) => finding.uri.includes(`/${folder}/`))).toBe(true);
      expect(findings.map(({ code }) => code)).toContain("threads-ignored-by-dbt");
    }
  });

  test("an edit of one is no news of the others", async () => {
    const server = await startAll();
    const file = `${folders[42]}/models/second.sql`;
    await server.open(file);
    const lens = await lensTitles(server, `${folders[41]}/models/second.sql`);
    await server.settle();
    const published = folders.map((folder) => server.publishCount(`${folder}/models/second.sql`));
    const told = server.received.length;
    await server.change(file, "{{ config(threads=2) }}\nselect * from {{ ref('first') }}\n");
    await server.settle();
    expect((await lensTitles(server, file))[0]).toMatch(/^threads 2/);
    expect(await lensTitles(server, `${folders[41]}/models/second.sql`)).toEqual(lens);
    for (const [at, folder] of folders.entries()) {
      const count = server.publishCount(`${folder}/models/second.sql`);
      expect(count > (published[at] ?? 0), folder).toBe(at === 42);
    }
    const news = server.received
      .slice(told)
      .filter(({ method }) => method === "heddle/projectChanged")
      .map(({ params }) => (params as ProjectChangedParams).uri);
    expect([...new Set(news)].map((uri) => uri.replace(/\/$/, ""))).toEqual([
      server.uri(folders[42] ?? ""),
    ]);
  });

  test("memory is bounded by the projects, not by what is asked and typed", async () => {
    const server = await startAll();
    const ask = async () => {
      for (const [at] of folders.entries()) {
        const uri = uriIn(server, at);
        await server.request("heddle/models", { uri });
        await server.request("heddle/simulate", { uri });
      }
    };
    await ask();
    const before = heapInUse();
    const file = `${folders[7]}/models/second.sql`;
    await server.open(file);
    for (let edit = 0; edit < 40; edit++) {
      await server.change(file, `select ${edit} from {{ ref('first') }}\n`);
      await server.settle();
    }
    await ask();
    await ask();
    const grown = heapInUse() - before;
    // A copy of each project for each edit or each round of questions would be several times this.
    expect(grown / 1e6).toBeLessThan(12);
  });
});
