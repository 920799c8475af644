/**
 * "What If": the moment, target and variables that all numbers are about, chosen for this window
 * only. Nothing is written to a file; the status bar and the view say when a choice is in force.
 */

import * as vscode from "vscode";
import type { RunContext } from "../../server/src/protocol";
import { clockOf, contextWords, varsOf } from "./contextWords";
import type { Server } from "./server";
import { targetOf } from "./target";

export interface RunContexts extends vscode.Disposable {
  readonly onChange: vscode.Event<void>;
  /** In few words; empty when the settings hold. */
  words(): string;
  choose(): Promise<void>;
  reset(): Promise<void>;
}

const storageKey = "heddle.runContext";

export function createRunContexts(server: Server, storage: vscode.Memento): RunContexts {
  const t = vscode.l10n.t;
  const changed = new vscode.EventEmitter<void>();
  let context = storage.get<RunContext>(storageKey) ?? {};

  const isSet = () => Object.keys(context).length > 0;
  const tell = async (): Promise<void> => {
    await vscode.commands.executeCommand("setContext", "heddle.hasRunContext", isSet());
    await server.ask("heddle/setRunContext", context);
    changed.fire();
  };
  const apply = async (next: RunContext): Promise<void> => {
    context = next;
    await storage.update(storageKey, isSet() ? context : undefined);
    await tell();
  };

  async function choose(): Promise<void> {
    const time = {
      label: t("$(watch) Another time"),
      description: context.at ?? t("now"),
      next: chooseTime,
    };
    const target = {
      label: t("$(server) Another target"),
      description: context.target ?? "",
      next: chooseTarget,
    };
    const vars = {
      label: t("$(symbol-variable) Other variables"),
      description: context.vars === undefined ? "" : JSON.stringify(context.vars),
      next: chooseVars,
    };
    const back = {
      label: t("$(discard) Back to today's run"),
      description: "",
      next: async () => ({}),
    };
    const picked = await vscode.window.showQuickPick(
      [time, target, vars, ...(isSet() ? [back] : [])],
      {
        title: t("What if the run had"),
        placeHolder: t("All numbers follow; no file is changed"),
      },
    );
    const next = await picked?.next();
    if (next !== undefined) await apply(next);
  }

  async function chooseTime(): Promise<RunContext | undefined> {
    const picks = [
      { label: t("Tonight at 02:00"), clock: "02:00" },
      { label: t("In the morning at 07:00"), clock: "07:00" },
      { label: t("At midday, 12:00"), clock: "12:00" },
      { label: t("In the evening at 20:00"), clock: "20:00" },
      { label: t("Another time…"), clock: undefined },
    ];
    const picked = await vscode.window.showQuickPick(picks, {
      title: t("The clock that macros see"),
    });
    if (picked === undefined) return undefined;
    const text =
      picked.clock ??
      (await vscode.window.showInputBox({
        title: t("The clock that macros see"),
        prompt: t("A time such as 02:00, or a day and a time such as 2026-01-31T02:00"),
        validateInput: (typed) =>
          clockOf(typed, new Date()) === undefined
            ? t("Write 02:00 or 2026-01-31T02:00")
            : undefined,
      }));
    const at = text === undefined ? undefined : clockOf(text, new Date());
    return at === undefined ? undefined : { ...context, at };
  }

  async function chooseTarget(): Promise<RunContext | undefined> {
    const uri = targetOf(undefined)?.uri;
    const known = uri === undefined ? undefined : await server.ask("heddle/targets", { uri });
    const names = known?.targets ?? [];
    const title = t("Target of profiles.yml");
    const target =
      names.length > 0
        ? await vscode.window.showQuickPick([...names], { title })
        : await vscode.window.showInputBox({ title });
    return target ? { ...context, target } : undefined;
  }

  async function chooseVars(): Promise<RunContext | undefined> {
    const text = await vscode.window.showInputBox({
      title: t("Variables, as dbt --vars"),
      value: context.vars === undefined ? "" : JSON.stringify(context.vars),
      prompt: t('JSON such as {"days": 3}; empty = those of the project'),
      validateInput: (typed) =>
        varsOf(typed) === undefined ? t("This is no JSON object") : undefined,
    });
    if (text === undefined) return undefined;
    const { vars: _before, ...rest } = context;
    const vars = varsOf(text) ?? {};
    return Object.keys(vars).length === 0 ? rest : { ...rest, vars };
  }

  const started = server.onStarted(() => {
    if (isSet()) void tell();
  });
  return {
    onChange: changed.event,
    words: () => contextWords(context, t),
    choose,
    reset: () => apply({}),
    dispose() {
      started.dispose();
      changed.dispose();
    },
  };
}
