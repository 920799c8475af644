/**
 * Entry of `heddle mcp`: the tools over stdin and stdout. A bundle of its own, without the commands,
 * so that no other command loads the protocol's library and nothing ships twice.
 */
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { serveTools, type ToolHost } from "./mcp/serveTools";

/** Settles when the connection stands; the process ends with its client. */
export function serveOverStdio(host: ToolHost): Promise<void> {
  process.stdin.on("end", () => process.exit(0));
  return serveTools(host, new StdioServerTransport());
}
