/** "Compare With Manifest": where Heddle's reading differs from dbt's, as a document that stays open. */

import * as vscode from "vscode";
import type { CommandTarget } from "../../server/src/protocol";
import type { Server } from "./server";
import { serveVirtualDocuments, type VirtualDocuments } from "./virtualDocuments";

export class ComparisonDocuments implements vscode.Disposable {
  private readonly documents: VirtualDocuments;

  constructor(private readonly server: Server) {
    this.documents = serveVirtualDocuments("heddle-comparison", server, async (uri) => {
      return (await server.ask("heddle/compareManifest", { uri }))?.markdown;
    });
  }

  /** False when the target belongs to no known project. */
  async show({ uri }: CommandTarget): Promise<boolean> {
    const title = vscode.l10n.t("Heddle: comparing with dbt's manifest");
    const location = vscode.ProgressLocation.Window;
    const answer = await vscode.window.withProgress({ location, title }, () =>
      this.server.ask("heddle/compareManifest", { uri }),
    );
    if (answer === undefined) return false;
    await this.documents.show("Compare With Manifest", answer.rootUri);
    return true;
  }

  dispose(): void {
    this.documents.dispose();
  }
}
