/**
 * Reads run_results.json, schema versions 4 to 6 and whatever later ones keep of them. Text in,
 * data out; never throws, and a result that cannot be read never hides the others.
 */
import type { Problem } from "../../base/problem";
import { jsonStream } from "./jsonStream";
import {
  artifactProblem,
  type JsonRecord,
  listOf,
  numberOf,
  parseJsonRecord,
  recordOf,
  textOf,
  timeOf,
} from "./jsonValue";
import { outcomeOf, type RunNode, type RunRecord, type SteeredRun } from "./runRecord";

export interface ParsedRun {
  readonly run?: RunRecord;
  readonly problems: readonly Problem[];
}

/**
 * The run that `text` records; `file` is only named in it and in problems. Ids and threads are those
 * of `names` where it has them, so that runs of the same project share their texts. O(length).
 */
export function parseRunResults(
  text: string,
  file: string,
  names: Map<string, string> = new Map(),
): ParsedRun {
  const { value, problems } = parseJsonRecord(text, file);
  if (value === undefined) return { problems };
  const results = value["results"];
  if (!Array.isArray(results)) return runOf(file, value, undefined);
  return runOf(
    file,
    value,
    results.map((item) => nodeOf(item, names)),
  );
}

/**
 * The same of a file of any size, from its bytes in order, holding one result at a time. Each piece
 * may be overwritten once the next is asked for.
 */
export function readRunResults(
  chunks: Iterable<Uint8Array>,
  file: string,
  names: Map<string, string> = new Map(),
): ParsedRun {
  const fields: Record<string, unknown> = {};
  let nodes: (RunNode | undefined)[] | undefined;
  let fault: string | undefined;
  const stream = jsonStream(
    (key) => {
      if (key === "results") nodes = [];
      return key === "results" ? "entries" : HEAD.has(key) ? "value" : "skip";
    },
    ([key = "", item], text) => {
      try {
        const value: unknown = JSON.parse(text);
        if (item === undefined) fields[key] = value;
        else nodes?.push(nodeOf(value, names));
      } catch (error) {
        fault ??= error instanceof Error ? error.message : "it is not JSON";
      }
    },
  );
  for (const bytes of chunks) stream.push(bytes);
  fault = stream.end() ?? fault;
  if (fault !== undefined) {
    return { problems: [artifactProblem(file, `cannot be read as JSON: ${fault}`)] };
  }
  return runOf(file, fields, nodes);
}

/** What is read of the file besides its results. */
const HEAD: ReadonlySet<string> = new Set(["metadata", "elapsed_time", "args", "heddle"]);

/** The run with these fields; a result that could not be read is undefined, as are no results. */
function runOf(
  file: string,
  value: JsonRecord,
  results: readonly (RunNode | undefined)[] | undefined,
): ParsedRun {
  const metadata = recordOf(value["metadata"]) ?? {};
  const schema = textOf(metadata["dbt_schema_version"]) ?? "";
  const match = /\/([a-z-]+)\/v(\d+)(\.json)?$/.exec(schema);
  if (match !== null && match[1] !== "run-results") {
    return { problems: [artifactProblem(file, `is a ${match[1]}, not run results`)] };
  }
  if (results === undefined) {
    return { problems: [artifactProblem(file, "has no list of results")] };
  }
  const nodes = results.filter((node) => node !== undefined);
  const unreadable = results.length - nodes.length;
  const found: Problem[] = [];
  if (unreadable > 0) {
    found.push({
      ...artifactProblem(file, ""),
      message: `${file}: ${unreadable} of ${unreadable + nodes.length} results have no unique_id or status and are left out`,
    });
  }
  const args = recordOf(value["args"]) ?? {};
  const steered = steeredOf(recordOf(value["heddle"]));
  return {
    run: {
      file,
      schemaVersion: match === null ? 0 : Number(match[2]),
      ...argumentsOf(args),
      ...(steered !== undefined && { steered }),
      ...defined({
        dbtVersion: textOf(metadata["dbt_version"]),
        invocationId: textOf(metadata["invocation_id"]),
        generatedMs: timeOf(metadata["generated_at"]),
        invocationStartedMs: timeOf(metadata["invocation_started_at"]),
        elapsedMs: seconds(value["elapsed_time"]),
      }),
      nodes,
    },
    problems: found,
  };
}

