/** The editor shows what `heddle check` reports: findings that the project's baseline accepts are left out. */
import { expect, test } from "vitest";
import type { Harness } from "../support/serverHarness";
import { publishedCodes, SHOP, start } from "./startShop";

const ORDERS = "models/orders.sql";
const FILE = ".heddle-baseline.json";

function baseline(...codes: readonly string[]): string {
  const findings = codes.map((code) => ({ file: ORDERS, code, text: "threads=6", count: 1 }));
  return JSON.stringify({ schema: "heddle.baseline/1", findings });
}

async function writeBaseline(server: Harness, text: string | undefined): Promise<void> {
  server.write(FILE, text);
  await server.notify("workspace/didChangeWatchedFiles", {
    changes: [{ uri: server.uri(FILE), type: text === undefined ? 3 : 1 }],
  });
  await server.settle();
}

test("what the baseline accepts is shown nowhere, and comes back with the file gone", async () => {
  const server = await start(SHOP);
  await server.settle();
  const before = publishedCodes(server, ORDERS);
  expect(before).toContain("threads-ignored-by-dbt");
  await writeBaseline(server, baseline("threads-ignored-by-dbt"));
  expect(publishedCodes(server, ORDERS)).toEqual(
    before.filter((code) => code !== "threads-ignored-by-dbt"),
  );
  const listed = await server.request<{ readonly findings: readonly { readonly code: string }[] }>(
    "heddle/findings",
    { uri: server.uri(ORDERS) },
  );
  expect(listed.findings.map(({ code }) => code)).not.toContain("threads-ignored-by-dbt");
  await writeBaseline(server, undefined);
  expect(publishedCodes(server, ORDERS)).toEqual(before);
});

test("an accepted finding stays away wherever its line moves, a second one is new", async () => {
  const server = await start(`${SHOP}//- ${FILE}\n${baseline("threads-ignored-by-dbt")}\n`);
  await server.open(ORDERS);
  await server.change(ORDERS, "-- moved\n\n{{ config(threads=6) }}\nselect 1 as id\n");
  await server.settle();
  expect(publishedCodes(server, ORDERS)).not.toContain("threads-ignored-by-dbt");
  await server.change(ORDERS, "{{ config(threads=5) }}\nselect 1 as id\n");
  await server.settle();
  expect(publishedCodes(server, ORDERS)).toContain("threads-ignored-by-dbt");
});

test("a setting shows everything", async () => {
  const server = await start(`${SHOP}//- ${FILE}\n${baseline("threads-ignored-by-dbt")}\n`, {
    initializationOptions: { baseline: { enable: false } },
  });
  await server.settle();
  expect(publishedCodes(server, ORDERS)).toContain("threads-ignored-by-dbt");
});

test.each(["{", "[]", `{ "schema": "heddle.baseline/1", "findings": [3] }`])(
  "a baseline that cannot be read hides nothing and is reported: %s",
  async (text) => {
    const server = await start(`${SHOP}//- ${FILE}\n${text}\n`);
    await server.settle();
    expect(publishedCodes(server, ORDERS)).toContain("threads-ignored-by-dbt");
    expect(publishedCodes(server, FILE)).toEqual(["invalid-rule-settings"]);
  },
);
