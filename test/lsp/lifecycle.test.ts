import { afterEach, describe, expect, test } from "vitest";
import { type Harness, type HarnessOptions, startHarness } from "../support/serverHarness";

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.stop();
  harness = undefined;
});

async function start(source: string, options?: HarnessOptions): Promise<Harness> {
  harness = await startHarness(source, options);
  return harness;
}

const SHOP = `
//- profiles.yml threads:4
//- models/stg_orders.sql 30s
select 1 as id
//- models/orders.sql 50s
{{ config(threads=6) }}
select * from {{ ref('stg_orders') }}
`;

describe("initialize", () => {
  test("offers what every client can use", async () => {
    const { initialized } = await start(SHOP);
    expect(initialized.serverInfo).toEqual({ name: "Heddle", version: "0.0.0" });
    expect(initialized.capabilities).toMatchObject({
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: true },
      inlayHintProvider: { resolveProvider: true },
      workspace: { workspaceFolders: { supported: true } },
      executeCommandProvider: { commands: ["heddle.explainModel", "heddle.simulateRun"] },
    });
    expect(initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  test("offers to be asked for problems where the client asks", async () => {
    const { initialized } = await start(SHOP, { capabilities: { textDocument: { diagnostic: {} } } });
    expect(initialized.capabilities.diagnosticProvider).toEqual({
      identifier: "heddle",
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
  });
});

test("a lens, a hover and problems reach a client without any capability", async () => {
  const server = await start(SHOP);
  await server.open("models/orders.sql");
  await server.settle();
  const textDocument = { uri: server.uri("models/orders.sql") };
  const lenses = await server.request<readonly { readonly command: { readonly title: string } }[]>(
    "textDocument/codeLens",
    { textDocument },
  );
  expect(lenses.map(({ command }) => command.title)).toEqual([expect.stringContaining("threads 6")]);
  const hover = await server.request<{ readonly contents: { readonly value: string } }>(
    "textDocument/hover",
    { textDocument, position: { line: 0, character: 12 } },
  );
  expect(hover.contents.value).toContain("| orders |");
  expect(server.published("models/orders.sql").map(({ code }) => code)).toContain(
    "threads-ignored-by-dbt",
  );
});
