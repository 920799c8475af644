/**
 * Edits public models at random and reads them again: an edit of one property must change that property
 * and nothing else, and undoing it must give the file back byte by byte. With --features it prints which
 * model covers what.
 *
 *     node scripts/run.mjs test/oracle/tabular/publicModels.ts -- [--rounds N] [--seed N] [--features] FOLDER…
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FileSystem } from "../../../server/src/base/fileSystem";
import { isFailure } from "../../../server/src/base/fileSystem";
import type { TextEdit } from "../../../server/src/base/problem";
import { type ModelObject, setProperty } from "../../../server/src/tabular/modelObject";
import { parseBim } from "../../../server/src/tabular/parseBim";
import { isPbiToolsFolder, readPbiTools } from "../../../server/src/tabular/readPbiTools";
import { readTmdl } from "../../../server/src/tabular/readTmdl";
import type { TabularModel } from "../../../server/src/tabular/tabularModel";
import { findModels } from "../../../server/src/workspace/tabularFiles";

interface Opened {
  readonly model: TabularModel;
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: number;
}

/** What is set, on what, to which values. */
const EDITS = [
  { type: "column", key: "isAvailableInMdx", values: [true, false] },
  { type: "column", key: "encodingHint", values: ["hash", "value", "default"] },
  { type: "column", key: "isHidden", values: [true, false] },
  { type: "column", key: "dataType", values: ["int64", "string", "double"] },
  { type: "table", key: "isHidden", values: [true, false] },
  { type: "partition", key: "mode", values: ["import", "dual"] },
  { type: "datasource", key: "maxConnections", values: [1, 7, 40] },
  { type: "model", key: "dataSourceDefaultMaxConnections", values: [3, 12] },
  { type: "model", key: "maxParallelismPerRefresh", values: [6, 16] },
] as const;

