/** Opens one tabular model or TMSL script for the command line. */
import { type ModelSnapshot, openModel } from "../workspace/openModel";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";

/** A tabular model, opened; without `model` where the file holds none. */
export interface TabularInput {
  readonly kind: "tabular";
  readonly path: string;
  readonly snapshot: ModelSnapshot;
}

/** The model at `absolute`; its problems and tables name files as seen from where the user is. */
export function openTabular(
  { io, args }: CommandContext,
  absolute: string,
  path: string,
): TabularInput | Failure {
  const globs = args.values("history");
  const opened = openModel({
    fileSystem: io.fileSystem,
    path: absolute,
    root: io.cwd,
    ...(globs.length > 0 && { history: { root: io.cwd, globs } }),
  });
  return typeof opened === "string" ? failure(opened) : { kind: "tabular", path, snapshot: opened };
}

/** Why an input has no model, in one line. */
export function whyNoModel({ path, snapshot }: TabularInput): Failure {
  const [first] = snapshot.problems();
  return snapshot.script === undefined
    ? failure(`${path}: ${first?.message ?? "no tabular model in it"}`)
    : failure(`${path} is a TMSL script and holds no model; heddle check judges it`);
}
