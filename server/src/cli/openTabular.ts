/** Opens one tabular model for the command line: a `.bim` file or a TMDL folder. */
import { refreshLength } from "../advise/refreshLength";
import { type FileSystem, folderOf, isFailure, joinPath } from "../base/fileSystem";
import { compareProblems, type Problem } from "../base/problem";
import { type LineIndex, lineIndex } from "../base/text";
import { parseBim } from "../tabular/parseBim";
import { readTmdl } from "../tabular/readTmdl";
import { NO_SIDECAR, readSidecar, type Sidecar, withRows } from "../tabular/sidecar";
import type { TabularModel } from "../tabular/tabularModel";
import { tabularProblems } from "../tabular/tabularProblems";
import type { ProcessingSettings } from "../tabular/tabularWorkload";
import { parseYaml } from "../yaml/parseYaml";
import { toPlain } from "../yaml/values";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";

/** A tabular model, opened; without `model` where the file holds none. */
export interface TabularInput {
  readonly kind: "tabular";
  readonly path: string;
  readonly model: TabularModel | undefined;
  readonly problems: readonly Problem[];
  readonly processing: ProcessingSettings;
  /** Lines of any file that a problem names. */
  readonly linesOf: (file: string) => LineIndex;
}

/** The model at `absolute`; `path` is what its problems and tables name. */
export function openTabular(
  { io }: CommandContext,
  absolute: string,
  path: string,
): TabularInput | Failure {
  const sidecar = sidecarAround(io.fileSystem, absolute);
  if (absolute.toLowerCase().endsWith(".bim")) {
    const read = io.fileSystem.read(absolute);
    if (isFailure(read)) return failure(read.message.replaceAll(absolute, path));
    return tabularInput(path, new Map([[path, read.text]]), parseBim(read.text, path), sidecar);
  }
  const { texts, ...parsed } = readTmdl(io.fileSystem, absolute, path);
  return tabularInput(path, texts, parsed, sidecar);
}

/** The heddle.yml beside the model, or up to three folders above it. */
function sidecarAround(fileSystem: FileSystem, path: string): Sidecar {
  for (let folder = folderOf(path), step = 0; step < 4; folder = folderOf(folder), step++) {
    const read = fileSystem.read(joinPath(folder, "heddle.yml"));
    if (!isFailure(read)) return readSidecar(toPlain(parseYaml(read.text).value));
  }
  return NO_SIDECAR;
}

function tabularInput(
  path: string,
  texts: ReadonlyMap<string, string>,
  { model: parsed, problems }: ReturnType<typeof parseBim>,
  sidecar: Sidecar,
): TabularInput {
  const indexes = new Map<string, LineIndex>();
  const linesOf = (file: string) => {
    const known = indexes.get(file) ?? lineIndex(texts.get(file) ?? "");
    indexes.set(file, known);
    return known;
  };
  const model = parsed === undefined ? undefined : withRows(parsed, sidecar);
  const { settings, levels } = sidecar;
  return {
    kind: "tabular",
    path,
    model,
    problems:
      model === undefined
        ? problems
        : found(
            problems,
            tabularProblems(model, settings, { levels, lengthOf: refreshLength(settings) }),
          ),
    processing: settings,
    linesOf,
  };
}

function found(read: readonly Problem[], advised: readonly Problem[]): readonly Problem[] {
  return [...read, ...advised].sort(compareProblems);
}
