/** Paths as users write them, from the folder in which the command was given. */
import { joinPath } from "../base/fileSystem";
import type { CliIo } from "./io";

/** Absolute path with `/` of what the user wrote; `\` counts as `/`. */
export function absolutePath({ cwd }: Pick<CliIo, "cwd">, written: string): string {
  const path = written.replaceAll("\\", "/");
  // The root folder already ends in the `/` that joining puts between.
  return joinPath(cwd === "/" ? "" : cwd, path);
}
