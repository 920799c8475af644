/** `heddle mcp`: serves read-only tools to a language model's client until the client ends it. */
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure } from "./failure";

export async function mcp({ io }: CommandContext): Promise<CommandResult | Failure> {
  if (io.serveTools === undefined) return failure("heddle mcp needs stdin and stdout of its own");
  return { text: "", status: await io.serveTools() };
}
