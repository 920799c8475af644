/** The requests around the text as they go over the wire; what they say is tested in test/ide. */
import { describe, expect, test } from "vitest";
import { SHOP, start } from "./startShop";

const ORDERS = "models/orders.sql";
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly diagnostics?: readonly { readonly code: string }[];
  readonly edit: { readonly changes: Readonly<Record<string, readonly object[]>> };
}

test("code actions carry their edit, their problem and their kind", async () => {
  const server = await start(SHOP);
  const uri = server.uri(ORDERS);
  const ask = (only?: readonly string[]) =>
    server.request<readonly Action[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: WHOLE,
      context: { diagnostics: [], ...(only && { only }) },
    });
  const fixes = await ask();
  expect(fixes.every(({ kind }) => kind === "quickfix")).toBe(true);
  expect(fixes[0]).toMatchObject({
    title: "Move the hint to meta.heddle.threads",
    isPreferred: true,
  });
  expect(fixes[0]?.diagnostics?.map(({ code }) => code)).toEqual(["threads-ignored-by-dbt"]);
  expect(Object.keys(fixes[0]?.edit.changes ?? {})).toEqual([uri]);
  for (const only of [["source.fixAll.heddle"], ["source.fixAll"], ["source"]]) {
    expect((await ask(only)).map(({ kind }) => kind)).toEqual(["source.fixAll.heddle"]);
  }
  expect(await ask(["refactor"])).toEqual([]);
});

interface AnnotatedEdit {
  readonly documentChanges?: readonly {
    readonly textDocument: object;
    readonly edits: readonly { readonly newText: string; readonly annotationId: string }[];
  }[];
  readonly changeAnnotations?: Readonly<Record<string, object>>;
  readonly changes?: Readonly<Record<string, readonly object[]>>;
}

describe("fixing a rule in the whole project", () => {
  const TWO = `${SHOP}//- models/other.sql\n{{ config(threads=2) }}\nselect 2 as id\n`;
  const TITLE = "Fix all 2 findings of threads-ignored-by-dbt in the project…";
  const CONFIRMING = {
    textDocument: {
      codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
    },
    workspace: {
      workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    },
  };
  const offered = async (capabilities: object) => {
    const server = await start(TWO, { capabilities });
    const actions = await server.request<
      readonly { readonly title: string; readonly edit?: AnnotatedEdit }[]
    >("textDocument/codeAction", {
      textDocument: { uri: server.uri(ORDERS) },
      range: WHOLE,
      context: { diagnostics: [] },
    });
    return { server, action: actions.find(({ title }) => title === TITLE) };
  };

  test("asks to confirm each edit, which is made when somebody chooses it", async () => {
    const { server, action } = await offered(CONFIRMING);
    expect(action?.edit).toBeUndefined();
    const { edit } = await server.request<{ readonly edit: AnnotatedEdit }>(
      "codeAction/resolve",
      action,
    );
    expect(edit.changeAnnotations).toEqual({
      heddle: {
        label: "threads-ignored-by-dbt",
        description: "Move the hint to meta.heddle.threads",
        needsConfirmation: false,
      },
      // Safe edits come confirmed; one that changes nothing makes the editor show them first.
      "heddle.look": { label: "Nothing is changed before you apply", needsConfirmation: true },
    });
    expect(edit.documentChanges?.map(({ textDocument }) => textDocument)).toEqual(
      [ORDERS, "models/other.sql"].map((file) => ({ uri: server.uri(file), version: null })),
    );
    const edits = edit.documentChanges?.flatMap((change) => change.edits) ?? [];
    expect(edits.map(({ annotationId }) => annotationId)).toEqual([
      "heddle.look",
      "heddle",
      "heddle",
    ]);
    expect(edits.map(({ newText }) => newText)).toEqual([
      "",
      "meta={'heddle': {'threads': 6}}",
      "meta={'heddle': {'threads': 2}}",
    ]);
  });

  test("is a plain edit for clients that know nothing of that", async () => {
    const { server, action } = await offered({});
    expect(action?.edit?.documentChanges).toBeUndefined();
    expect(Object.keys(action?.edit?.changes ?? {})).toEqual(
      [ORDERS, "models/other.sql"].map((file) => server.uri(file)),
    );
  });

  test("has a request of its own, for the command of the palette", async () => {
    const server = await start(TWO);
    const uri = server.uri("dbt_project.yml");
    const ask = (code: string) =>
      server.request<{ readonly what: string; readonly edits: readonly object[] } | null>(
        "heddle/fixRule",
        { uri, code },
      );
    expect(await ask("threads-ignored-by-dbt")).toMatchObject({
      what: "Move the hint to meta.heddle.threads",
      isSafe: true,
      fixCount: 2,
      leftCount: 0,
    });
    expect(await ask("bottleneck-model")).toBeNull();
    expect(await ask("no-such-rule")).toBeNull();
  });

  test("an action that nobody knows any more comes back as it is", async () => {
    const server = await start(TWO, { capabilities: CONFIRMING });
    const stale = { title: "x", data: { uri: server.uri(ORDERS), id: "unknown-ref" } };
    expect(await server.request("codeAction/resolve", stale)).toEqual(stale);
    for (const data of [
      undefined,
      3,
      {},
      { uri: 1, id: 2 },
      { uri: "file:///elsewhere", id: "x" },
    ]) {
      expect(await server.request("codeAction/resolve", { title: "x", data })).toMatchObject({
        title: "x",
      });
    }
  });
});

