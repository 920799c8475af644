/** Names, texts and paths that mean harm to whoever shows them, one test for each promise of SECURITY.md. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { compareWithManifest } from "../../server/src/dbt/artifacts/compareWithManifest";
import { parseManifest } from "../../server/src/dbt/artifacts/manifest";
import { cardMarkdown } from "../../server/src/ide/card";
import { hover } from "../../server/src/ide/hover";
import { openBytes } from "../../server/src/node/openBytes";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { createWorkspace } from "../../server/src/workspace/workspace";
import { runCommand } from "../cli/commandLine";
import { FIXTURE_ROOT, memoryFileSystem } from "../support/fixture";
import { NOW, openWorkspace } from "./liveDisk";

const MARKUP = "<img src=x onerror=alert(1)>";
const LINK = "[more](command:workbench.action.terminal.new)";
const UNESCAPED = /(?<!\\)\]\(command:workbench|(?<!\\)<img/;
const FILES = new Map([
  ["dbt_project.yml", "name: shop\nprofile: shop\n"],
  [
    "profiles.yml",
    `shop:\n  target: "${MARKUP}"\n  outputs:\n    "${MARKUP}": {type: postgres, schema: x, threads: 2}\n`,
  ],
  [`models/${MARKUP}.sql`, "select 1"],
  [
    "models/b.sql",
    `{{ config(tags=['${MARKUP}', '${LINK}'], threads='${LINK}', group='${MARKUP}') }} select * from {{ ref('${MARKUP}') }} join {{ ref('${LINK}') }}`,
  ],
  [
    "models/p.yml",
    `models:\n  - name: b\n    description: "${LINK} ${MARKUP}"\n    data_tests: [unique]\n`,
  ],
]);

function markdownAt(project: ProjectSnapshot, file: string, offset: number): string {
  const found = hover(project, file, offset);
  return found === undefined ? "" : cardMarkdown(found.card);
}

it.each([
  ["check", "--format", "html"],
  ["check", "--format", "markdown"],
  ["simulate", "--format", "html"],
  ["report", "--format", "html"],
])("names are no markup in what `heddle %s %s %s` writes", async (...words) => {
  const { out, err } = await runCommand(words, {
    fileSystem: memoryFileSystem(FILES),
    cwd: FIXTURE_ROOT,
  });
  if (out === "") expect(err).not.toBe("");
  if (words.includes("html")) expect(out).not.toMatch(/<img/);
  else expect(out).not.toMatch(UNESCAPED);
});

it("names and descriptions are no links in a hover", () => {
  const shown = createWorkspace({
    fileSystem: memoryFileSystem(FILES),
    settings: DEFAULT_SETTINGS,
    folders: [FIXTURE_ROOT],
    now: () => NOW,
  })
    .snapshot()
    .projectOf(FIXTURE_ROOT);
  expect(shown?.project.nodes.size).toBeGreaterThan(1);
  if (shown === undefined) return;
  for (const [file, text] of shown.project.files) {
    for (let offset = 0; offset < text.length; offset += 7) {
      expect(markdownAt(shown, file, offset)).not.toMatch(UNESCAPED);
    }
  }
});

it("paths in a manifest open no file", () => {
  const secret = "../../../../etc/passwd";
  const { project, disk } = openWorkspace(`//- models/a.sql\nselect 1\n`);
  const before = project();
  disk.reads.length = 0;
  const node = {
    unique_id: "model.shop.a",
    resource_type: "model",
    name: "a",
    package_name: "shop",
    original_file_path: secret,
    path: secret,
    patch_path: `shop://${secret}`,
    config: {},
    depends_on: { nodes: [], macros: [] },
  };
  const text = JSON.stringify({
    metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json" },
    nodes: { "model.shop.a": node },
    sources: {},
  });
  const { manifest } = parseManifest(text, "manifest.json");
  expect(manifest?.nodes.size).toBe(1);
  if (manifest !== undefined) compareWithManifest(before.project, manifest);
  expect(disk.reads).toEqual([]);
});

it("a packed file is unpacked as it is read, not before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heddle-bomb-"));
  try {
    const path = join(folder, "rows.csv.gz");
    // 300 MB in many parts, none of which this test holds unpacked for long.
    const part = gzipSync(Buffer.alloc(3_000_000));
    writeFileSync(path, Buffer.concat(Array.from({ length: 100 }, () => part)));
    const before = process.memoryUsage().arrayBuffers;
    const source = await openBytes(path);
    const into = new Uint8Array(1 << 16);
    expect(await source.read(into, 0)).toBeLessThanOrEqual(into.length);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    await source.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("the schedule page makes no markup of texts", () => {
  const panel = resolve(import.meta.dirname, "../../client/panel");
  for (const file of readdirSync(panel).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(panel, file), "utf8");
    expect(text, file).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc/);
  }
});
