/**
 * One open Schedule panel's conversation with the server: answers the page's questions in the
 * order of the latest one, and tells it when the project or the cursor moved.
 */

import * as vscode from "vscode";
import type {
  CommandTarget,
  ModelEntry,
  RunChoices,
  SimulateParams,
  SimulateResult,
} from "../../server/src/protocol";
import type { LiveRun } from "../panel/liveMessages";
import type { FromPage, RunOptions, RunQuestion, TaskFacts, ToPage } from "../panel/messages";
import { editorRange } from "./editorRange";
import { createModelPlaces, type KnownProject } from "./modelPlaces";
import { oneAtATime } from "./oneAtATime";
import { followRun, type RunProgress } from "./runProgress";
import { saveExport, savePicture } from "./scheduleExport";
import type { AskOptions, Server } from "./server";

/** Beyond this many models their facts are asked for again on save rather than on every change. */
const largeProject = 2_000;

export class ScheduleSession implements vscode.Disposable {
  private project: KnownProject | undefined;
  private choices: RunChoices | undefined;
  private wantsModels = true;
  /** Today's run, which others are compared with; of the same models under the same conditions. */
  private today: Today | undefined;
  private pending: vscode.CancellationTokenSource | undefined;
  /** A `heddle run` of this project, whoever started it. */
  private run: { readonly rootUri: string; readonly progress: RunProgress } | undefined;
  private pendingSweep: vscode.CancellationTokenSource | undefined;
  private pages = 0;
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
        this.wantsModels ||= (this.project?.places.count() ?? 0) <= largeProject;
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
        return savePicture(this.project, message.dataUrl);
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
      this.project = await this.readModels(uri);
      if (this.project === undefined) {
        this.send({
          type: "failed",
          message: vscode.l10n.t(
            "Nothing to run here: no dbt_project.yml and no tabular model was found.",
          ),
        });
        return;
      }
      this.followRunIn(this.project.rootUri);
      await this.readChoices();
    }
    await today;
    if (id === undefined) return;
    this.send({ type: "reveal", id });
    // Once: later refreshes leave the person's own selection alone.
    this.target = { uri };
  }

  /** The facts go on to the page as they come; only the places of the models stay here. */
  private async readModels(uri: string): Promise<KnownProject | undefined> {
    const pages = ++this.pages;
    const places = createModelPlaces();
    const onPage = (models: readonly ModelEntry[]) => {
      places.add(models);
      this.send({ type: "factsPage", pages, items: models.map(factsOf) });
    };
    const answer = await this.server.ask("heddle/models", { uri, isBrief: true }, { onPage });
    if (answer === undefined) {
      this.send({ type: "dropPages", pages });
      return undefined;
    }
    const { project, models, tabular, rootUri } = answer;
    places.add(models);
    this.send({
      type: "project",
      pages,
      project: {
        uri,
        name: project.name,
        adapter: project.adapter,
        threadsOrigin: project.threads.origin,
        isDbt: this.hasProject && tabular === undefined,
        tasks: models.map(factsOf),
      },
    });
    return { name: project.name, rootUri, places };
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

  /** Sends today's run unless the page has it; settles with whether there is one. */
  private todayOf(options: RunOptions): Promise<boolean> {
    const conditions = conditionsOf(options);
    const key = JSON.stringify(conditions);
    if (this.today?.key !== key) {
      const params = { uri: this.target.uri, ...conditions, isBrief: true };
      const isSent = this.askRun(params).then(({ schedule, pages }) => {
        const isCurrent = this.today?.isSent === isSent;
        if (schedule !== undefined && isCurrent) this.send({ type: "today", schedule, pages });
        else this.send({ type: "dropPages", pages });
        return schedule !== undefined;
      });
      this.today = { key, isSent };
    }
    return this.today.isSent;
  }

  /** A run whose tasks go on to the page as they come, for a message that names `pages`. */
  private async askRun(
    params: SimulateParams,
    options: AskOptions<"heddle/simulate"> = {},
  ): Promise<{ readonly schedule: SimulateResult | undefined; readonly pages: number }> {
    const pages = ++this.pages;
    const schedule = await this.server.ask("heddle/simulate", params, {
      ...options,
      onPage: (items) => this.send({ type: "tasksPage", pages, items }),
    });
    return { schedule, pages };
  }

  /** Only the latest question is worth an answer: an earlier one is cancelled. */
  private async simulate({ request, options, isBrief }: RunQuestion): Promise<void> {
    this.pending?.cancel();
    const pending = new vscode.CancellationTokenSource();
    this.pending = pending;
    const { uri } = this.target;
    const params = { uri, ...options, ...(isBrief && { isBrief }) };
    let reason: string | undefined;
    const [isTodaySent, { schedule, pages }] = await Promise.all([
      this.todayOf(options),
      this.askRun(params, {
        token: pending.token,
        refused: (why) => {
          reason = why;
        },
      }),
    ]);
    if (!pending.token.isCancellationRequested && schedule !== undefined && isTodaySent) {
      this.send({ type: "schedule", request, schedule, pages });
      return;
    }
    this.send({ type: "dropPages", pages });
    if (!pending.token.isCancellationRequested && this.project !== undefined) {
      this.refuse(request, reason);
    }
  }

  private refuse(request: number, reason: string | undefined): void {
    const message =
      reason ?? vscode.l10n.t("This run could not be simulated. See Heddle: Show Log.");
    this.send({ type: "refused", request, message });
  }

  private async compare(request: number, options: RunOptions): Promise<void> {
    const params = { uri: this.target.uri, ...options, isBrief: true };
    const { schedule, pages } = await this.askRun(params);
    if (schedule !== undefined) this.send({ type: "compared", request, schedule, pages });
    else this.refuse(request, undefined);
  }

  private async sweep(request: number, options: RunOptions): Promise<void> {
    this.pendingSweep?.cancel();
    const pending = new vscode.CancellationTokenSource();
    this.pendingSweep = pending;
    const { threads: _every, ...rest } = options;
    const params = { uri: this.target.uri, ...rest };
    const { token } = pending;
    const sweep = await this.server.ask("heddle/sweep", params, { token });
    if (sweep !== undefined) this.send({ type: "sweep", request, sweep });
  }

  private async export({ format, options }: ExportMessage): Promise<void> {
    const answer = await this.server.ask("heddle/export", {
      uri: this.target.uri,
      ...options,
      format,
    });
    if (answer !== undefined) await saveExport(this.project, answer);
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
    const place = this.project?.places.ofId(id);
    if (place === undefined || this.project === undefined) return;
    const root = vscode.Uri.parse(this.project.rootUri);
    const { file, range } = place;
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, file), {
      viewColumn: vscode.ViewColumn.Beside,
      ...(range !== undefined && {
        selection: editorRange(range),
      }),
    });
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || this.project === undefined) return;
    const root = `${vscode.Uri.parse(this.project.rootUri).path}/`;
    const { path } = editor.document.uri;
    if (!path.startsWith(root)) return;
    const id = this.project.places.idOfFile(path.slice(root.length));
    if (id !== undefined) this.send({ type: "reveal", id });
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
  readonly isSent: Promise<boolean>;
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

/** What the page needs of a model: names and figures, no configuration. */
function factsOf({
  uniqueId,
  name,
  resourceType,
  hint,
  complexity,
  recommendation,
  duration,
}: ModelEntry): TaskFacts {
  return { uniqueId, name, resourceType, hint, complexity, recommendation, duration };
}
