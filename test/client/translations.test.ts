/** Every word of the client has its German one, and nothing is left over. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

function read(file: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(ROOT, file), "utf8"));
}

/** Messages given to `t(` or `l10n.t(` in the client's sources, as literals. */
function messages(): ReadonlySet<string> {
  const found = new Set<string>();
  const files = ["client/src", "client/panel"].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)),
  );
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const call = /\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;
    for (const [, literal = ""] of text.matchAll(call)) {
      const body = literal.startsWith("'")
        ? `"${literal.slice(1, -1).replaceAll('"', '\\"')}"`
        : literal;
      found.add(String(JSON.parse(body)));
    }
  }
  return found;
}

/** `{0}`, command links and settings: what a translation must keep. */
function kept(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\(command:[^)]*\)|`[^`]*`|\$\([\w-]+\)/g)]
    .map(([found]) => found)
    .sort();
}

describe("German", () => {
  test("has every word of the manifest, with the same links and names", () => {
    const english = read("package.nls.json");
    const german = read("package.nls.de.json");
    expect(Object.keys(german)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(english)) {
      expect(kept(german[key] ?? ""), key).toEqual(kept(text));
    }
  });

  test("has every message of the client, with the same places to fill in", () => {
    const german = read("l10n/bundle.l10n.de.json");
    expect(Object.keys(german).sort()).toEqual([...messages()].sort());
    for (const [text, translated] of Object.entries(german)) {
      expect(kept(translated), text).toEqual(kept(text));
    }
  });

  test("is asked for by every key of the manifest", () => {
    const manifest = readFileSync(join(ROOT, "package.json"), "utf8");
    const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? "");
    expect([...new Set(used)].sort()).toEqual(Object.keys(read("package.nls.json")).sort());
  });
});
