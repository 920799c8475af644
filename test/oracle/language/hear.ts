/**
 * Listens at the few functions through which the server's words pass while tests run, and leaves what
 * it heard in the folder `HEDDLE_SAID`: a set-up file of vitest, for `recordSaid`.
 */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import type { Problem } from "../../../server/src/base/problem";
import type { Card } from "../../../server/src/ide/card";

const heard = new Map<string, Set<string>>();

function hear(kind: string, text: string): void {
  let texts = heard.get(kind);
  if (texts === undefined) {
    texts = new Set();
    heard.set(kind, texts);
  }
  texts.add(text);
}

function hearProblems(problems: readonly Problem[]): void {
  for (const { code, message, fixes, related } of problems) {
    hear(`problem ${code}`, message);
    for (const { title } of fixes ?? []) hear("fix", title);
    for (const one of related ?? []) hear("related", one.message);
  }
}

function hearCard(card: Card): void {
  for (const { label } of card.rows) if (label !== "") hear("label", label);
  for (const { title } of card.actions) hear("action", title);
}

vi.mock("../../../server/src/advise/runRules", async (original) => {
  const real = await original<typeof import("../../../server/src/advise/runRules")>();
  const runRules: typeof real.runRules = (...given) => {
    const result = real.runRules(...given);
    hearProblems(result.problems);
    return result;
  };
  return { ...real, runRules };
});

vi.mock("../../../server/src/ide/tabular/modelProblems", async (original) => {
  const real = await original<typeof import("../../../server/src/ide/tabular/modelProblems")>();
  const modelProblems: typeof real.modelProblems = (...given) => {
    const result = real.modelProblems(...given);
    for (const problems of result.values()) hearProblems(problems);
    return result;
  };
  return { ...real, modelProblems };
});

vi.mock("../../../server/src/ide/codeLens", async (original) => {
  const real = await original<typeof import("../../../server/src/ide/codeLens")>();
  const codeLensTitle: typeof real.codeLensTitle = (...given) => {
    const title = real.codeLensTitle(...given);
    if (title !== undefined) hear("lens", title);
    return title;
  };
  return { ...real, codeLensTitle };
});

vi.mock("../../../server/src/ide/card", async (original) => {
  const real = await original<typeof import("../../../server/src/ide/card")>();
  const cardText: typeof real.cardText = (card) => {
    hearCard(card);
    return real.cardText(card);
  };
  const cardMarkdown: typeof real.cardMarkdown = (card, links) => {
    hearCard(card);
    return real.cardMarkdown(card, links);
  };
  return { ...real, cardText, cardMarkdown };
});

afterAll(() => {
  const folder = process.env["HEDDLE_SAID"];
  if (folder === undefined || heard.size === 0) return;
  const said = Object.fromEntries([...heard].map(([kind, texts]) => [kind, [...texts]]));
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(said));
});
