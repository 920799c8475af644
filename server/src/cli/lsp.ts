/** `heddle lsp --stdio`: serves the language server until the client ends it. */
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure } from "./failure";

export async function lsp({ args, io }: CommandContext): Promise<CommandResult | Failure> {
  if (!args.has("stdio")) {
    return failure("heddle lsp speaks over stdin and stdout only; start it as heddle lsp --stdio");
  }
  return { text: "", status: await io.serveLanguage() };
}
