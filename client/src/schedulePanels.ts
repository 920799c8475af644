/** The Schedule panel in the editor area: one per window, restored when the window is reloaded. */

import * as vscode from "vscode";
import type { CommandTarget } from "../../server/src/protocol";
import type { FromPage } from "../panel/messages";
import { schedulePage } from "./schedulePage";
import { ScheduleSession } from "./scheduleSession";
import type { Server } from "./server";

/** What tells one kind of Schedule panel from another. */
export interface PanelKind {
  readonly viewType: string;
  readonly title: string;
  /** Whether it comes back when the window is reloaded. */
  readonly isRestored: boolean;
  /** Whether a dbt project or a tabular model stands behind it, not a workload alone. */
  readonly hasProject: boolean;
}

const ofProject: PanelKind = {
  viewType: "heddle.schedule",
  title: "Schedule",
  isRestored: true,
  hasProject: true,
};

export class SchedulePanels implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private session: ScheduleSession | undefined;
  private readonly serializer: vscode.Disposable | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly server: Pick<Server, "ask" | "onProjectChanged">,
    private readonly kind = ofProject,
  ) {
    if (!kind.isRestored) return;
    this.serializer = vscode.window.registerWebviewPanelSerializer(kind.viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        this.adopt(panel, { uri: savedUri(state) ?? "" });
      },
    });
  }

  /** Opens the panel, or brings it to the front for another project or model. */
  show(target: CommandTarget): void {
    if (this.panel !== undefined && this.session !== undefined) {
      this.panel.reveal(undefined, false);
      this.session.turnTo(target);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      this.kind.viewType,
      this.kind.title,
      vscode.ViewColumn.Active,
      this.webviewOptions(),
    );
    this.adopt(panel, target);
  }

  private webviewOptions(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    const dist = vscode.Uri.joinPath(this.extensionUri, "dist");
    return { enableScripts: true, localResourceRoots: [dist] };
  }

  private adopt(panel: vscode.WebviewPanel, target: CommandTarget): void {
    const { webview } = panel;
    webview.options = this.webviewOptions();
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, "media/icon.png");
    const session = new ScheduleSession(
      this.server,
      target,
      (message) => webview.postMessage(message),
      () => panel.visible,
      this.kind.hasProject,
    );
    webview.onDidReceiveMessage((message: FromPage) => session.receive(message));
    panel.onDidDispose(() => {
      session.dispose();
      this.panel = undefined;
      this.session = undefined;
    });
    webview.html = schedulePage(webview, this.extensionUri);
    this.panel = panel;
    this.session = session;
  }

  dispose(): void {
    this.serializer?.dispose();
    this.panel?.dispose();
  }
}

function savedUri(state: unknown): string | undefined {
  const isSaved = typeof state === "object" && state !== null && "uri" in state;
  return isSaved && typeof state.uri === "string" ? state.uri : undefined;
}
