/** The texts of `heddle --help` and `heddle COMMAND --help`. */
import { wrap } from "../report/displayWidth";
import type { Command } from "./command";
import { COMMANDS } from "./commands";
import { EVERYWHERE, type Option, type OptionName, optionOf } from "./options";

const OPTION_COLUMN = 30;

/** Overview of all commands; ends in a line feed. */
export function overallHelp(version: string): string {
  const widest = Math.max(...COMMANDS.map((command) => invocation(command).length));
  return [
    `heddle ${version}: see, simulate and fix how a dbt project runs in parallel`,
    "",
    "Usage: heddle COMMAND [PATH] [OPTIONS]",
    "",
    ...COMMANDS.map((command) => `  ${invocation(command).padEnd(widest)}  ${command.summary}`),
    "",
    "PATH is a folder or a file (default: here): a dbt project, a tabular model (.bim), a workload (.json).",
    "Only run and build start dbt, and only shred writes data, both saying first what they will touch.",
    "Nothing else is run, and nothing written but --out and --write-baseline.",
    "",
    "  heddle COMMAND --help   options and examples of a command",
    "  heddle --version        the version",
    "",
    "Exit status: 0 done · 1 findings at or above --fail-on · 2 wrong usage or unreadable input",
    "",
  ].join("\n");
}

/** Usage, options and examples of one command; ends in a line feed. */
export function commandHelp(command: Command, width: number): string {
  const own = command.options.filter((name) => name !== "json");
  const common: readonly OptionName[] = command.formats.includes("json")
    ? ["json", ...EVERYWHERE]
    : EVERYWHERE;
  return [
    `Usage: heddle ${invocation(command)} [OPTIONS]`,
    "",
    `Answers: ${command.summary}.`,
    "",
    "Options",
    ...own.flatMap((name) => optionLines(describe(name, command), width)),
    "",
    "Everywhere",
    ...common.flatMap((name) => optionLines(optionOf(name), width)),
    "",
    "Examples",
    ...command.examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

function invocation({ name, usage }: Command): string {
  return `${name} ${usage}`;
}

/** `--format` takes other values and `--threads` a range in some commands. */
function describe(name: OptionName, command: Command): Option {
  const option: Option = { ...optionOf(name), ...command.changes?.[name] };
  if (name === "format") return { ...option, choices: command.formats };
  if (name === "threads" && command.name === "sweep") {
    return { ...option, value: "A..B", help: "thread counts to compare (default 1..64)" };
  }
  if (name === "fail-on" && command.name === "diff") {
    return { ...option, help: "exit with 1 from new findings of this severity on (default never)" };
  }
  return option;
}

function optionLines(option: Option, width: number): readonly string[] {
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  const value =
    option.value === undefined
      ? ""
      : option.isValueOptional === true
        ? ` [${option.value}]`
        : ` ${option.value}`;
  const left = `  ${short}--${option.name}${value}`;
  const notes = [
    option.help,
    ...(option.choices === undefined ? [] : [`(${option.choices.join(" | ")})`]),
    ...(option.isRepeatable === true ? ["(repeatable)"] : []),
  ].join(" ");
  const lines = wrap(notes, Math.max(30, width - OPTION_COLUMN));
  const indent = " ".repeat(OPTION_COLUMN);
  const fits = left.length + 2 <= OPTION_COLUMN;
  const first = fits ? [left.padEnd(OPTION_COLUMN) + lines[0]!] : [left, indent + lines[0]!];
  return [...first, ...lines.slice(1).map((line) => indent + line)];
}
