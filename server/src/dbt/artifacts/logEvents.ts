/**
 * Reads dbt's JSON log lines (`--log-format json` or `logs/dbt.log` with `--log-format-file json`)
 * into the same records as run_results.json, one per invocation. Start events are logged at debug
 * level; at info level ends and durations are still known. Lines that are no events are passed over.
 */
import type { Problem } from "../../base/problem";
import { artifactProblem, type JsonRecord, numberOf, recordOf, textOf, timeOf } from "./jsonValue";
import { outcomeOf, type RunNode, type RunRecord } from "./runRecord";
import { addAdapterFacts, argumentsOf, defined } from "./runResults";

/** What has been seen of one invocation so far. */
interface Draft {
  readonly invocationId: string;
  readonly starts: Map<string, number>;
  readonly ends: Map<string, RunNode>;
  readonly batches: Map<string, { successful: number; failed: number }>;
  fields: Partial<RunRecord>;
}

/** The runs of a log in the order in which they began. O(length). Event names of dbt-core 1.5–1.12. */
export function parseLogEvents(
  text: string,
  file: string,
): { readonly runs: readonly RunRecord[]; readonly problems: readonly Problem[] } {
  const drafts = new Map<string, Draft>();
  let events = 0;
  for (const line of text.split("\n")) {
    const event = eventOf(line);
    const info = recordOf(event?.["info"]);
    const invocationId = textOf(info?.["invocation_id"]);
    if (event === undefined || info === undefined || invocationId === undefined) continue;
    events++;
    const draft = drafts.get(invocationId) ?? {
      invocationId,
      starts: new Map(),
      ends: new Map(),
      batches: new Map(),
      fields: {},
    };
    drafts.set(invocationId, draft);
    take(draft, textOf(info["name"]) ?? "", info, recordOf(event["data"]) ?? {});
  }
  if (events === 0)
    return { runs: [], problems: [artifactProblem(file, "holds no dbt log events")] };
  const runs = [...drafts.values()].filter((draft) => draft.ends.size > 0);
  return { runs: runs.map((draft) => recordOfDraft(draft, file)), problems: [] };
}

function eventOf(line: string): JsonRecord | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith("{")) return undefined;
  try {
    return recordOf(JSON.parse(trimmed));
  } catch {
    return undefined;
  }
}

function take(draft: Draft, name: string, info: JsonRecord, data: JsonRecord): void {
  const atMs = timeOf(info["ts"]);
  const uniqueId = textOf(recordOf(data["node_info"])?.["unique_id"]);
  switch (name) {
    case "MainReportVersion":
      draft.fields = {
        ...draft.fields,
        ...defined({
          invocationStartedMs: atMs,
          dbtVersion: textOf(data["version"])?.replace(/^=/, ""),
        }),
      };
      break;
    case "MainReportArgs":
      draft.fields = { ...draft.fields, ...reportedArguments(recordOf(data["args"]) ?? {}) };
      break;
    case "ConcurrencyLine":
      draft.fields = {
        ...draft.fields,
        ...defined({
          threads: numberOf(data["num_threads"]),
          target: textOf(data["target_name"]),
        }),
      };
      break;
    case "CommandCompleted": {
      const elapsed = numberOf(data["elapsed"]);
      draft.fields = {
        ...draft.fields,
        ...defined({
          generatedMs: atMs,
          elapsedMs: elapsed === undefined ? undefined : elapsed * 1000,
          command: textOf(data["command"])?.split(" ")[1] ?? draft.fields.command,
        }),
      };
      break;
    }
    case "NodeStart":
      // A microbatch model starts again for every batch: the first start is the model's.
      if (uniqueId !== undefined && atMs !== undefined && !draft.starts.has(uniqueId)) {
        draft.starts.set(uniqueId, atMs);
      }
      break;
    case "LogBatchResult":
      if (uniqueId !== undefined) countBatch(draft, uniqueId, textOf(data["status"]) ?? "");
      break;
    case "NodeFinished":
      if (uniqueId !== undefined) finish(draft, uniqueId, atMs, info, data);
      break;
  }
}

/** The arguments come as text; the command is the first word of the invocation that dbt knows. */
function reportedArguments(args: JsonRecord): Partial<RunRecord> {
  const invocation = textOf(args["invocation_command"]) ?? "";
  const command = /\b(run|build|test|seed|snapshot|retry|compile|clone|show)\b/.exec(
    invocation,
  )?.[1];
  return { ...defined({ command }), ...argumentsOf(args) };
}

function countBatch(draft: Draft, uniqueId: string, status: string): void {
  const count = draft.batches.get(uniqueId) ?? { successful: 0, failed: 0 };
  if (/^(error|skipped)/i.test(status)) count.failed++;
  else count.successful++;
  draft.batches.set(uniqueId, count);
}

function finish(
  draft: Draft,
  uniqueId: string,
  atMs: number | undefined,
  info: JsonRecord,
  data: JsonRecord,
): void {
  const result = recordOf(data["run_result"]) ?? {};
  const status = textOf(result["status"]) ?? textOf(recordOf(data["node_info"])?.["node_status"]);
  if (status === undefined) return;
  const outcome = outcomeOf(status);
  const startMs = outcome === "not-run" ? undefined : draft.starts.get(uniqueId);
  const seconds = numberOf(result["execution_time"]);
  const spanMs = startMs === undefined || atMs === undefined ? 0 : atMs - startMs;
  const message = textOf(result["message"]);
  // Delete first: the last end of a node decides its place in the order of ends.
  draft.ends.delete(uniqueId);
  const node = {
    uniqueId,
    status,
    outcome,
    executionMs: seconds === undefined ? spanMs : seconds * 1000,
    ...defined({
      startMs,
      endMs: outcome === "not-run" ? undefined : atMs,
      thread: textOf(result["thread"]) ?? textOf(info["thread"]),
      message: message === "" ? undefined : message,
      batches: draft.batches.get(uniqueId),
    }),
  };
  draft.ends.set(uniqueId, addAdapterFacts(node, recordOf(result["adapter_response"])));
}

function recordOfDraft(draft: Draft, file: string): RunRecord {
  return {
    isFullRefresh: false,
    isPartialData: false,
    ...draft.fields,
    file,
    schemaVersion: 0,
    invocationId: draft.invocationId,
    nodes: [...draft.ends.values()],
  };
}
