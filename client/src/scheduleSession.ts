/**
 * One open Schedule panel's conversation with the server: answers the page's questions in the
 * order of the latest one, and tells it when the project or the cursor moved.
 */

import * as vscode from "vscode";
import type {
  CommandTarget,
  ModelsResult,
  RunChoices,
  SimulateResult,
} from "../../server/src/protocol";
import type { LiveRun } from "../panel/liveMessages";
import type { FromPage, ProjectFacts, RunOptions, RunQuestion, ToPage } from "../panel/messages";
import { editorRange } from "./editorRange";
import { oneAtATime } from "./oneAtATime";
import { followRun, type RunProgress } from "./runProgress";
import { saveExport, savePicture } from "./scheduleExport";
import type { Server } from "./server";

/** Beyond this many models their facts are asked for again on save rather than on every change. */
const largeProject = 2_000;

export class ScheduleSession implements vscode.Disposable {
  private models: ModelsResult | undefined;
  private choices: RunChoices | undefined;
  private wantsModels = true;
  /** Today's run, which others are compared with; of the same models under the same conditions. */
  private today: Today | undefined;
  private pending: vscode.CancellationTokenSource | undefined;
  /** A `heddle run` of this project, whoever started it. */
  private run: { readonly rootUri: string; readonly progress: RunProgress } | undefined;
  private pendingSweep: vscode.CancellationTokenSource | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private readonly refresh = oneAtATime(() => this.readProject());

  constructor(
    private readonly server: Pick<Server, "ask" | "onProjectChanged">,
    private target: CommandTarget,
    private readonly send: (message: ToPage) => void,
    isVisible: () => boolean,
    private readonly hasProject: boolean,
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
        this.run?.progress.tellAll();
        return this.refresh();
      case "simulate":
        return this.simulate(message);
      case "compare":
        return this.compare(message.request, message.options);
      case "sweep":
        return this.sweep(message.request, message.options);
      case "open":
        return this.openModel(message.id);
      case "writeThreads":
        return this.writeThreads(message.threads);
      case "export":
        return this.export(message);
      case "savePicture":
        return savePicture(this.models, message.dataUrl);
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
    const today = this.todayOf({});
    this.send({ type: "stale" });
    if (this.wantsModels) {
      this.wantsModels = false;
      this.models = await this.server.ask("heddle/models", { uri });
      if (this.models === undefined) {
        this.send({
          type: "failed",
          message: "Nothing to run here: no dbt_project.yml and no tabular model was found.",
        });
        return;
      }
      this.send({ type: "project", project: factsOf(uri, this.models, this.hasProject) });
      this.followRunIn(this.models.rootUri);
      await this.readChoices();
    }
    await today;
    if (id === undefined) return;
    this.send({ type: "reveal", id });
    // Once: later refreshes leave the person's own selection alone.
    this.target = { uri };
  }

  private followRunIn(rootUri: string): void {
    if (this.run?.rootUri === rootUri || !this.hasProject) return;
    this.run?.progress.dispose();
    const tell = (live: LiveRun): void => this.send({ type: "live", live });
    this.run = { rootUri, progress: followRun(vscode.Uri.parse(rootUri), tell) };
  }

  private async readChoices(): Promise<void> {
    const { uri } = this.target;
    const [choices, targets] = await Promise.all([
      this.server.ask("heddle/runChoices", { uri }),
      this.server.ask("heddle/targets", { uri }),
    ]);
    this.choices = choices;
    if (choices === undefined) return;
    const { engine, runs, threadsSite } = choices;
    this.send({
      type: "choices",
      choices: {
        engine,
        runs,
        targets: targets?.targets ?? [],
        target: targets?.current ?? null,
        canWriteThreads: threadsSite !== null,
      },
    });
  }

  private todayOf(options: RunOptions): Promise<SimulateResult | undefined> {
    const conditions = conditionsOf(options);
    const key = JSON.stringify(conditions);
    if (this.today?.key !== key) {
      const params = { uri: this.target.uri, ...conditions, isBrief: true };
      this.today = { key, run: this.server.ask("heddle/simulate", params) };
    }
    return this.today.run;
  }

