/**
 * What the arguments of a dbt command say of the run to plan, in the words that Heddle's own
 * commands take. dbt gets them unchanged; what is not understood here only makes the plan coarser.
 */
import { SELECTING } from "./options";

export interface DbtArguments {
  /** `run`, `build`, `test`, … */
  readonly command: string;
  /** Everything that dbt is given, the command first. */
  readonly words: readonly string[];
  /** `--project-dir`, as written. */
  readonly projectDir?: string;
  /** What stands after the command, but for threads and what chooses nodes. */
  readonly running: readonly string[];
  /** Heddle's options of the same meaning. */
  readonly reading: readonly string[];
}

/** Commands of dbt-core 1 that run nodes in the order of a queue. */
export const STEERED: readonly string[] = ["run", "build", "seed", "snapshot", "test", "retry"];

const OTHER_COMMANDS: readonly string[] = [
  ...["clean", "clone", "compile", "debug", "deps", "docs", "init", "list", "ls", "parse"],
  ...["run-operation", "show", "source"],
];

type Reading = "target" | "threads" | "profiles-dir" | "vars" | (typeof SELECTING)[number];

const SAME: Readonly<Record<string, Reading>> = {
  "--target": "target",
  "-t": "target",
  "--threads": "threads",
  "--profiles-dir": "profiles-dir",
  "--vars": "vars",
  "--select": "select",
  "-s": "select",
  "--models": "select",
  "--model": "select",
  "-m": "select",
  "--exclude": "exclude",
  "--selector": "selector",
  "--indirect-selection": "indirect-selection",
  "--state": "state",
};

/** Reads the words after `--`; `command` is what runs where they do not begin with a command. */
export function parseDbtArguments(given: readonly string[], command: string): DbtArguments {
  const [first] = given;
  const isNamed = first !== undefined && [...STEERED, ...OTHER_COMMANDS].includes(first);
  const words = isNamed ? given : [command, ...given];
  const reading: string[] = [];
  const running: string[] = [];
  let projectDir: string | undefined;
  for (let at = 1; at < words.length; at++) {
    const [option, inline] = splitOption(words[at]!);
    const meaning = SAME[option];
    if (meaning === undefined && option !== "--project-dir") {
      running.push(words[at]!);
      continue;
    }
    const from = at;
    const values: string[] = inline === undefined ? [] : [inline];
    const takesMany = meaning === "select" || meaning === "exclude";
    while (inline === undefined && (takesMany || values.length === 0)) {
      const next = words[at + 1];
      if (next === undefined || next.startsWith("-")) break;
      values.push(next);
      at++;
    }
    if (meaning === undefined) projectDir = values.at(-1) ?? projectDir;
    else for (const value of values) reading.push(`--${meaning}=${value}`);
    if (!isChosenByPhase(meaning)) running.push(...words.slice(from, at + 1));
  }
  const place = projectDir === undefined ? {} : { projectDir };
  return { command: words[0]!, words, running, reading, ...place };
}

/** Phases have thread counts and selections of their own. */
function isChosenByPhase(meaning: Reading | undefined): boolean {
  return meaning === "threads" || SELECTING.some((selecting) => selecting === meaning);
}

function splitOption(word: string): readonly [string, string | undefined] {
  const equals = word.startsWith("--") ? word.indexOf("=") : -1;
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}
