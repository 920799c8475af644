/**
 * The command line from words to exit status: 0 done, 1 findings, 2 wrong usage or unreadable
 * input. Everything of the machine comes in through `io`; 130 for interrupts is `node/`'s.
 */
import { paintColor, paintPlain } from "../report/paint";
import { type Arguments, parseArguments } from "./arguments";
import { closestWord } from "./closest";
import type { Command, CommandContext, CommandResult, Format } from "./command";
import { COMMANDS, findCommand, LATER } from "./commands";
import { type Failure, failure, hasFailed } from "./failure";
import { commandHelp, overallHelp } from "./help";
import type { CliIo } from "./io";
import { EVERYWHERE } from "./options";
import { absolutePath } from "./paths";

const SUCCESS = 0;
const WRONG_USAGE = 2;
/** Width of output that goes to no terminal: fits a window of common size and a mail. */
const DEFAULT_WIDTH = 100;
const NARROWEST = 60;

/** Carries out `heddle ...words` and gives its exit status. Never throws. */
export async function runCli(words: readonly string[], io: CliIo): Promise<number> {
  try {
    const outcome = await dispatch(words, io);
    if (!hasFailed(outcome)) return outcome;
    io.err(`heddle: ${oneLine(outcome.failed)}\n`);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    io.err(
      `heddle: internal error: ${oneLine(what)}; please report it with the command you gave\n`,
    );
  }
  return WRONG_USAGE;
}

async function dispatch(words: readonly string[], io: CliIo): Promise<number | Failure> {
  const width = Math.max(NARROWEST, io.columns ?? DEFAULT_WIDTH);
  const [first, ...rest] = words;
  if (first === undefined) {
    io.err(overallHelp(io.version));
    return WRONG_USAGE;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    const named = rest[0] === undefined ? undefined : findCommand(rest[0]);
    io.out(named === undefined ? overallHelp(io.version) : commandHelp(named, width));
    return SUCCESS;
  }
  if (first === "--version" || first === "-V") {
    io.out(`${io.version}\n`);
    return SUCCESS;
  }
  const command = findCommand(first);
  if (command === undefined) return unknownCommand(first);

  const allowed = [...command.options, ...EVERYWHERE];
  const args = parseArguments(rest, allowed, command.name, command.changes);
  if (hasFailed(args)) return args;
  if (args.has("help")) {
    io.out(commandHelp(command, width));
    return SUCCESS;
  }
  if (args.has("version")) {
    io.out(`${io.version}\n`);
    return SUCCESS;
  }
  const surplus = args.positionals[command.maxPositionals];
  if (surplus !== undefined) {
    return failure(
      `heddle ${command.name} does not know what to do with "${surplus}"; usage: heddle ${command.name} ${command.usage}`,
    );
  }
  const format = formatOf(args, command);
  if (hasFailed(format)) return format;

  const hasColor = io.hasColor && !args.has("no-color") && !args.has("out");
  const context: CommandContext = {
    command,
    args,
    io,
    format,
    width,
    paint: hasColor ? paintColor : paintPlain,
  };
  const run = await command.load();
  const result = await run(context);
  return hasFailed(result) ? result : deliver(result, context);
}

function deliver({ text, status }: CommandResult, { args, io }: CommandContext): number | Failure {
  const out = args.value("out");
  if (out === undefined || out === "-") {
    io.out(text);
    return status;
  }
  const path = absolutePath(io, out);
  const problem = io.writeFile(path, text);
  if (problem !== undefined) return failure(`--out ${out}: ${problem}`);
  if (!args.has("quiet")) io.err(`written to ${out}\n`);
  return status;
}

function formatOf(args: Arguments, { name, formats }: Command): Format | Failure {
  const wanted = args.value("format");
  if (wanted === undefined) return args.has("json") ? "json" : "text";
  const format = formats.find((one) => one === wanted);
  if (format === undefined) {
    return failure(`heddle ${name} has no format "${wanted}"; it prints ${formats.join(", ")}`);
  }
  if (args.has("json") && format !== "json") {
    return failure(`--json and --format ${format} contradict each other; give one of them`);
  }
  return format;
}

function unknownCommand(word: string): Failure {
  if (word.startsWith("-")) {
    return failure(`the command comes first: heddle COMMAND ${word}; see heddle --help`);
  }
  const later = Object.hasOwn(LATER, word) ? LATER[word] : undefined;
  if (later !== undefined) return failure(`heddle ${word} is not built yet; ${later}`);
  const near = closestWord(
    word,
    COMMANDS.map(({ name }) => name),
  );
  const next = near === undefined ? "see heddle --help" : `did you mean heddle ${near}?`;
  return failure(`there is no command "${word}"; ${next}`);
}

function oneLine(text: string): string {
  return text.replace(/\s*\r?\n\s*/g, " ").trim();
}
