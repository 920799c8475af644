/** Reads the projects for the first time, with a word to the client where that takes a while. */
import type { Connection } from "vscode-languageserver";
import { BUDGETS } from "./environment";
import { hasMoreFiles } from "./projectSize";
import type { Session } from "./session";

const TOKEN = "heddle/index";

/** Opens every project of the session's folders. Never rejects: failures go to the log. */
export async function indexProjects(connection: Connection, session: Session): Promise<void> {
  const { client, environment, projects, words } = session;
  const { fileSystem, timers } = environment;
  const isLong =
    client.progress && hasMoreFiles(fileSystem, projects.folders, BUDGETS.progressFromFiles);
  const report = (value: object) =>
    connection.sendNotification("$/progress", { token: TOKEN, value });
  try {
    if (isLong) {
      const patience = new Promise<void>((resolve) => {
        timers.after(BUDGETS.settingsAnswerMs, resolve);
      });
      const created = connection.sendRequest("window/workDoneProgress/create", { token: TOKEN });
      await Promise.race([created, patience]);
      await report({ kind: "begin", title: "Heddle", message: words.line("reading the project") });
      // Reading keeps the process busy; the message has to be on its way before.
      await timers.turn();
    }
    const startedMs = environment.elapsedMs();
    const nodes = projects.all().reduce((sum, { project }) => sum + project.nodes.size, 0);
    const tookMs = Math.round(environment.elapsedMs() - startedMs);
    session.log(`read ${projects.all().length} projects with ${nodes} nodes in ${tookMs} ms`);
    if (isLong) await report({ kind: "end", message: words.line(`${nodes} nodes`) });
  } catch (error) {
    session.log(`reading the projects: ${error instanceof Error ? error.message : String(error)}`);
  }
}
