/** Saves what the Schedule page exports where the person wants it, and offers to open it. */

import * as vscode from "vscode";
import type { ExportFormat, ExportResult } from "../../server/src/protocol";
import type { KnownProject } from "./modelPlaces";

interface Kind {
  readonly label: string;
  readonly extension: string;
}

const kinds: Readonly<Record<ExportFormat | "png", Kind>> = {
  html: { label: "Web page", extension: "html" },
  markdown: { label: "Markdown", extension: "md" },
  svg: { label: "SVG drawing", extension: "svg" },
  trace: { label: "Chrome trace", extension: "json" },
  png: { label: "PNG picture", extension: "png" },
};

/** Asks for a place and writes the text there. */
export function saveExport(
  project: KnownProject | undefined,
  { format, text }: ExportResult,
): Promise<void> {
  return save(project, kinds[format], new TextEncoder().encode(text));
}

/** The same for a picture that the page has drawn. */
export async function savePicture(
  project: KnownProject | undefined,
  dataUrl: string,
): Promise<void> {
  const [head = "", data = ""] = dataUrl.split(",");
  if (head !== "data:image/png;base64") return;
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  await save(project, kinds.png, bytes);
}

async function save(
  project: KnownProject | undefined,
  { label, extension }: Kind,
  bytes: Uint8Array,
): Promise<void> {
  const name = `${project?.name ?? "heddle"}-schedule.${extension}`;
  const folder = project && vscode.Uri.parse(project.rootUri);
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export the schedule"),
    filters: { [label]: [extension] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, bytes);
  // A picture or text opens beside the panel; a page and a trace are for other programs.
  if (extension === "png" || extension === "md") {
    await vscode.commands.executeCommand("vscode.open", uri, vscode.ViewColumn.Beside);
  }
}
