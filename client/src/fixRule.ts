/**
 * "Fix All of a Rule in Project": the fixes of one rule wherever it finds something, shown in the
 * editor's own preview of changes before any file is touched.
 */

import * as vscode from "vscode";
import type { CommandTarget, FixRuleResult, ListedFinding } from "../../server/src/protocol";
import { editorRange } from "./editorRange";
import type { Server } from "./server";

/** `target.id` is the rule; without it the person chooses one. */
export async function fixRule(server: Server, { uri, id }: CommandTarget): Promise<void> {
  const code = id ?? (await chosenRule(server, uri));
  if (code === undefined) return;
  const fix = await server.ask("heddle/fixRule", { uri, code });
  if (fix === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Nothing of {0} is left that has a fix.", code),
    );
    return;
  }
  const isApplied = await vscode.workspace.applyEdit(editOf(code, fix));
  if (!isApplied || fix.leftCount === 0) return;
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "{0} more change text that was changed just now; run the command again for them.",
      fix.leftCount,
    ),
  );
}

/** The rules that can fix something, those with the most findings first. */
async function chosenRule(server: Server, uri: string): Promise<string | undefined> {
  const listed = await server.ask("heddle/findings", { uri });
  const fixable = (listed?.findings ?? []).filter(({ fix }) => fix !== undefined);
  if (fixable.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("No finding of this project has a fix."),
    );
    return undefined;
  }
  const byCode = new Map<string, ListedFinding[]>();
  for (const finding of fixable) {
    const known = byCode.get(finding.code);
    if (known === undefined) byCode.set(finding.code, [finding]);
    else known.push(finding);
  }
  const picked = await vscode.window.showQuickPick(
    [...byCode]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([code, found]) => ({
        label: code,
        description:
          found.length === 1
            ? vscode.l10n.t("1 finding")
            : vscode.l10n.t("{0} findings", found.length),
        detail: found[0]?.fix ?? "",
      })),
    {
      title: vscode.l10n.t("Fix all of which rule?"),
      placeHolder: vscode.l10n.t("The changes are shown before they are made"),
    },
  );
  return picked?.label;
}

/**
 * The editor opens its preview where any edit wants to be confirmed, with those not ticked. Safe edits
 * come ticked; one that changes nothing opens the preview for them.
 */
function editOf(code: string, { what, edits, isSafe }: FixRuleResult): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const metadata = { needsConfirmation: !isSafe, label: code, description: what };
  const [first] = edits;
  if (isSafe && first !== undefined) {
    edit.insert(vscode.Uri.parse(first.uri), editorRange(first.range).start, "", {
      needsConfirmation: true,
      label: vscode.l10n.t("Nothing is changed before you apply"),
    });
  }
  for (const { uri, range, newText } of edits) {
    edit.replace(vscode.Uri.parse(uri), editorRange(range), newText, metadata);
  }
  return edit;
}
