/** "Explain Model": what the hover says about one model, as a document that can stay open. */

import * as vscode from "vscode";
import type { CommandTarget } from "../../server/src/protocol";
import { forPreview } from "./previewMarkdown";
import type { Server } from "./server";
import { serveVirtualDocuments, type VirtualDocuments } from "./virtualDocuments";

export class ExplainDocuments implements vscode.Disposable {
  private readonly documents: VirtualDocuments;

  constructor(private readonly server: Server) {
    this.documents = serveVirtualDocuments("heddle-explain", server, async (query) => {
      const target = JSON.parse(query) as CommandTarget;
      const markdown = (await server.ask("heddle/explain", target))?.markdown;
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
      return markdown && forPreview(markdown, folder);
    });
  }

  /** False when the target is no model of a known project. */
  async show(target: CommandTarget): Promise<boolean> {
    const explanation = await this.server.ask("heddle/explain", target);
    if (explanation === undefined) return false;
    const query = JSON.stringify({ uri: target.uri, id: explanation.uniqueId });
    await this.documents.show(explanation.title, query);
    return true;
  }

  dispose(): void {
    this.documents.dispose();
  }
}
