/**
 * Answers the Schedule panel's questions about a workload file, which no project stands behind, by
 * the command line: the same numbers as in a terminal.
 */

import * as vscode from "vscode";
import type { ModelsResult, SimulateParams } from "../../server/src/protocol";
import type { RunHeddle } from "./heddleProgram";
import type { Server } from "./server";

/** Those parts of the server that a panel speaks to. */
export type Answers = Pick<Server, "ask" | "onProjectChanged">;

/** `name` is what the panel calls the run; `workload` is the file. */
export function workloadAnswers(run: RunHeddle, name: string, workload: vscode.Uri): Answers {
  const folder = vscode.Uri.joinPath(workload, "..");
  const told = async (words: readonly string[], refused?: (reason: string) => void) => {
    const { status, out, lastLine } = await run(words, folder);
    if (status === 0) return JSON.parse(out) as unknown;
    refused?.(lastLine);
    return undefined;
  };
  const nameOnly: ModelsResult = {
    schema: "heddle.models/1",
    rootUri: folder.toString(),
    project: {
      name,
      adapter: null,
      target: null,
      threads: { value: null, origin: null, effective: 1 },
    },
    models: [],
    disabled: [],
    sources: [],
    problems: 0,
  };
  const ask = async (
    method: string,
    params: object,
    { refused }: { readonly refused?: (reason: string) => void } = {},
  ): Promise<unknown> => {
    if (method === "heddle/models") return nameOnly;
    const command = { "heddle/simulate": "simulate", "heddle/sweep": "sweep" }[method];
    if (command === undefined) return undefined;
    return told([command, workload.fsPath, ...wordsOf(params, command), "--json"], refused);
  };
  return { ask: ask as Answers["ask"], onProjectChanged: () => new vscode.Disposable(() => {}) };
}

/** The options that a run without a project can have. */
function wordsOf(params: SimulateParams | object, command: string): readonly string[] {
  const { threads, hints, policy, capacity, contention, whatIf }: Partial<SimulateParams> = params;
  return [
    ...(threads === undefined || command === "sweep" ? [] : ["--threads", String(threads)]),
    ...(hints === undefined ? [] : ["--hints", hints]),
    ...(policy === undefined ? [] : ["--policy", policy]),
    ...(capacity === undefined ? [] : ["--capacity", String(capacity)]),
    ...(contention === undefined ? [] : ["--contention", `${contention.alpha},${contention.beta}`]),
    ...Object.entries(whatIf ?? {}).flatMap(([id, ms]) => ["--what-if", `${id}=${ms / 1000}s`]),
  ];
}