  /** Only the latest question is worth an answer: an earlier one is cancelled. */
  private async simulate({ request, options, isBrief }: RunQuestion): Promise<void> {
    this.pending?.cancel();
    const pending = new vscode.CancellationTokenSource();
    this.pending = pending;
    const { uri } = this.target;
    const params = { uri, ...options, ...(isBrief && { isBrief }) };
    let reason: string | undefined;
    const [today, schedule] = await Promise.all([
      this.todayOf(options),
      this.server.ask("heddle/simulate", params, pending.token, (why) => {
        reason = why;
      }),
    ]);
    if (pending.token.isCancellationRequested) return;
    if (schedule !== undefined && today !== undefined) {
      this.send({ type: "schedule", request, schedule, today });
    } else if (this.models !== undefined) this.refuse(request, reason);
  }

  private refuse(request: number, reason: string | undefined): void {
    const message = reason ?? "This run could not be simulated. See Heddle: Show Log.";
    this.send({ type: "refused", request, message });
  }

  private async compare(request: number, options: RunOptions): Promise<void> {
    const params = { uri: this.target.uri, ...options, isBrief: true };
    const schedule = await this.server.ask("heddle/simulate", params);
    if (schedule !== undefined) this.send({ type: "compared", request, schedule });
    else this.refuse(request, undefined);
  }

  private async sweep(request: number, options: RunOptions): Promise<void> {
    this.pendingSweep?.cancel();
    const pending = new vscode.CancellationTokenSource();
    this.pendingSweep = pending;
    const { threads: _every, ...rest } = options;
    const params = { uri: this.target.uri, ...rest };
    const sweep = await this.server.ask("heddle/sweep", params, pending.token);
    if (sweep !== undefined) this.send({ type: "sweep", request, sweep });
  }

  private async export({ format, options }: ExportMessage): Promise<void> {
    const answer = await this.server.ask("heddle/export", {
      uri: this.target.uri,
      ...options,
      format,
    });
    if (answer !== undefined) await saveExport(this.models, answer);
  }

  /** An edit that the person sees and can undo; nothing is saved. */
  private async writeThreads(threads: number): Promise<void> {
    const site = this.choices?.threadsSite ?? undefined;
    if (site === undefined) return;
    const uri = vscode.Uri.parse(site.uri);
    const range = editorRange(site.range);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, range, `${threads}`);
    if (!(await vscode.workspace.applyEdit(edit))) return;
    this.wantsModels = true;
    await vscode.window.showTextDocument(uri, {
      viewColumn: vscode.ViewColumn.Beside,
      selection: range,
    });
  }

  private async openModel(id: string): Promise<void> {
    const model = this.models?.models.find(({ uniqueId }) => uniqueId === id);
    if (model === undefined || this.models === undefined) return;
    const root = vscode.Uri.parse(this.models.rootUri);
    const { range } = model;
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, model.file), {
      viewColumn: vscode.ViewColumn.Beside,
      ...(range !== undefined && {
        selection: editorRange(range),
      }),
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
    this.pendingSweep?.cancel();
    this.run?.progress.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

interface Today {
  readonly key: string;
  readonly run: Promise<SimulateResult | undefined>;
}

type ExportMessage = Extract<FromPage, { readonly type: "export" }>;

/** What today's run shares with the one on screen: which models run, and under what conditions. */
function conditionsOf(options: RunOptions): RunOptions {
  const { command, select, exclude, target, at, run, capacity, contention } = options;
  return {
    ...(command !== undefined && { command }),
    ...(select !== undefined && { select }),
    ...(exclude !== undefined && { exclude }),
    ...(target !== undefined && { target }),
    ...(at !== undefined && { at }),
    ...(run !== undefined && { run }),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
}

/** What the page needs of the models: names and figures, no configuration. */
function factsOf(
  uri: string,
  { project, models, tabular }: ModelsResult,
  hasProject: boolean,
): ProjectFacts {
  return {
    uri,
    name: project.name,
    adapter: project.adapter,
    threadsOrigin: project.threads.origin,
    isDbt: hasProject && tabular === undefined,
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
