/**
 * A TMDL folder as one tabular model: every `.tmdl` file below it, parts of one object put
 * together, tables in the order of `ref`. Scripts among them are left alone.
 */
import { baseName, type FileSystem, folderOf, isFailure, joinPath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { buildModel } from "./buildModel";
import { integerOf, type ModelObject } from "./modelObject";
import type { ParsedTabular } from "./parseBim";
import { parseTmdl, type TmdlFile } from "./parseTmdl";
import { mergeParts, newObject } from "./tmdlObjects";

export interface ReadTmdl extends ParsedTabular {
  /** Text of every file that was read, by the path that problems name. */
  readonly texts: ReadonlyMap<string, string>;
}

const MAX_DEPTH = 4;
/** What these hold says nothing of processing; one can be larger than all the rest. */
const LEFT_OUT = new Set(["cultures", "perspectives"]);

/** The model in `folder`; `shown` is that folder as problems and tables name it. O(texts). */
export function readTmdl(fileSystem: FileSystem, folder: string, shown: string): ReadTmdl {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const visit = (path: string, name: string, depth: number) => {
    const entries = fileSystem.list(path);
    if (isFailure(entries)) return;
    for (const entry of entries) {
      const below = joinPath(path, entry.name);
      const shownBelow = joinPath(name, entry.name);
      if (entry.kind === "folder") {
        const isRead = depth < MAX_DEPTH && !LEFT_OUT.has(entry.name.toLowerCase());
        if (isRead && !entry.name.startsWith(".")) visit(below, shownBelow, depth + 1);
      } else if (entry.name.toLowerCase().endsWith(".tmdl")) {
        const read = fileSystem.read(below);
        if (!isFailure(read)) texts.set(shownBelow, read.text);
        else {
          problems.push({
            file: shownBelow,
            span: { start: 0, end: 0 },
            code: "unreadable-file",
            severity: "error",
            message: read.message.replaceAll(below, shownBelow),
          });
        }
      }
    }
  };
  visit(folder, shown, 0);
  const files = [...texts].map(([file, text]) => parseTmdl(text, file));
  problems.push(...files.flatMap((file) => file.problems));
  return { model: modelOf(files, { folder, shown, problems }), problems, texts };
}

/** TMDL texts by path as a model, without a disk. */
function modelOf(
  files: readonly TmdlFile[],
  { folder, shown, problems }: { folder: string; shown: string; problems: Problem[] },
) {
  const objects = mergeParts(
    files.flatMap((file) => file.objects),
    problems,
  );
  const database = objects.find(({ type }) => type === "database");
  const root = objects.find(({ type }) => type === "model") ?? emptyModel(shown);
  root.children.push(...objects.filter((object) => object !== database && object !== root));
  orderTables(
    root,
    files.flatMap(({ tableOrder }) => tableOrder),
  );
  return buildModel({
    name: database?.name || nameFromFolder(folder, root.name),
    path: shown,
    format: "tmdl",
    compatibilityLevel:
      database === undefined ? null : (integerOf(database, "compatibilitylevel") ?? null),
    root,
  });
}

/** Tables that `ref` names come first, in its order; the others keep theirs. */
function orderTables(root: ModelObject, order: readonly string[]): void {
  const rank = new Map(order.map((name, index) => [name.toLowerCase(), index]));
  const rankOf = ({ type, name }: ModelObject) =>
    type === "table" ? (rank.get(name.toLowerCase()) ?? order.length) : order.length;
  root.children.sort((a, b) => rankOf(a) - rankOf(b));
}

function nameFromFolder(folder: string, modelName: string): string {
  const around = baseName(folder) === "definition" ? baseName(folderOf(folder)) : baseName(folder);
  const plain = around.replace(/\.(?:SemanticModel|Dataset)$/i, "");
  return plain !== around || modelName === "" || modelName === "Model" ? plain : modelName;
}

function emptyModel(file: string): ModelObject {
  const insertion = { offset: 0, before: "" };
  const place = { start: 0, end: 0, nameStart: 0, nameEnd: 0 };
  return newObject({ type: "model", name: "", file, ...place, insertion }).object;
}
