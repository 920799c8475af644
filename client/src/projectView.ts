/** The Heddle view in the side bar: shows `projectTree` and keeps in step with the projects. */

import * as vscode from "vscode";
import { editorRange } from "./editorRange";
import type { EditorState } from "./editorState";
import { projectNodes, type Questions } from "./projectTree";
import type { RunLog } from "./runLog";
import type { Server } from "./server";
import type { TreeNode } from "./treeNode";

interface ProjectView extends vscode.Disposable {
  refresh(): void;
}

/** Asks nothing before somebody looks at the view. */
export function createProjectView(server: Server, state: EditorState, log: RunLog): ProjectView {
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  const questions: Questions = {
    models: (uri, ids) =>
      server.ask("heddle/models", { uri, isBrief: true, ...(ids !== undefined && { ids }) }),
    run: (uri) => server.ask("heddle/simulate", { uri, tasks: "criticalPath" }),
    findings: (uri, code) =>
      server.ask("heddle/findings", code === undefined ? { uri, isBrief: true } : { uri, code }),
    history: async (uri) => log.with(uri, await server.ask("heddle/history", { uri })),
  };
  const words = {
    t: vscode.l10n.t,
    moment: (ms: number) =>
      new Date(ms).toLocaleString(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }),
  };
  const view = vscode.window.createTreeView<TreeNode>("heddle.projects", {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: toItem,
      getChildren: async (node) =>
        node === undefined
          ? [...projectNodes(await state.projects(), questions, words)]
          : [...((await node.children?.()) ?? [])],
    },
  });
  const refresh = () => changed.fire(undefined);
  let isStale = false;
  const subscriptions = [
    changed,
    view,
    state.onChange(() => {
      // Nobody looks: the next look asks anew.
      if (view.visible) refresh();
      else isStale = true;
    }),
    view.onDidChangeVisibility(({ visible }) => {
      if (!visible || !isStale) return;
      isStale = false;
      refresh();
    }),
  ];
  return { refresh, dispose: () => subscriptions.forEach((one) => void one.dispose()) };
}

function toItem(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, stateOf(node));
  item.id = node.id;
  item.description = node.description ?? "";
  item.tooltip = node.tooltip ?? node.label;
  item.contextValue = node.kind;
  item.iconPath = new vscode.ThemeIcon(
    node.icon,
    node.color === undefined ? undefined : new vscode.ThemeColor(node.color),
  );
  if (node.place !== undefined) {
    const { uri, range } = node.place;
    item.command = {
      command: "vscode.open",
      title: vscode.l10n.t("Open"),
      arguments: [
        vscode.Uri.parse(uri),
        {
          preview: true,
          ...(range !== undefined && {
            selection: editorRange(range),
          }),
        } satisfies vscode.TextDocumentShowOptions,
      ],
    };
  }
  return item;
}

function stateOf({ children, isExpanded }: TreeNode): vscode.TreeItemCollapsibleState {
  if (children === undefined) return vscode.TreeItemCollapsibleState.None;
  return isExpanded === true
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}
