/**
 * One open Schedule panel's conversation with the server: answers the page's questions in the
 * order of the latest one, and tells it when the project or the cursor moved.
 */

import * as vscode from "vscode";
import type { CommandTarget, ModelsResult, SimulateResult } from "../../server/src/protocol";
import type { FromPage, ProjectFacts, RunOptions, ToPage } from "../panel/messages";
import { oneAtATime } from "./oneAtATime";
import type { Server } from "./server";

/** Beyond this many models their facts are asked for again on save rather than on every change. */
const largeProject = 2_000;

export class ScheduleSession implements vscode.Disposable {
  private models: ModelsResult | undefined;
  private wantsModels = true;
  /** Today's run, which others are compared with; of the same dbt command. */
  private today: Today | undefined;
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
      server.onProjectChanged(() => {
        // A hidden page is gone; it asks for everything when it comes back.
        if (!isVisible()) return;
        this.wantsModels ||= (this.models?.models.length ?? 0) <= largeProject;
        this.refresh();
      }),
      vscode.workspace.onDidSaveTextDocument(() => {
        this.wantsModels = true;
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    ];
  }

  /** Shows another project or model in the same panel. */
  turnTo(target: CommandTarget): void {
    this.target = target;
    this.wantsModels = true;
    this.refresh();
  }

  async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case "ready":
        this.wantsModels = true;
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

  /** The run comes first, so that a large project is on screen before the facts of its models. */
  private async readProject(): Promise<void> {
    const { uri, id } = this.target;
    this.today = undefined;
    const today = this.todayOf(undefined);
    this.send({ type: "stale" });
    if (this.wantsModels) {
      this.wantsModels = false;
      this.models = await this.server.ask("heddle/models", { uri });
      if (this.models === undefined) {
        this.send({
          type: "failed",
          message: "No dbt project here: no dbt_project.yml was found.",
        });
        return;
      }
      this.send({ type: "project", project: factsOf(uri, this.models) });
    }
    await today;
    if (id === undefined) return;
    this.send({ type: "reveal", id });
    // Once: later refreshes leave the person's own selection alone.
    this.target = { uri };
  }

  private todayOf(command: RunOptions["command"]): Promise<SimulateResult | undefined> {
    if (this.today === undefined || this.today.command !== command) {
      const run = this.server.ask("heddle/simulate", {
        uri: this.target.uri,
        ...(command !== undefined && { command }),
      });
      this.today = { command, run };
    }
    return this.today.run;
  }

  /** Only the latest question is worth an answer: an earlier one is cancelled. */
  private async simulate(request: number, options: RunOptions): Promise<void> {
    this.pending?.cancel();
    const pending = new vscode.CancellationTokenSource();
    this.pending = pending;
    const today = await this.todayOf(options.command);
    const { uri } = this.target;
    const schedule =
      today !== undefined && isToday(options, today)
        ? today
        : await this.server.ask("heddle/simulate", { uri, ...options }, pending.token);
    if (pending.token.isCancellationRequested) return;
    if (schedule !== undefined && today !== undefined) {
      this.send({ type: "schedule", request, schedule, today });
    } else if (this.models !== undefined) {
      const message = "This run could not be simulated. See Heddle: Show Log.";
      this.send({ type: "failed", message });
    }
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

interface Today {
  readonly command: RunOptions["command"];
  readonly run: Promise<SimulateResult | undefined>;
}

function isToday(options: RunOptions, today: SimulateResult): boolean {
  const { threads, hints = today.hints, policy = today.policy, whatIf } = options;
  const isSameRule = hints === today.hints && policy === today.policy;
  return isSameRule && threads === undefined && whatIf === undefined;
}

/** What the page needs of the models: names and figures, no configuration. */
function factsOf(uri: string, { project, models }: ModelsResult): ProjectFacts {
  return {
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
  };
}
