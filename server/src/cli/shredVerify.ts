/** `heddle shred verify` proves a run; `heddle shred clean` removes what is left of it. */
import type { Manifest } from "../shred/manifest";
import { openTarget } from "../shred/openRun";
import { Refusal } from "../shred/refusal";
import { cleanRun } from "../shred/runShred";
import { stageOneOf } from "../shred/stages";
import { parseTarget } from "../shred/target";
import { type RunProof, verifyShred } from "../shred/verifyShred";
import type { CommandResult } from "./command";
import { type Failure, failure } from "./failure";
import { jsonText } from "./jsonText";
import { engineStartOf, removeEmptyRuns, type ShredContext, say, watchOf } from "./shredContext";
import { runOf } from "./shredRun";

export async function shredVerify(context: ShredContext, file: string): Promise<CommandResult> {
  const { folder, manifest } = await runOf(context, file);
  const { target } = await openTarget(context.host, manifest, false);
  try {
    const proof = await verifyShred(context.host, manifest, folder, target, watchOf(context));
    const status = proof.problems.length === 0 ? 0 : 1;
    const text =
      context.format === "json"
        ? jsonText([proofJson(manifest, proof)])
        : proofText(manifest, proof);
    return { text, status };
  } finally {
    await target.close();
  }
}

function proofJson(manifest: Manifest, proof: RunProof): object {
  return {
    ...manifest,
    schema: "heddle.shred.proof/1",
    proved: proof.problems.length === 0,
    rowsIn: proof.rowsIn,
    rowsOut: proof.rowsOut,
    targetRows: proof.targetRows ?? null,
    shards: manifest.shards.map((shard, at) => ({
      ...shard,
      proved: proof.shards[at]?.problems.length === 0,
      rowsFound: proof.shards[at]?.rows ?? 0,
      checksumFound: proof.shards[at]?.checksum ?? "",
    })),
    problems: proof.problems,
    notes: proof.notes,
  };
}

function proofText(manifest: Manifest, proof: RunProof): string {
  const { state, target } = manifest;
  const shards = proof.shards.map(
    ({ shard, rows, checksum, problems }) =>
      `  ${String(shard).padStart(4)}  ${String(rows).padStart(12)}  ${checksum.padEnd(16)}  ${problems.length === 0 ? "proved" : "WRONG"}`,
  );
  const inTarget = proof.targetRows === undefined ? "" : `; ${target} holds ${proof.targetRows}`;
  return `${[
    `${state}: ${proof.rowsOut} rows out of ${proof.rowsIn} rows in${inTarget}`,
    ...shards,
    ...proof.notes.map((note) => `note: ${note}`),
    ...proof.problems.map((problem) => `problem: ${problem}`),
    proof.problems.length === 0 ? "Proved: nothing lost, nothing twice." : "Not proved.",
  ].join("\n")}\n`;
}

export async function shredClean(
  context: ShredContext,
  file: string,
): Promise<CommandResult | Failure> {
  const { host, signal } = context;
  const { folder, manifest } = await runOf(context, file);
  const parsed = parseTarget(manifest.target);
  const isFolder =
    typeof parsed === "object" && (parsed.kind === "csv" || parsed.kind === "parquet");
  if (isFolder && parsed.folder === folder) {
    return failure(
      `${folder} is the committed target itself; no other trace is left. Delete it yourself where you no longer want it`,
    );
  }
  const unlock = await host.lock(folder);
  if (unlock === undefined) throw new Refusal(`another process is working on this run (${folder})`);
  try {
    const { target } = await openTarget(host, manifest, false);
    try {
      const problem = await cleanRun(
        {
          host,
          folder,
          target,
          stageOne: stageOneOf(host, manifest, engineStartOf(context)),
          workers: 1,
          watch: watchOf(context),
          say: (line) => say(context, line),
          signal,
        },
        manifest,
      );
      if (problem !== undefined) return failure(problem);
    } finally {
      await target.close();
    }
  } finally {
    await unlock();
  }
  await removeEmptyRuns(context);
  const left =
    manifest.state === "committed"
      ? `; ${manifest.target} keeps its rows`
      : "; the target is as it was";
  const text =
    context.format === "json"
      ? jsonText([{ ...manifest, cleaned: true }])
      : `cleaned: run ${manifest.run}, which was ${manifest.state}${left}\n`;
  return { text, status: 0 };
}
