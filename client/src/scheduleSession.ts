/**
 * One open Schedule panel's conversation with the server: answers the page's questions in the
 * order of the latest one, and tells it when the project or the cursor moved.
 */

import * as vscode from "vscode";
import type { CommandTarget, ModelsResult, SimulateResult } from "../../server/src/protocol";
import type { FromPage, RunOptions, ToPage } from "../panel/messages";
import { oneAtATime } from "./oneAtATime";
import type { Server } from "./server";

export class ScheduleSession implements vscode.Disposable {
  private models: ModelsResult | undefined;
  /** Today's run, which others are compared with; of the same dbt command. */
  private today:
    | { readonly command: RunOptions["command"]; readonly run: SimulateResult }
    | undefined;
  private pending: vscode.CancellationTokenSource | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private readonly refresh = oneAtATime(() => this.readProject());

  constructor(
    private readonly server: Server,
    private target: CommandTarget,
    private readonly send: (message: ToPage) => void,
    isVisible: () => boolean,
  ) {
    this.subscriptions = [
      // A hidden page is gone; it asks for everything when it comes back.
      server.onProjectChanged(() => isVisible() && this.refresh()),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    ];
  }

  /** Shows another project or model in the same panel. */
  turnTo(target: CommandTarget): void {
    this.target = target;
    this.refresh();
  }

  async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.refresh();
      case "simulate":
        return this.simulate(message.request, message.options);
      case "sweep":
        return this.sweep(message.request, message.options);
      case "open":
        return this.openModel(message.id);
      case "explain":
        await vscode.commands.executeCommand("heddle.explainModel", {
          uri: this.target.uri,
          id: message.id,
        });
    }
  }

  private async readProject(): Promise<void> {
    const { uri, id } = this.target;
    this.models = await this.server.ask("heddle/models", { uri });
    this.today = undefined;
    if (this.models === undefined) {
      this.send({ type: "failed", message: "No dbt project here: no dbt_project.yml was found." });
      return;
    }
    const { project, models } = this.models;
    this.send({
      type: "project",
      project: {
        uri,
        name: project.name,
        adapter: project.adapter,
        threadsOrigin: project.threads.origin,
        tasks: models.map(
          ({ uniqueId, name, resourceType, hint, complexity, recommendation, duration }) => ({
            uniqueId,
            name,
            resourceType,
            hint,
            complexity,
            recommendation,
            duration,
          }),
        ),
      },
    });
    this.send({ type: "stale" });
    if (id === undefined) return;
    this.send({ type: "reveal", id });
    // Once: later refreshes leave the person's own selection alone.
    this.target = { uri };
  }

  /** Only the latest question is worth an answer: an earlier one is cancelled. */
  private async simulate(request: number, options: RunOptions): Promise<void> {
    this.pending?.cancel();
    const pending = new vscode.CancellationTokenSource();
    this.pending = pending;
    const { uri } = this.target;
    const { command } = options;
    if (this.today === undefined || this.today.command !== command) {
      const run = await this.server.ask("heddle/simulate", {
        uri,
        hints: "ignored",
        policy: "dbt-core",
        ...(command !== undefined && { command }),
      });
      this.today = run && { command, run };
    }
    const schedule = await this.server.ask("heddle/simulate", { uri, ...options }, pending.token);
    if (pending.token.isCancellationRequested) return;
    const today = this.today?.run;
    if (schedule === undefined || today === undefined) {
      this.send({
        type: "failed",
        message: "This run could not be simulated. See Heddle: Show Log.",
      });
      return;
    }
    this.send({ type: "schedule", request, schedule, today });
  }

  private async sweep(request: number, options: RunOptions): Promise<void> {
    const { threads: _every, ...rest } = options;
    const sweep = await this.server.ask("heddle/sweep", { uri: this.target.uri, ...rest });
    if (sweep !== undefined) this.send({ type: "sweep", request, sweep });
  }

  private async openModel(id: string): Promise<void> {
    const model = this.models?.models.find(({ uniqueId }) => uniqueId === id);
    if (model === undefined || this.models === undefined) return;
    const root = vscode.Uri.parse(this.models.rootUri);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, model.file), {
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || this.models === undefined) return;
    const root = `${vscode.Uri.parse(this.models.rootUri).path}/`;
    const { path } = editor.document.uri;
    if (!path.startsWith(root)) return;
    const file = path.slice(root.length);
    const model = this.models.models.find((candidate) => candidate.file === file);
    if (model !== undefined) this.send({ type: "reveal", id: model.uniqueId });
  }

  dispose(): void {
    this.pending?.cancel();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
