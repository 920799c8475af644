/**
 * "Shred a File": from a file to loaded shards in the steps that a person decides: which key, where
 * to, and whether to do it at all. Nothing is written before the last question is answered; cancel
 * takes everything back. The command line does the work.
 */

import * as vscode from "vscode";
import type { Finished, RunHeddle } from "./heddleProgram";
import { type ShredAnalysis, type ShredPlan, wordsOfDivision } from "./shredAnswers";
import { pickDivision, pickTarget } from "./shredQuestions";

const INTERRUPTED = 130;

/** What the steps share. */
interface Shredding {
  readonly run: RunHeddle;
  readonly file: vscode.Uri;
  /** Where the run's record lies and paths begin: the workspace folder of the file. */
  readonly folder: vscode.Uri;
}

/** `showPlan` opens the plan's workload in a Schedule panel. */
export async function shredFile(
  run: RunHeddle,
  argument: unknown,
  showPlan: (plan: ShredPlan, folder: vscode.Uri) => Promise<void>,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Shredding writes files and tables: trust this workspace first."),
    );
    return;
  }
  const file = argument instanceof vscode.Uri ? argument : await chooseFile();
  if (file === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri ?? vscode.Uri.joinPath(file, "..");
  const shredding: Shredding = { run, file, folder };

  const analysis = await asked<ShredAnalysis>(
    shredding,
    vscode.l10n.t("Heddle: analysing {0}", nameOf(file)),
    ["analyse", file.fsPath, "--json"],
  );
  const division = analysis && (await pickDivision(analysis));
  if (division === undefined) return;
  const target = await pickTarget(file, folder);
  if (target === undefined) return;

  const words = [file.fsPath, ...wordsOfDivision(division), "--into", target];
  const plan = await asked<ShredPlan>(
    shredding,
    vscode.l10n.t("Heddle: measuring what shredding {0} takes", nameOf(file)),
    ["plan", ...words, "--json"],
  );
  if (plan === undefined) return;
  await showPlan(plan, folder);
  if (await isConfirmed(plan, file)) await carryOut(shredding, words);
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Which file is to be shredded?"),
      filters: { "CSV, TSV, Parquet": ["csv", "tsv", "txt", "gz", "zst", "parquet"], "*": ["*"] },
    })) ?? [];
  return file;
}

function nameOf(file: vscode.Uri): string {
  return file.path.split("/").at(-1) ?? "";
}

/** The answer of a part of `heddle shred` that writes nothing; says why there is none. */
async function asked<Answer>(
  { run, folder }: Shredding,
  title: string,
  words: readonly string[],
): Promise<Answer | undefined> {
  const { status, out, lastLine } = await withProgress(title, (token, said) =>
    run(["shred", ...words], folder, { token, said }),
  );
  if (status === 0) return JSON.parse(out) as Answer;
  if (status !== INTERRUPTED) void vscode.window.showErrorMessage(`Heddle: ${lastLine}`);
  return undefined;
}

/** A notification with a cancel button that shows what the program says. */
function withProgress(
  title: string,
  work: (token: vscode.CancellationToken, said: (line: string) => void) => Promise<Finished>,
): Thenable<Finished> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    let shown = 0;
    return work(token, (line) => {
      const percent = Number(/ (\d+) % of /.exec(line)?.[1] ?? Number.NaN);
      // A new part of the work starts at nothing again, which the bar cannot show.
      const increment = Number.isNaN(percent) ? 0 : Math.max(0, percent - shown);
      shown += increment;
      progress.report({ message: line.trim(), increment });
    });
  });
}

/** The last question before anything is written: what, where, and whether it pays. */
async function isConfirmed(plan: ShredPlan, file: vscode.Uri): Promise<boolean> {
  const run = vscode.l10n.t("Run");
  const paying =
    plan.verdict === "shred"
      ? vscode.l10n.t("It pays: {0}.", plan.because)
      : vscode.l10n.t("It does not pay: {0}.", plan.because);
  const verdict = plan.decided
    ? paying
    : vscode.l10n.t("Whether it pays is not known: {0}.", plan.because);
  const detail = [
    verdict,
    ...(plan.instead === null || !plan.decided
      ? []
      : [vscode.l10n.t("Instead: {0}.", plan.instead)]),
    "",
    vscode.l10n.t("Written will be:"),
    ...plan.touches.map((what) => `  ${what}`),
    "",
    vscode.l10n.t("All rows appear at once or none: {0}.", plan.guarantee),
  ].join("\n");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Shred {0} rows of {1} into {2} files and load them to {3}?",
      plan.rows.toLocaleString(vscode.env.language),
      nameOf(file),
      plan.shards,
      plan.target,
    ),
    { modal: true, detail },
    run,
  );
  return chosen === run;
}

async function carryOut(shredding: Shredding, words: readonly string[]): Promise<void> {
  const { run, file, folder } = shredding;
  let isCancelled = false;
  const { status, out, lastLine } = await withProgress(
    vscode.l10n.t("Heddle: shredding {0}", nameOf(file)),
    (token, said) => {
      token.onCancellationRequested(() => {
        isCancelled = true;
        said(vscode.l10n.t("taking everything back"));
      });
      return run(["shred", "run", ...words], folder, { token, said });
    },
  );
  const [first = lastLine] = out.split("\n");
  if (status === 0) return offerProof(shredding, first);
  if (!isCancelled) {
    void vscode.window.showErrorMessage(`Heddle: ${first}`);
    return;
  }
  // Where a process cannot be interrupted it has been ended: then its traces are removed here.
  const { status: cleaned } = await run(["shred", "clean", file.fsPath], folder);
  void vscode.window.showInformationMessage(
    status === INTERRUPTED || cleaned === 0
      ? vscode.l10n.t("Cancelled: the target is as it was, and nothing is left of the run.")
      : `Heddle: ${first}`,
  );
}

async function offerProof({ run, file, folder }: Shredding, said: string): Promise<void> {
  const verify = vscode.l10n.t("Verify");
  if ((await vscode.window.showInformationMessage(`Heddle: ${said}`, verify)) !== verify) return;
  const { status, out, lastLine } = await withProgress(
    vscode.l10n.t("Heddle: verifying {0}", nameOf(file)),
    (token, line) => run(["shred", "verify", file.fsPath], folder, { token, said: line }),
  );
  const result = out.trimEnd().split("\n").at(-1) || lastLine;
  if (status === 0) void vscode.window.showInformationMessage(`Heddle: ${result}`);
  else void vscode.window.showErrorMessage(`Heddle: ${result}`);
}