const disk: FileSystem = {
  list(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .map((entry) => ({
          name: entry.name,
          kind: entry.isDirectory() ? ("folder" as const) : ("file" as const),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
      return { failure: "missing", message: `${folder} is no folder` };
    }
  },
  read(file) {
    try {
      if (!statSync(file).isFile()) return { failure: "missing", message: `${file} is no file` };
      return { text: readFileSync(file, "utf8"), replacedBytes: 0 };
    } catch {
      return { failure: "missing", message: `${file}: no such file` };
    }
  },
};

/** The model at `path`, with `changed` in place of what lies on disk. */
function open(path: string, changed: ReadonlyMap<string, string>): Opened | undefined {
  const files: FileSystem = {
    list: (folder) => disk.list(folder),
    read: (file) => {
      const text = changed.get(file);
      return text === undefined ? disk.read(file) : { text, replacedBytes: 0 };
    },
  };
  if (!isFailure(files.list(path))) {
    const read = isPbiToolsFolder(files, path) ? readPbiTools : readTmdl;
    const { model, texts, problems } = read(files, path, path);
    return model && { model, texts, problems: problems.length };
  }
  const read = files.read(path);
  if (isFailure(read)) return undefined;
  const { model, problems } = parseBim(read.text, path);
  return model && { model, texts: new Map([[path, read.text]]), problems: problems.length };
}

/** Everything that a model says, by the way to it; places left out. */
function factsOf(model: TabularModel): Map<string, string> {
  const facts = new Map<string, string>();
  const visit = (object: ModelObject, way: string) => {
    facts.set(way, object.name);
    for (const [key, { value }] of object.properties) facts.set(`${way} .${key}`, value);
    for (const [index, child] of object.children.entries()) {
      visit(child, `${way}/${child.type}#${index}`);
    }
  };
  visit(model.object, "");
  return facts;
}

/** Every object with the way to it, as in `factsOf`. */
function objectsOf(model: TabularModel): [string, ModelObject][] {
  const found: [string, ModelObject][] = [];
  const visit = (object: ModelObject, way: string) => {
    found.push([way, object]);
    for (const [index, child] of object.children.entries()) {
      visit(child, `${way}/${child.type}#${index}`);
    }
  };
  visit(model.object, "");
  return found;
}

function applied(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

/** Why one random edit of a model is wrong; undefined where it is right, null where none was made. */
function wrongEdit(path: string, before: Opened, random: () => number): string | undefined | null {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const kind = pick(EDITS);
  const value = kind && pick<boolean | number | string>(kind.values);
  const target = pick(objectsOf(before.model).filter(([, { type }]) => type === kind?.type));
  if (kind === undefined || value === undefined || target === undefined) return null;
  const [way, object] = target;
  const edit = setProperty(object, kind.key, value);
  const text = edit && before.texts.get(edit.file);
  if (edit === undefined || text === undefined) return null;
  const after = applied(text, edit);
  const what = `${kind.key} = ${value} on ${way} (${edit.file})`;
  const undone = applied(after, {
    ...edit,
    span: { start: edit.span.start, end: edit.span.start + edit.newText.length },
    newText: text.slice(edit.span.start, edit.span.end),
  });
  if (undone !== text) return `${what}: does not come undone`;
  const reread = open(path, new Map([[edit.file, after]]));
  if (reread === undefined) return `${what}: no model afterwards`;
  if (reread.problems !== before.problems) return `${what}: ${reread.problems} problems afterwards`;
  const expected = factsOf(before.model);
  expected.set(`${way} .${kind.key.toLowerCase()}`, String(value));
  const found = factsOf(reread.model);
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    if (expected.get(key) !== found.get(key)) {
      return `${what}: ${key} became ${found.get(key)}, not ${expected.get(key)}`;
    }
  }
  return undefined;
}

/** What a model covers, as cells of a table. */
function featuresOf({ model, texts }: Opened): readonly string[] {
  const { tables, dataSources, compatibilityLevel } = model;
  const partitions = tables.flatMap((table) => table.partitions);
  const has = (is: boolean, word: string) => (is ? [word] : []);
  const sources = ["provider", "structured"].filter((type) =>
    dataSources.some((source) => source.type === type),
  );
  const modes = new Set(tables.map(({ kind }) => kind));
  const of = (source: string) => partitions.some((one) => one.source === source);
  return [
    String(compatibilityLevel ?? "?"),
    sources.join(", ") || "none",
    [
      ...has(of("query"), "query"),
      ...has(of("m"), "M"),
      ...has(of("entity"), "entity"),
      ...has(of("calculated"), "calculated"),
      ...has(of("policyRange"), "policy range"),
    ].join(", "),
    [
      ...has(modes.has("calculationGroup"), "calculation group"),
      ...has(
        tables.some(({ hasRefreshPolicy }) => hasRefreshPolicy),
        "refresh policy",
      ),
      ...has(modes.has("directLake"), "Direct Lake"),
      ...has(modes.has("directQuery"), "DirectQuery"),
      ...has(modes.has("dual"), "dual"),
      ...has(
        tables.some(({ name }) => /^LocalDateTable_/.test(name)),
        "auto date tables",
      ),
      ...has(
        [...texts.values()].some((text) => text.charCodeAt(0) === 0xfeff),
        "BOM",
      ),
      ...has(
        [...texts.values()].some((text) => text.includes("\r\n")),
        "CRLF",
      ),
    ].join(", "),
  ];
}

const { argv } = process;
const option = (name: string, otherwise: number) => {
  const at = argv.indexOf(name);
  return at < 0 ? otherwise : Number(argv[at + 1]);
};
const rounds = option("--rounds", 200);
const folders = argv
  .slice(2)
  .filter(
    (word, at, all) => !word.startsWith("--") && !/^--(?:rounds|seed)$/.test(all[at - 1] ?? ""),
  );
let state = option("--seed", 1);
const random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
let edits = 0;
let models = 0;
const failures: string[] = [];
for (const folder of folders.map((one) => resolve(one))) {
  for (const path of findModels(disk, folder)) {
    const opened = open(path, new Map());
    if (opened === undefined) continue;
    models++;
    const shown = path.slice(join(folder, "..").length + 1);
    if (argv.includes("--features")) {
      process.stdout.write(`| ${[shown, ...featuresOf(opened)].join(" | ")} |\n`);
      continue;
    }
    let own = 0;
    for (let round = 0; round < rounds; round++) {
      const wrong = wrongEdit(path, opened, random);
      if (wrong === null) continue;
      own++;
      if (wrong !== undefined) failures.push(`${shown}: ${wrong}`);
    }
    edits += own;
    process.stdout.write(`${shown}: ${own} edits\n`);
  }
}
for (const failure of failures.slice(0, 20)) process.stdout.write(`FAIL ${failure}\n`);
process.stdout.write(`${models} models, ${edits} edits, ${failures.length} failed\n`);
process.exitCode = failures.length > 0 || models === 0 ? 1 : 0;
