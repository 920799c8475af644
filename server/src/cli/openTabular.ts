/** Opens one tabular model for the command line: a `.bim` file or a TMDL folder. */
import { isFailure } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { type LineIndex, lineIndex } from "../base/text";
import { parseBim } from "../tabular/parseBim";
import { readTmdl } from "../tabular/readTmdl";
import type { TabularModel } from "../tabular/tabularModel";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";

/** A tabular model, opened; without `model` where the file holds none. */
export interface TabularInput {
  readonly kind: "tabular";
  readonly path: string;
  readonly model: TabularModel | undefined;
  readonly problems: readonly Problem[];
  /** Lines of any file that a problem names. */
  readonly linesOf: (file: string) => LineIndex;
}

/** The model at `absolute`; `path` is what its problems and tables name. */
export function openTabular(
  { io }: CommandContext,
  absolute: string,
  path: string,
): TabularInput | Failure {
  if (absolute.toLowerCase().endsWith(".bim")) {
    const read = io.fileSystem.read(absolute);
    if (isFailure(read)) return failure(read.message.replaceAll(absolute, path));
    return tabularInput(path, new Map([[path, read.text]]), parseBim(read.text, path));
  }
  const { texts, ...parsed } = readTmdl(io.fileSystem, absolute, path);
  return tabularInput(path, texts, parsed);
}

function tabularInput(
  path: string,
  texts: ReadonlyMap<string, string>,
  { model, problems }: ReturnType<typeof parseBim>,
): TabularInput {
  const indexes = new Map<string, LineIndex>();
  const linesOf = (file: string) => {
    const known = indexes.get(file) ?? lineIndex(texts.get(file) ?? "");
    indexes.set(file, known);
    return known;
  };
  return { kind: "tabular", path, model, problems, linesOf };
}
