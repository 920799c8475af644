/** "Apply Fix" of a finding in the view: the same fix that the light bulb in the text offers. */

import * as vscode from "vscode";
import { editorRange } from "./editorRange";
import type { TreeNode } from "./treeNode";

/** Applies the preferred fix, or lets the person choose among several; says so when there is none. */
export async function applyFix(finding: TreeNode): Promise<void> {
  const { place, target } = finding;
  if (place?.range === undefined) return;
  const uri = vscode.Uri.parse(place.uri);
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  const range = editorRange(place.range);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  const fix = await chosenFix(await fixesOf(uri, range, target?.id));
  if (fix?.edit !== undefined) await vscode.workspace.applyEdit(fix.edit);
}

/** Fixes of Heddle's own at a place, without those that silence the finding or reach other files. */
async function fixesOf(
  uri: vscode.Uri,
  range: vscode.Range,
  code: string | undefined,
): Promise<readonly vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
  return (actions ?? []).filter(
    ({ edit, diagnostics, title }) =>
      edit !== undefined &&
      !/^(?:ignore|fix all) /i.test(title) &&
      isAbout(diagnostics ?? [], code),
  );
}

/** An editor may leave out what an action is about; then its place has to do. */
function isAbout(found: readonly vscode.Diagnostic[], code: string | undefined): boolean {
  return found.length === 0 || found.some(({ code: own }) => isCode(own, code));
}

function isCode(own: vscode.Diagnostic["code"], wanted: string | undefined): boolean {
  return wanted === undefined || (typeof own === "object" ? own.value : own) === wanted;
}

async function chosenFix(
  fixes: readonly vscode.CodeAction[],
): Promise<vscode.CodeAction | undefined> {
  const preferred = fixes.find(({ isPreferred }) => isPreferred === true);
  if (preferred !== undefined || fixes.length === 1) return preferred ?? fixes[0];
  if (fixes.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "This finding has no fix that could not break anything; its page says what to do.",
      ),
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    fixes.map((fix) => ({ label: fix.title, fix })),
    { title: vscode.l10n.t("Which fix?") },
  );
  return picked?.fix;
}
