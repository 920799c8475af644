/**
 * What the editor's menus and welcome texts depend on: whether Heddle is on and whether there is a
 * project. Asks the server once per change, however many surfaces want to know.
 */

import * as vscode from "vscode";
import type { ProjectsResult } from "../../server/src/protocol";
import { oneAtATime } from "./oneAtATime";
import type { Server } from "./server";

export interface EditorState extends vscode.Disposable {
  /** Fires when the list of projects was asked for anew; what they hold may have changed too. */
  readonly onChange: vscode.Event<void>;
  /** The projects of the open folders. */
  projects(): Promise<ProjectsResult["projects"]>;
}

/** Sets the contexts `heddle.state` (`off`, `none`, `ready`) and `heddle.hasProject`. */
export function createEditorState(server: Server): EditorState {
  const changed = new vscode.EventEmitter<void>();
  let known: Promise<ProjectsResult["projects"]> | undefined;

  const ask = async () => (await server.ask("heddle/projects", {}))?.projects ?? [];
  const refresh = oneAtATime(async () => {
    known = ask();
    const hasProject = (await known).length > 0;
    const state = !server.isEnabled() ? "off" : hasProject ? "ready" : "none";
    await vscode.commands.executeCommand("setContext", "heddle.state", state);
    await vscode.commands.executeCommand("setContext", "heddle.hasProject", hasProject);
    changed.fire();
  });

  const subscriptions = [changed, server.onProjectChanged(refresh)];
  return {
    onChange: changed.event,
    projects() {
      known ??= ask();
      return known;
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
