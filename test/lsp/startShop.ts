/** A harness that ends with its test, and the requests that most tests of the server send. */
import { afterEach } from "vitest";
import { type Harness, type HarnessOptions, startHarness } from "../support/serverHarness";

let running: Harness | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** Starts a server on `source`; it is stopped after the test. */
export async function start(source: string, options?: HarnessOptions): Promise<Harness> {
  running = await startHarness(source, options);
  return running;
}

/** Stops being responsible for the server of this test, because the test itself ends it. */
export function release(): void {
  running = undefined;
}

/** Two models, the second with a hint: what most tests need. */
export const SHOP = `
//- profiles.yml threads:4
//- models/stg_orders.sql 30s
select 1 as id
//- models/orders.sql 50s
{{ config(threads=6) }}
select * from {{ ref('stg_orders') }}
`;

interface Lens {
  readonly command?: { readonly title: string; readonly command: string };
  readonly data?: unknown;
}

/** Titles of a file's lenses, resolved where they come without. */
export async function lensTitles(server: Harness, file: string): Promise<readonly string[]> {
  const lenses = await server.request<readonly Lens[]>("textDocument/codeLens", {
    textDocument: { uri: server.uri(file) },
  });
  const titles: string[] = [];
  for (const lens of lenses) {
    const full = lens.command ? lens : await server.request<Lens>("codeLens/resolve", lens);
    titles.push(full.command?.title ?? "");
  }
  return titles;
}

/** Markdown of the hover at a place of a file; `nothing` where it is silent. */
export async function hoverText(
  server: Harness,
  file: string,
  line: number,
  character: number,
): Promise<string> {
  const hover = await server.request<{ readonly contents: { readonly value: string } } | null>(
    "textDocument/hover",
    { textDocument: { uri: server.uri(file) }, position: { line, character } },
  );
  return hover?.contents.value ?? "nothing";
}

/** Rule codes of the problems that are published for a file. */
export function publishedCodes(server: Harness, file: string): readonly string[] {
  return server.published(file).map(({ code }) => String(code));
}
