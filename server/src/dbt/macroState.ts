/**
 * The macros of a project that is resolved: the table of its macro files, the evaluator over it, and
 * what the project asked of them, so that an edited macro concerns only those who looked at it.
 */
import type { Problem } from "../base/problem";
import { checkDispatch } from "./checks/checkDispatch";
import type { EvaluatorInput } from "./context/evaluation";
import { jinjaEvaluator } from "./context/jinjaEvaluator";
import { type AskedMacros, type WatchedMacros, watchMacros } from "./context/macroLookups";
import { macroTable } from "./context/macroTable";
import type { PackageContext } from "./packageContext";
import type { Resolution } from "./resolution";

type JinjaEvaluator = ReturnType<typeof jinjaEvaluator>;
type MacroFiles = Iterable<Pick<PackageContext, "name" | "files">>;

/** A table with what reading it found. */
export interface ReadMacros {
  readonly table: WatchedMacros;
  readonly problems: readonly Problem[];
}

export interface MacroState {
  readonly table: WatchedMacros;
  /** The evaluator over the present table; made when first asked for. */
  evaluator(): JinjaEvaluator;
  /** Runs work on the project; what it asks of macros besides evaluating nodes is remembered. */
  watch<T>(work: () => T): T;
  /** Reads macro files; nothing is taken over yet. O(macros) where their texts are known. */
  read(packages: MacroFiles): ReadMacros;
  /** Whether all that was remembered is the same with another table. */
  holdsWith(table: WatchedMacros): boolean;
  /** Takes over a table that was read. */
  replace(read: ReadMacros): void;
}

/** State over the macros of `resolution`, which may still be under construction. */
export function macroState(
  resolution: () => Resolution,
  input: Pick<EvaluatorInput, "env" | "atMs" | "watch"> & {
    readonly packages: MacroFiles;
    readonly signature: () => string;
  },
): MacroState {
  const { packages, signature, ...rest } = input;
  const tried = new Set<string>();
  const remembered = new Set<AskedMacros>();
  let made: JinjaEvaluator | undefined;

  const read = (files: MacroFiles): ReadMacros => {
    const { engine, memory, root } = resolution();
    const problems: Problem[] = [];
    const options = { packages: files, rootName: root.name, engine, problems, memory };
    const table = watchMacros(macroTable(options));
    checkDispatch(resolution(), table, problems);
    return { table, problems };
  };
  const replace = ({ table, problems }: ReadMacros): void => {
    present = table;
    made = undefined;
    resolution().macroProblems = problems;
  };
  let present: WatchedMacros;
  replace(read(packages));

  return {
    get table() {
      return present;
    },
    evaluator() {
      made ??= jinjaEvaluator({
        resolution,
        table: present,
        signature: signature(),
        tried,
        ...rest,
      });
      return made;
    },
    watch(work) {
      const { result, asked } = present.watch(work);
      remembered.add(asked);
      return result;
    },
    read,
    holdsWith: (table) => [...remembered].every((asked) => table.answersAlike(asked)),
    replace,
  };
}
