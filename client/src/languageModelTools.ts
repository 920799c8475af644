/**
 * Heddle's tools for language models in the editor: simulate, sweep, explain, check, models. They
 * read and compute; none changes a file or starts anything. Present only where a model is used.
 */

import * as vscode from "vscode";
import type { Server } from "./server";
import { targetOf } from "./target";
import { TOOLS, type ToolInput } from "./toolAnswers";

/** Registers the tools that package.json declares, where this editor knows of tools at all. */
export function provideLanguageModelTools(server: Server): vscode.Disposable {
  // Editors built on VS Code may leave this part out.
  const lm: typeof vscode.lm | undefined = vscode.lm;
  if (lm?.registerTool === undefined) return vscode.Disposable.from();
  return vscode.Disposable.from(
    ...Object.entries(TOOLS).map(([name, tool]) =>
      lm.registerTool<ToolInput & { readonly project?: string }>(name, {
        async invoke({ input }, token) {
          const uri = projectUri(input.project);
          const answer =
            uri === undefined || !isOn()
              ? undefined
              : await tool(uri, input, (method, params) => server.ask(method, params, { token }));
          const text = typeof answer === "string" ? answer : JSON.stringify(answer ?? NOTHING);
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
        },
        prepareInvocation: () => ({
          invocationMessage: vscode.l10n.t("Asking Heddle"),
        }),
      }),
    ),
  );
}

const NOTHING = {
  error:
    "No dbt project is open, heddle.enable or heddle.languageModelTools.enable is off, or the model is unknown.",
};

function isOn(): boolean {
  return vscode.workspace.getConfiguration("heddle").get("languageModelTools.enable", true);
}

/** A folder of the workspace by its path in it; without one what the person looks at. */
function projectUri(project: string | undefined): string | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (project === undefined || project === "" || folder === undefined) {
    return targetOf(undefined)?.uri;
  }
  return vscode.Uri.joinPath(folder, project).toString();
}
