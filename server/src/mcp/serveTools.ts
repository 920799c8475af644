/**
 * Serves the tools to one client of the Model Context Protocol. Each call runs the command line's
 * own command, so that a language model is told what a person would read.
 */
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { TOOLS, wordsOf } from "./tools";

/** What a command printed, and the status it ended with. */
export interface Printed {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

export interface ToolHost {
  readonly version: string;
  /** Runs `heddle ...words` and collects what it prints. Never rejects. */
  run(words: readonly string[]): Promise<Printed>;
}

const INSTRUCTIONS =
  "Heddle reads dbt projects, tabular models and workload files and simulates their runs. Times are predictions; each rests on durations that are measured, given, estimated or assumed, and the answer says which. Say so when you quote one. Nothing here runs dbt, changes a file or reaches a network.";
/** Findings make `heddle check` end with 1; that is an answer, not a failure. */
const FAILED = 2;

/** Settles when the connection stands; the client ends it. */
export async function serveTools(host: ToolHost, transport: Transport): Promise<void> {
  const server = new Server(
    { name: "heddle", title: "Heddle", version: host.version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: TOOLS.map(({ name, title, description, inputSchema }) => ({
      name,
      title,
      description,
      inputSchema,
      annotations: {
        title,
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    answer(host, params.name, params.arguments ?? {}),
  );
  await server.connect(transport);
}

async function answer(
  host: ToolHost,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<CallToolResult> {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) {
    const known = TOOLS.map((one) => one.name).join(", ");
    return refusal(`There is no tool "${name}"; there are ${known}.`);
  }
  const words = wordsOf(tool, args);
  if ("refused" in words) return refusal(words.refused);
  const { out, err, status } = await host.run(words.words);
  return status >= FAILED
    ? refusal(err.trim() || out.trim())
    : { content: [{ type: "text", text: out }] };
}

/** A message for the model to act on, as the protocol wants it. */
function refusal(text: string): CallToolResult {
  return { isError: true, content: [{ type: "text", text }] };
}