function steeredOf(marks: JsonRecord | undefined): SteeredRun | undefined {
  if (marks?.["order"] !== "longest-path") return undefined;
  const workers = numberOf(marks["workers"]);
  return {
    hints: marks["hints"] === "seats" ? "seats" : "ignored",
    ...(workers !== undefined && workers >= 1 && { workers }),
    ...defined({ predictedMs: numberOf(marks["predictedMs"]) }),
  };
}

type RunArguments = Pick<
  RunRecord,
  "command" | "target" | "threads" | "isFullRefresh" | "isPartialData"
>;

/** What the recorded arguments say; log lines write their values as text (`"True"`, `"8"`). */
export function argumentsOf(args: JsonRecord): RunArguments {
  const threads = numberOf(args["threads"]);
  return {
    isFullRefresh: isTrue(args["full_refresh"]),
    isPartialData: isTrue(args["empty"]) || isPresent(args["sample"]),
    ...defined({
      command: textOf(args["which"]) ?? textOf(args["rpc_method"]),
      target: textOf(args["target"]),
      threads: threads !== undefined && threads > 0 ? threads : undefined,
    }),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === "True" || value === "true";
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && value !== "None";
}

function nodeOf(item: unknown, names: Map<string, string>): RunNode | undefined {
  const result = recordOf(item);
  const uniqueId = textOf(result?.["unique_id"]);
  const status = textOf(result?.["status"]);
  if (result === undefined || uniqueId === undefined || status === undefined) return undefined;

  let startMs: number | undefined;
  let endMs: number | undefined;
  for (const entry of listOf(result["timing"])) {
    const timing = recordOf(entry);
    const started = timeOf(timing?.["started_at"]);
    const completed = timeOf(timing?.["completed_at"]);
    if (started !== undefined) startMs = Math.min(startMs ?? started, started);
    if (completed !== undefined) endMs = Math.max(endMs ?? completed, completed);
  }
  const spanMs = startMs === undefined || endMs === undefined ? 0 : Math.max(0, endMs - startMs);
  const node: Mutable<RunNode> = {
    uniqueId: shared(uniqueId, names),
    status,
    outcome: outcomeOf(status),
    executionMs: seconds(result["execution_time"]) ?? spanMs,
  };
  const thread = textOf(result["thread_id"]);
  const message = textOf(result["message"]);
  const batches = recordOf(result["batch_results"]);
  if (startMs !== undefined) node.startMs = startMs;
  if (endMs !== undefined) node.endMs = endMs;
  if (thread !== undefined) node.thread = shared(thread, names);
  if (message !== undefined) node.message = message;
  if (batches !== undefined) {
    const [successful, failed] = [listOf(batches["successful"]), listOf(batches["failed"])];
    node.batches = { successful: successful.length, failed: failed.length };
  }
  return addAdapterFacts(node, recordOf(result["adapter_response"]));
}

function shared(text: string, names: Map<string, string>): string {
  const known = names.get(text);
  if (known === undefined) names.set(text, text);
  return known ?? text;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Adds rows and statement of an `adapter_response`; a negative count means nothing is known. */
export function addAdapterFacts(
  node: Mutable<RunNode>,
  response: JsonRecord | undefined,
): Mutable<RunNode> {
  if (response === undefined) return node;
  const affected = numberOf(response["rows_affected"]);
  const rows =
    affected !== undefined && affected >= 0 ? affected : numberOf(response["rows_inserted"]);
  if (rows !== undefined && rows >= 0) node.rows = rows;
  const code = textOf(response["code"]) ?? textOf(response["_message"]);
  if (code !== undefined && code !== "") node.statement = code.split(" ", 1)[0]!.toUpperCase();
  return node;
}

function seconds(value: unknown): number | undefined {
  const number = numberOf(value);
  return number === undefined || number < 0 ? undefined : number * 1000;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same object without its undefined entries. */
export function defined<T extends object>(entries: T): Defined<T> {
  const kept = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Defined<T>;
}
