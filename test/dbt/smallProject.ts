/** A small project of the verdicts, resolved: the base with some files changed or taken away. */
import type { FileSystem } from "../../server/src/base/fileSystem";
import { isFailure } from "../../server/src/base/fileSystem";
import type { DbtProject, Engine } from "../../server/src/dbt/project";
import { readProject } from "../../server/src/dbt/readProject";
import { resolveProject } from "../../server/src/dbt/resolveProject";
import { memoryFileSystem } from "../support/fixture";

/** `changes` over `base`; null takes a file away. */
export function resolveSmall(
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
  engine: Engine,
): DbtProject {
  const files = new Map(Object.entries(base));
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return resolveProject(readProject(withBytes(memoryFileSystem(files)), "/project"), { engine });
}

/** Whether Heddle reports an error, or the hint that dbt 2 refuses and a rule of its own moves. */
export function isRefused(project: DbtProject): boolean {
  const hasHint = [...project.nodes.values()].some((node) => node.hint?.key === "threads");
  const isWrong = project.problems.some(({ severity }) => severity === "error");
  return isWrong || (project.engine === "fusion" && hasHint);
}

/** The data writes bytes that are no UTF-8 as Python prints them, `b"…\xff…"`. */
function withBytes(disk: FileSystem): FileSystem {
  return {
    list: disk.list,
    read(file) {
      const result = disk.read(file);
      if (isFailure(result) || !/^b"/.test(result.text)) return result;
      const wrong = result.text.match(/\\x[0-9a-f]{2}/g) ?? [];
      return {
        text: result.text.replace(/\\x[0-9a-f]{2}/g, "\ufffd"),
        replacedBytes: wrong.length,
      };
    },
  };
}
