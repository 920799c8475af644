/**
 * After a change, what is on screen is brought up to date once, when the changes have come to rest:
 * problems, lenses, hints, and the numbers of Heddle's own client. Nothing is sent that stayed equal.
 */
import type { Connection } from "vscode-languageserver";
import { codeLens, codeLensTitle } from "../ide/codeLens";
import { modelLenses } from "../ide/tabular/modelLenses";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { BUDGETS, type Environment } from "./environment";
import { failureLine } from "./guard";
import { createPublisher } from "./notifications/publishDiagnostics";
import { notify } from "./notify";
import { locate, locateModel, type Session, uriWriter } from "./session";

/** Lenses of more open documents than this are refreshed unseen. */
const COMPARED_LENSES = 20;

export type Settling = Pick<Session, "settle" | "noticeDisk">;

export function createSettling(
  connection: Connection,
  { timers }: Environment,
  session: () => Session,
): Settling {
  const publisher = createPublisher((params) => {
    notify(connection, "textDocument/publishDiagnostics", params);
  });
  const pending = new Set<string>();
  let stopSettling = (): void => {};
  let stopNoticing = (): void => {};
  let settledRevision = -1;
  let shownLenses = "";
  /** Projects as the client heard of them last. */
  let told: ReadonlyMap<string, ProjectSnapshot> = new Map();

  const ask = (method: string): void => {
    // A client that cannot refresh after all keeps what it shows until it asks again.
    connection.sendRequest(method).catch(() => undefined);
  };

  const bringUpToDate = (): void => {
    const { client, projects } = session();
    publisher.publish(session());
    if (projects.revision === settledRevision) return;
    settledRevision = projects.revision;
    if (client.refreshesDiagnostics && session().pulls.documents) {
      ask("workspace/diagnostic/refresh");
    }
    const lenses = lensTitles(session());
    if (lenses !== shownLenses) {
      shownLenses = lenses;
      if (client.refreshesCodeLens) ask("workspace/codeLens/refresh");
      if (client.refreshesInlayHints) ask("workspace/inlayHint/refresh");
    }
    if (!client.hasCommands) return;
    const uriOf = uriWriter(session());
    for (const root of changedRoots(projects.all())) {
      const params = { uri: uriOf(root), revision: projects.revision };
      notify(connection, "heddle/projectChanged", params);
    }
    for (const path of projects.models.paths()) {
      const params = { uri: uriOf(path), revision: projects.revision };
      notify(connection, "heddle/projectChanged", params);
    }
  };

  /** Of a hundred projects one is edited; all are news when one of them comes or goes. */
  const changedRoots = (all: readonly ProjectSnapshot[]): readonly string[] => {
    const areSame = all.length === told.size && all.every(({ project }) => told.has(project.root));
    const changed = all.filter((one) => !areSame || told.get(one.project.root) !== one);
    told = new Map(all.map((one) => [one.project.root, one]));
    return changed.map(({ project }) => project.root);
  };

  const settle = (ms: number): void => {
    stopSettling();
    stopSettling = timers.after(ms, () => {
      try {
        bringUpToDate();
      } catch (error) {
        session().log(failureLine("update", session().projects.revision, error));
      }
    });
  };

  return {
    settle,
    noticeDisk(paths, ms) {
      for (const path of paths) pending.add(path);
      stopNoticing();
      stopNoticing = timers.after(ms, () => {
        const { projects } = session();
        const paths = [...pending];
        pending.clear();
        projects.noticeDisk(paths.length > BUDGETS.watchedFilesAtOnce ? projects.folders : paths);
        settle(0);
      });
    },
  };
}

/** Texts of the lenses that are on screen, to tell whether they changed. */
function lensTitles(session: Session): string {
  const titles: string[] = [];
  for (const path of session.documents.paths().slice(-COMPARED_LENSES)) {
    const uri = session.documents.uriOf(path);
    const inModel = uri === undefined ? undefined : locateModel(session, uri);
    if (inModel !== undefined) {
      const lenses = modelLenses(inModel.model, inModel.file);
      titles.push(...lenses.map(({ id, title }) => `${path} ${id} ${title}`));
      continue;
    }
    const located = uri === undefined ? undefined : locate(session, uri);
    const lens = located && codeLens(located.project, located.file);
    if (located === undefined || lens === undefined) continue;
    titles.push(`${path} ${codeLensTitle(located.project, lens.uniqueId)}`);
  }
  return titles.join("\n");
}
