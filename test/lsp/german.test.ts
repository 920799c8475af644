/**
 * German for the server's words: each recorded sentence has its twin, the patterns agree with each
 * other and find back what they were filled with, and a client is answered in its own language.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hover } from "vscode-languageserver";
import { CARDS } from "../../server/src/lsp/language/german/cards";
import { CONFIG_KEYS } from "../../server/src/lsp/language/german/configKeys";
import { FINDINGS } from "../../server/src/lsp/language/german/findings";
import { PHRASES } from "../../server/src/lsp/language/german/phrases";
import { READER_PHRASES, READERS } from "../../server/src/lsp/language/german/readers";
import { TABULAR, TABULAR_PHRASES } from "../../server/src/lsp/language/german/tabular";
import { createPhraseBook, type Table } from "../../server/src/lsp/language/phraseBook";
import { wordsFor } from "../../server/src/lsp/language/words";
import type { FindingsResult, SweepResult } from "../../server/src/protocol";
import { lensTitles, SHOP, start } from "./startShop";

const said: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../data/language/said.json"), "utf8"),
);

const phraseTables: readonly Table[] = [
  PHRASES,
  CARDS,
  CONFIG_KEYS,
  TABULAR_PHRASES,
  READER_PHRASES,
];
const phrases: Table = Object.assign({}, ...phraseTables);
const sentences: readonly Table[] = [
  ...Object.values(FINDINGS),
  ...Object.values(TABULAR),
  READERS,
];
const german = wordsFor("de-DE");

function inGerman(kind: string, text: string): string {
  const [what, code] = kind.split(" ");
  if (what !== "problem" || code === undefined) return german.line(text);
  const span = { start: 0, end: 0 };
  return german.problem({ file: "", span, code, severity: "hint", message: text }).message;
}

const placeholders = (text: string) => (text.match(/\{[=#]?\d+\}/g) ?? []).sort();

describe("German", () => {
  test("has a twin of every recorded sentence", () => {
    const missing = Object.entries(said).flatMap(([kind, texts]) =>
      texts.filter((text) => inGerman(kind, text) === text).map((text) => `${kind}: ${text}`),
    );
    expect(missing, "without a pattern in server/src/lsp/language/german").toEqual([]);
  });

  test("mixes no English into the sentences of rules", () => {
    const mixed = Object.entries(said)
      .filter(([kind]) => kind.startsWith("problem ") && !readerCodes.has(kind.slice(8)))
      .flatMap(([kind, texts]) => texts.map((text) => inGerman(kind, text)))
      // Statements and expressions are quoted.
      .map((text) => text.replaceAll(/`[^`]*`/g, ""))
      .filter((text) => /(?:^| )(?:the|and|are|with|they|more|most|each|of) /.test(text));
    expect(mixed).toEqual([]);
  });

  test("has the same places to fill in on both sides", () => {
    for (const table of [...phraseTables, ...sentences]) {
      for (const [english, translation] of Object.entries(table)) {
        // A name that English says twice may be left out the second time.
        expect(placeholders(english), english).toEqual(
          expect.arrayContaining(placeholders(translation)),
        );
      }
    }
  });

  test("says no phrase in two ways", () => {
    const known = new Map<string, string>();
    for (const [english, translation] of phraseTables.flatMap((table) => Object.entries(table))) {
      expect(known.get(english) ?? translation, english).toBe(translation);
      known.set(english, translation);
    }
  });

  test("finds every pattern of sentences again, whatever fills it", () => {
    const book = createPhraseBook(phrases);
    const patterns = sentences.flatMap((table) =>
      Object.entries(table).map(([english, translation]) => ({ table, english, translation })),
    );
    const name = fc.stringMatching(/^[a-z]{2}_[a-z0-9]{1,9}$/);
    const words = fc.constantFrom(["3 models", "3 Modelle"], ["measured", "gemessen"]);
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        fc.array(name, { minLength: 10, maxLength: 10 }),
        words,
        ({ table, english, translation }, names, [before = "", after = ""]) => {
          const filled = (pattern: string, phrase: string) =>
            pattern
              .replaceAll(/\{=\d+\}/g, phrase)
              .replaceAll(/\{#\d+\}/g, "17")
              .replaceAll(/\{(\d+)\}/g, (_, at) => names[Number(at)] ?? "");
          const text = filled(english, before);
          expect(book.sentence(text, table)).not.toBe(text);
          // Words may be made of other patterns; names and figures come back as they were.
          if (!/\{=/.test(english)) {
            expect(book.sentence(text, table)).toBe(filled(translation, after));
          }
        },
      ),
      { seed: 7, numRuns: 2_000 },
    );
  });

  test("leaves alone what it does not know, and is done with what is made to be slow", () => {
    expect(german.line("colourless green ideas")).toBe("colourless green ideas");
    const ands = Array.from({ length: 180 }, (_, at) => `m${at}`).join(" and ");
    expect(german.line(ands)).toContain("m179");
    expect(german.line(`${ands}, ${ands} of ${ands}`)).toContain("m179");
  });
});

/** Their messages quote dbt, which speaks English. */
const readerCodes = new Set(["unreadable-file", "unreadable-artifact", "missing-profile"]);

describe("the server speaks the language of its client", () => {
  const orders = (server: { cursor(): object }) => server.cursor();
  const HOVERED = SHOP.replace("threads=6", "thre$0ads=6");

  test("German in hover, lens, findings, fixes and diagnostics", async () => {
    const server = await start(HOVERED, { locale: "de" });
    await server.settle();
    expect(await lensTitles(server, "models/orders.sql")).toEqual([
      "threads 6 → 3 empfohlen · kritisch · 50 s · −25 s bei halber Dauer",
    ]);
    const hover = await server.request<Hover>("textDocument/hover", orders(server));
    expect(JSON.stringify(hover.contents)).toContain("Empfohlen");
    expect(JSON.stringify(hover.contents)).toContain(
      "übergangen: dbt kennt keine Threads je Modell",
    );
    const { findings } = await server.request<FindingsResult>("heddle/findings", {
      uri: server.uri("models/orders.sql"),
    });
    const ignored = findings.find(({ code }) => code === "threads-ignored-by-dbt");
    expect(ignored?.message).toMatch(/^dbt-core übergeht `threads` hier/);
    expect(ignored?.fix).toBe("Den Hint nach meta.heddle.threads verschieben");
    const sweep = await server.request<SweepResult>("heddle/sweep", { uri: server.uri("") });
    expect(sweep.recommended.because).toMatch(/Thread (?:spart|kostet)/);
    const published = server.published("models/orders.sql").map(({ message }) => message);
    expect(published).toContain(ignored?.message);
  });

  test("English for everybody else", async () => {
    for (const locale of ["en", "fr", "den", undefined]) {
      expect(wordsFor(locale).line("critical"), `${locale}`).toBe("critical");
    }
    for (const locale of ["de", "DE", "de-at", "de_CH"]) {
      expect(wordsFor(locale).line("critical"), locale).toBe("kritisch");
    }
    const server = await start(HOVERED, { locale: "fr" });
    expect(await lensTitles(server, "models/orders.sql")).toEqual([
      "threads 6 → 3 recommended · critical · 50 s · −25 s if halved",
    ]);
  });
});