test("completions are snippets for clients that take them, plain text for others", async () => {
  const ask = async (capabilities: object) => {
    const server = await start(SHOP, { capabilities });
    await server.open(ORDERS);
    await server.change(ORDERS, "{{ config(mat) }}");
    const [first] = await server.request<readonly { readonly textEdit: object }[]>(
      "textDocument/completion",
      { textDocument: { uri: server.uri(ORDERS) }, position: { line: 0, character: 13 } },
    );
    await server.stop();
    return first;
  };
  const range = { start: { line: 0, character: 10 }, end: { line: 0, character: 13 } };
  const snippets = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
  expect(await ask(snippets)).toMatchObject({
    label: "materialized",
    insertTextFormat: 2,
    textEdit: { range, newText: "materialized='$1'" },
  });
  expect(await ask({})).toMatchObject({
    insertTextFormat: 1,
    textEdit: { newText: "materialized=''" },
  });
  await start(SHOP);
});

test("inlay hints are off until a setting asks, and bring a card when resolved", async () => {
  const server = await start(SHOP);
  const params = { textDocument: { uri: server.uri(ORDERS) }, range: WHOLE };
  expect(await server.request("textDocument/inlayHint", params)).toEqual([]);
  await server.notify("workspace/didChangeConfiguration", {
    settings: { heddle: { inlayHints: { enable: true } } },
  });
  const hints = await server.request<readonly { readonly label: string }[]>(
    "textDocument/inlayHint",
    params,
  );
  expect(hints).toMatchObject([{ label: "critical", position: { line: 1, character: 34 } }]);
  expect(await server.request("inlayHint/resolve", hints[0])).toMatchObject({
    tooltip: { kind: "markdown", value: expect.stringContaining("| stg_orders |") },
  });
});

test("document links lead to the line that decides", async () => {
  const server = await start(`
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
profile: shop
models:
  +threads: 3
//- models/a.sql
{{ config(materialized='table') }} select 1
`);
  const links = await server.request("textDocument/documentLink", {
    textDocument: { uri: server.uri("models/a.sql") },
  });
  expect(links).toEqual([
    {
      range: { start: { line: 0, character: 3 }, end: { line: 0, character: 9 } },
      target: `${server.uri("dbt_project.yml")}#L4`,
      tooltip: "threads 3 comes from dbt_project.yml:4",
    },
  ]);
});
