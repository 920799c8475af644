/** The tools as a client of the protocol meets them: the library's own client, a real process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleCli } from "../support/bundleCli";

const SHOP: Readonly<Record<string, string>> = {
  "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
  "profiles.yml":
    "shop:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: x, threads: 4 }\n",
  "models/stg_orders.sql": "select 1 as id\n",
  "models/orders.sql": "{{ config(threads=6) }}\nselect * from {{ ref('stg_orders') }}\n",
};

const folder = mkdtempSync(join(tmpdir(), "heddle-mcp-"));
let client: Client;
beforeAll(async () => {
  for (const [file, text] of Object.entries(SHOP)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [await bundleCli(), "mcp"],
      cwd: folder,
    }),
  );
}, 120_000);
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call(name: string, args: Readonly<Record<string, unknown>> = {}) {
  const result = await client.callTool({ name, arguments: { ...args } });
  const content = result.content as readonly { readonly type: string; readonly text: string }[];
  return { text: content[0]?.text ?? "", isError: result.isError === true };
}

async function json(name: string, args: Readonly<Record<string, unknown>> = {}) {
  return JSON.parse((await call(name, { ...args, format: "json" })).text);
}

describe("the tools", () => {
  test("are read-only, and each says what it takes", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "simulate",
      "sweep",
      "explain",
      "check",
      "models",
    ]);
    for (const { annotations, inputSchema, description } of tools) {
      expect(annotations?.readOnlyHint).toBe(true);
      expect(inputSchema.type).toBe("object");
      expect(description?.length).toBeGreaterThan(60);
    }
    expect(client.getInstructions()).toContain("measured, given, estimated or assumed");
  });

  test("answer with the command line's figures", async () => {
    const run = await json("simulate", { threads: 8, hints: "seats" });
    expect(run).toMatchObject({ schema: "heddle.schedule/1", threads: 8, hints: "seats" });
    expect((await json("sweep", { range: "1..4" })).points).toHaveLength(4);
    expect((await json("models", { select: "orders" })).models).toHaveLength(1);
    expect((await json("check")).schema).toBe("heddle.check/1");
  });

  test("answer in Markdown unless JSON is asked for", async () => {
    const { text } = await call("explain", { model: "orders" });
    expect(text).toContain("Recommended");
    expect((await call("simulate")).text).toMatch(/^# /);
  });

  test("follow what if", async () => {
    const before = await json("simulate");
    const after = await json("simulate", { whatIf: ["orders=1ms"] });
    expect(after.makespanMs).toBeLessThan(before.makespanMs);
  });
});

describe("what a model gets wrong is answered in one line", () => {
  const refused = async (name: string, args: Readonly<Record<string, unknown>>) => {
    const { text, isError } = await call(name, args);
    expect(isError).toBe(true);
    return text;
  };

  test("an unknown model, tool, argument or selector", async () => {
    expect(await refused("explain", { model: "nobody" })).toContain("nobody");
    expect(await refused("destroy", {})).toBe(
      'There is no tool "destroy"; there are simulate, sweep, explain, check, models.',
    );
    expect(await refused("simulate", { thread: 3 })).toContain("simulate takes project,");
    expect(await refused("models", { select: "nomethod:x" })).toContain("nomethod");
  });

  test("a path out of the folder, an option in disguise", async () => {
    for (const project of ["../..", "/etc", "C:\\x", "--out=x", "a/../../b"]) {
      expect(await refused("check", { project })).toContain("no path inside the folder");
    }
    expect(await refused("explain", { model: "--out=stolen" })).toContain("model: name one");
    expect(await refused("check", { out: "file" })).toContain("out: check takes");
    expect(await refused("simulate", { whatIf: [{}] })).toContain("no text and no number");
  });
});
