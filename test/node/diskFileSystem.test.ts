/** The real disk with everything on it that is no ordinary file of text. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeText } from "../../server/src/node/decodeText";
import { diskFileSystem } from "../../server/src/node/diskFileSystem";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import { createWorkspace } from "../../server/src/workspace/workspace";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "heddle-disk-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("reading", () => {
  it("gives any bytes the text that decoding them apart gives", () => {
    const piece = fc.oneof(
      fc
        .constantFrom("select 1\n", "ü", "😀", "\ufeff", "\ufffd", "\0")
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const bytes = Buffer.concat(pieces);
        writeFileSync(at("any.sql"), bytes);
        expect(diskFileSystem.read(at("any.sql"))).toEqual(decodeText(bytes, at("any.sql")));
      }),
    );
  });

  it("says why a thing that is no file is not read, without waiting for it", () => {
    mkdirSync(at("folder.sql"));
    symlinkSync(at("round.sql"), at("round.sql"));
    symlinkSync(at("nowhere"), at("dangling.sql"));
    symlinkSync("/dev/zero", at("endless.sql"));
    execFileSync("mkfifo", [at("pipe.sql")]);
    writeFileSync(at("huge.sql"), "");
    truncateSync(at("huge.sql"), 65 * 1024 * 1024);
    const failureOf = (name: string): unknown => diskFileSystem.read(at(name));
    expect(failureOf("folder.sql")).toMatchObject({ failure: "unreadable" });
    expect(failureOf("round.sql")).toMatchObject({ failure: "unreadable" });
    expect(failureOf("dangling.sql")).toMatchObject({ failure: "missing" });
    expect(failureOf("endless.sql")).toMatchObject({ failure: "unreadable" });
    expect(failureOf("pipe.sql")).toMatchObject({ failure: "unreadable" });
    expect(failureOf("huge.sql")).toMatchObject({ failure: "too-large" });
    expect(failureOf("any.sql/inside")).toMatchObject({ failure: "missing" });
  });
});

it("two workspaces on one folder see the same project, links in circles or not", () => {
  const root = at("shop");
  mkdirSync(join(root, "models"), { recursive: true });
  writeFileSync(join(root, "dbt_project.yml"), "name: shop\nprofile: shop\n");
  writeFileSync(join(root, "models/a.sql"), "select 1");
  symlinkSync(root, join(root, "models/again"));
  symlinkSync(join(root, "models/gone.sql"), join(root, "models/gone.sql"));
  const options = {
    fileSystem: diskFileSystem,
    settings: DEFAULT_SETTINGS,
    folders: [root],
    now: () => "2026-01-15T02:00:00Z",
  };
  const both = [createWorkspace(options), createWorkspace(options)];
  const idsOf = (one: (typeof both)[number]): readonly string[] => [
    ...(one.snapshot().projectOf(root)?.project.nodes.keys() ?? []),
  ];
  for (const one of both) expect(idsOf(one)).toEqual(["model.shop.a"]);
  writeFileSync(join(root, "models/b.sql"), "select 2");
  for (const one of both) one.apply({ kind: "disk", paths: [join(root, "models/b.sql")] });
  for (const one of both) expect(idsOf(one)).toEqual(["model.shop.a", "model.shop.b"]);
});
