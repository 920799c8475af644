import { win32 } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineIndex } from "../../server/src/base/text";
import { alignCase, offsetOf, pathOfNative, pathOfUri, spanOf } from "../../server/src/lsp/fromLsp";
import { uriOfPath } from "../../server/src/lsp/toLsp";

describe("file URIs become paths", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["file:///home/ann/shop/models/a.sql", "/home/ann/shop/models/a.sql"],
    ["file:///home/ann/my%20shop/orders%23.sql", "/home/ann/my shop/orders#.sql"],
    ["file:///home/ann/Bestellungen%20%C3%BC.sql", "/home/ann/Bestellungen ü.sql"],
    ["file:///home/ann/Bestellungen ü.sql", "/home/ann/Bestellungen ü.sql"],
    ["file:///c%3A/Users/Ann/shop/a.sql", "C:/Users/Ann/shop/a.sql"],
    ["file:///C:/Users/Ann/shop/a.sql", "C:/Users/Ann/shop/a.sql"],
    ["file:///c:", "C:/"],
    ["file://server/share/shop/a.sql", "//server/share/shop/a.sql"],
    ["file://localhost/shop/a.sql", "/shop/a.sql"],
    ["file:/shop/a.sql", "/shop/a.sql"],
    ["FILE:///shop/a.sql", "/shop/a.sql"],
    ["file:///shop/a.sql?version=2#L3", "/shop/a.sql"],
    ["file:///shop/100%.sql", "/shop/100%.sql"],
    ["file:///shop/100%/%C3%BC.sql", "/shop/100%/ü.sql"],
    ["vscode-vfs://github/ann/shop/a%20b.sql", "//vscode-vfs:github/ann/shop/a b.sql"],
    ["vscode-vfs://github%2B7b22/ann/a.sql?ref=x", "//vscode-vfs:github+7b22/ann/a.sql"],
    ["vscode-remote://localhost:8080/shop/a.sql", "//vscode-remote:localhost:8080/shop/a.sql"],
    ["https://example.com/a.sql", undefined],
    ["output://log/a.sql", undefined],
    ["untitled:Untitled-1", undefined],
    ["git:/shop/a.sql?ref=main", undefined],
    ["vscode-notebook-cell:/shop/a.ipynb#1", undefined],
    ["", undefined],
    ["a.sql", undefined],
  ];
  for (const [uri, path] of cases) {
    test(uri || "an empty text", () => expect(pathOfUri(uri)).toBe(path));
  }
});

describe("paths become URIs", () => {
  test("as VS Code spells them", () => {
    expect(uriOfPath("/home/ann/my shop/#1 (old).sql")).toBe(
      "file:///home/ann/my%20shop/%231%20%28old%29.sql",
    );
    expect(uriOfPath("C:/Users/Ann/ü.sql")).toBe("file:///c%3A/Users/Ann/%C3%BC.sql");
    expect(uriOfPath("//server/share/a.sql")).toBe("file://server/share/a.sql");
    expect(uriOfPath("//vscode-vfs:github/ann/a b.sql")).toBe("vscode-vfs://github/ann/a%20b.sql");
  });

  test("and back again, whatever the name", () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !/[/\\]/.test(text));
    const root = fc.constantFrom("", "C:", "/server/share", "/vscode-vfs:github+7b/ann");
    fc.assert(
      fc.property(root, fc.array(name, { minLength: 1, maxLength: 4 }), (prefix, names) => {
        const path = `${prefix}/${names.join("/")}`;
        // A first folder that looks like a drive is one: `/c:/x` and `c:/x` share their URI.
        fc.pre(!/^\/[A-Za-z]:/.test(path) && !path.startsWith("//localhost"));
        expect(pathOfUri(uriOfPath(path))).toBe(path);
      }),
    );
  });

  test("the same file as Node's own conversion means, on Windows too", () => {
    const native = win32.join("c:\\", "Users", "Ann", "Köln shop", "models", "a b.sql");
    const url = pathToFileURL(native, { windows: true }).href;
    expect(pathOfUri(url)).toBe(pathOfNative(native));
    expect(pathOfUri(url)).toBe("C:/Users/Ann/Köln shop/models/a b.sql");
    expect(pathOfUri(uriOfPath(pathOfNative(native)))).toBe(pathOfNative(native));
  });
});

test("on disks that ignore case a path takes the spelling of its folder", () => {
  const folders = ["C:/Work/Shop", "/Users/Ann/Shop"];
  expect(alignCase("C:/work/shop/models/A.sql", folders)).toBe("C:/Work/Shop/models/A.sql");
  expect(alignCase("/users/ann/SHOP", folders)).toBe("/Users/Ann/Shop");
  expect(alignCase("/users/ann/shopping/a.sql", folders)).toBe("/users/ann/shopping/a.sql");
});

test("malformed positions mean the nearest place", () => {
  const lines = lineIndex("ab\r\ncd\n");
  expect(offsetOf(lines, { line: 1, character: 1 })).toBe(5);
  expect(offsetOf(lines, { line: 99, character: 0 })).toBe(7);
  expect(offsetOf(lines, { line: 0, character: 99 })).toBe(2);
  expect(offsetOf(lines, { line: -4, character: -1 })).toBe(0);
  expect(offsetOf(lines, { line: Number.NaN, character: Number.POSITIVE_INFINITY })).toBe(0);
  expect(offsetOf(lines, undefined)).toBe(0);
  expect(
    spanOf(lines, { start: { line: 1, character: 2 }, end: { line: 0, character: 1 } }),
  ).toEqual({ start: 1, end: 6 });
  expect(spanOf(lines, undefined)).toEqual({ start: 0, end: 0 });
});
