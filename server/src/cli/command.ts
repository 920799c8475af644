/** What a command of the command line is: its description for help and the work it does. */
import type { Paint } from "../report/paint";
import type { ExportFormat } from "../report/planExport/planExport";
import type { Arguments } from "./arguments";
import type { Failure } from "./failure";
import type { CliIo } from "./io";
import type { Option, OptionName } from "./options";

export type Format =
  | "text"
  | "json"
  | "markdown"
  | "html"
  | "sarif"
  | "trace"
  | "workload"
  | "order"
  | ExportFormat;

/** What a command is given: words already checked, and how to print. */
export interface CommandContext {
  readonly command: Command;
  readonly args: Arguments;
  readonly io: CliIo;
  readonly format: Format;
  readonly width: number;
  readonly paint: Paint;
}

/** What a command prints and the status it ends with. */
export interface CommandResult {
  readonly text: string;
  readonly status: number;
}

export type RunCommand = (
  context: CommandContext,
) => CommandResult | Failure | Promise<CommandResult | Failure>;

export interface Command {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What stands after the command's name: `ID [PATH]`. */
  readonly usage: string;
  readonly maxPositionals: number;
  readonly options: readonly OptionName[];
  /** Options that mean something else in this command. */
  readonly changes?: Readonly<Partial<Record<OptionName, Partial<Option>>>>;
  readonly formats: readonly Format[];
  readonly examples: readonly string[];
  /** Loads the command's rooms only when it is used, so that `heddle --version` stays quick. */
  readonly load: () => Promise<RunCommand>;
}
