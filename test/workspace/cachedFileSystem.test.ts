import { expect, it } from "vitest";
import { isFailure } from "../../server/src/base/fileSystem";
import { cachedFileSystem } from "../../server/src/workspace/cachedFileSystem";
import { liveDisk } from "./liveDisk";

const start = () => {
  const disk = liveDisk(
    new Map([
      ["a.sql", "one"],
      ["models/b.sql", "two"],
    ]),
  );
  const cached = cachedFileSystem(disk);
  const text = (file: string): string | undefined => {
    const read = cached.read(`/project/${file}`);
    return isFailure(read) ? undefined : read.text;
  };
  const names = (folder: string): readonly string[] | undefined => {
    const entries = cached.list(folder === "" ? "/project" : `/project/${folder}`);
    return isFailure(entries) ? undefined : entries.map(({ name, kind }) => `${kind} ${name}`);
  };
  return { disk, cached, text, names };
};

it("reads a text once, and again when told to forget it", () => {
  const { disk, cached, text } = start();
  expect([text("a.sql"), text("a.sql")]).toEqual(["one", "one"]);
  expect(disk.reads).toEqual(["/project/a.sql"]);
  disk.write("a.sql", "changed");
  expect(text("a.sql")).toBe("one");
  cached.forget("/project/a.sql");
  expect(text("a.sql")).toBe("changed");
});

it("remembers that a file was missing until told to forget it", () => {
  const { disk, cached, text } = start();
  expect(text("c.sql")).toBeUndefined();
  disk.write("c.sql", "new");
  expect(text("c.sql")).toBeUndefined();
  cached.forget("/project/c.sql");
  expect(text("c.sql")).toBe("new");
});

it("lists folders that came with a file", () => {
  const { disk, cached, names } = start();
  expect(names("")).toEqual(["file a.sql", "folder models"]);
  expect(names("new")).toBeUndefined();
  disk.write("new/deep/c.sql", "three");
  cached.forget("/project/new/deep/c.sql");
  expect(names("")).toEqual(["file a.sql", "folder models", "folder new"]);
  expect(names("new/deep")).toEqual(["file c.sql"]);
});

it("forgets all that lies in a folder, and nothing beside it", () => {
  const { disk, cached, text, names } = start();
  disk.write("models2/x.sql", "kept");
  expect([text("models/b.sql"), text("models2/x.sql"), names("models")]).toEqual([
    "two",
    "kept",
    ["file b.sql"],
  ]);
  disk.write("models", undefined);
  disk.write("models2/x.sql", "not told");
  cached.forget("/project/models");
  expect([text("models/b.sql"), text("models2/x.sql"), names("models")]).toEqual([
    undefined,
    "kept",
    undefined,
  ]);
  cached.forgetAll();
  expect(text("models2/x.sql")).toBe("not told");
});

it("shows documents over the disk, with the folders they lie in", () => {
  const { cached, text, names } = start();
  cached.setDocument("/project/a.sql", "typed");
  cached.setDocument("/project/models/b.sql", "typed too");
  cached.setDocument("/project/new/deep/c.sql", "unsaved");
  expect(text("a.sql")).toBe("typed");
  expect(names("")).toEqual(["file a.sql", "folder models", "folder new"]);
  expect(names("models")).toEqual(["file b.sql"]);
  expect(names("new")).toEqual(["folder deep"]);
  cached.setDocument("/project/new/deep/c.sql", undefined);
  cached.setDocument("/project/a.sql", undefined);
  expect([text("a.sql"), text("new/deep/c.sql")]).toEqual(["one", undefined]);
  expect([names(""), names("new")]).toEqual([["file a.sql", "folder models"], undefined]);
});

it("keeps a document when the disk's file is forgotten", () => {
  const { disk, cached, text } = start();
  cached.setDocument("/project/a.sql", "typed");
  disk.write("a.sql", undefined);
  cached.forget("/project");
  expect(text("a.sql")).toBe("typed");
  cached.setDocument("/project/a.sql", "");
  expect(text("a.sql")).toBe("");
});
