/** What the shredder asks a person: the key that divides the file, and where the rows go. */

import * as vscode from "vscode";
import type { Candidate, Division, ShredAnalysis } from "./shredAnswers";

/** The recommended division comes first, then the others from the evenest on. */
export async function pickDivision(analysis: ShredAnalysis): Promise<Division | undefined> {
  const { recommended, candidates, rows } = analysis;
  const others = candidates
    .filter((one) => !isSame(one, recommended))
    .sort((a, b) => a.imbalance - b.imbalance || b.shards - a.shards);
  const items = [recommended, ...others].map((division, at) => ({
    division,
    label: `${at === 0 ? "$(star-full) " : ""}${nameOf(division)}`,
    description: vscode.l10n.t("{0} shards", division.shards),
    detail: balanceOf(division),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("What divides the {0} rows?", rows.toLocaleString(vscode.env.language)),
    placeHolder: vscode.l10n.t("The fullest shard decides how long the loads take"),
    matchOnDescription: true,
  });
  return picked?.division;
}

function isSame(a: Division, b: Division): boolean {
  return a.column === b.column && a.function === b.function && a.shards === b.shards;
}

function nameOf({ column, function: kind }: Division): string {
  return column === undefined || column === null ? kind : `${kind} · ${column}`;
}

function balanceOf({ imbalance, empty }: Candidate): string {
  const share = Math.round(imbalance * 100);
  return empty === 0
    ? vscode.l10n.t("the fullest shard has {0} % of a fair share", share)
    : vscode.l10n.t("the fullest shard has {0} % of a fair share; empty shards: {1}", share, empty);
}

/** TARGET as the command line takes it; paths are relative to `folder`. */
export async function pickTarget(
  file: vscode.Uri,
  folder: vscode.Uri,
): Promise<string | undefined> {
  const name = (file.path.split("/").at(-1) ?? "").replace(/\..*$/, "") || "fact";
  const place = (what: string) => vscode.Uri.joinPath(folder, what).fsPath;
  const kinds = [
    {
      label: vscode.l10n.t("CSV files in a folder"),
      prompt: vscode.l10n.t("A folder that is not there yet, or empty"),
      value: place(`${name}-shards`),
      targetOf: (typed: string) => `csv:${typed}`,
    },
    {
      label: vscode.l10n.t("Parquet files in a folder"),
      prompt: vscode.l10n.t("A folder that is not there yet, or empty"),
      value: place(`${name}-shards`),
      targetOf: (typed: string) => `parquet:${typed}`,
    },
    {
      label: vscode.l10n.t("A table of a DuckDB file"),
      prompt: vscode.l10n.t("The file, and the table after ?table="),
      value: `${place(`${name}.duckdb`)}?table=${name}`,
      targetOf: (typed: string) => `duckdb:${typed}`,
    },
    {
      label: vscode.l10n.t("A table of Postgres"),
      prompt: vscode.l10n.t("Without a password: that comes from PGPASSWORD or ~/.pgpass"),
      value: `postgres://localhost/postgres?table=${name}`,
      targetOf: (typed: string) => typed,
    },
  ];
  const kind = await vscode.window.showQuickPick(kinds, {
    title: vscode.l10n.t("Where do the rows go?"),
  });
  if (kind === undefined) return undefined;
  const typed = await vscode.window.showInputBox({
    title: kind.label,
    prompt: kind.prompt,
    value: kind.value,
  });
  return typed === undefined || typed === "" ? undefined : kind.targetOf(typed);
}
