/** The eight recommendations of the article on examples/adventure: docs/tabular.md says what Heddle says. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { formatDuration } from "../../server/src/base/duration";
import type { Problem } from "../../server/src/base/problem";
import { openModel } from "../../server/src/workspace/openModel";
import { filesInMemory } from "./filesInMemory";

const PAGE = readFileSync(resolve(import.meta.dirname, "../../docs/tabular.md"), "utf8");
const files = filesInMemory(
  new Map([...adventureFiles()].map(([path, text]) => [`/adventure/${path}`, text])),
);

function problemsOf(path: string): readonly Problem[] {
  const opened = openModel({ fileSystem: files, path: `/adventure/${path}` });
  return typeof opened === "string" ? [] : opened.problems();
}

/** `| …advice… | [code](…) on Table | alone | once the rest is followed |` of the page. */
const rows = [
  ...PAGE.matchAll(/^\| ([^|]+) \| \[([\w-]+)\]\([^)]+\) on `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm),
];

it("shows every recommendation of the article with what it saves", () => {
  expect(rows).toHaveLength(8);
  const texts = new Map(adventureFiles());
  for (const [, , code = "", place = "", alone, afterwards] of rows) {
    const path = place.startsWith("scripts/") ? place : "bim/model.bim";
    const text = texts.get(path) ?? "";
    const name = place.startsWith("scripts/") ? '"refresh"' : `"${place}"`;
    const found = problemsOf(path).find(
      (one) =>
        one.code === code &&
        (code === "connections-below-partitions" ||
          text.slice(one.span.start, one.span.end) === name),
    );
    expect(found?.evidence?.kind, code).toBe("simulated");
    const because = found?.evidence?.because ?? "";
    const last = / alone, and (.+) once/.exec(because)?.[1] ?? "–";
    expect(`${code} ${formatDuration(found?.savesMs ?? 0)} ${last}`).toBe(
      `${code} ${alone} ${afterwards}`,
    );
    // None is empty talk: alone or afterwards, each saves a second or more.
    expect(`${alone} ${afterwards}`, code).toMatch(/\d+ (?:m|s)\b/);
  }
});
