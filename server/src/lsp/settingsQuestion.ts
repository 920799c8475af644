/** Asks the client for its settings, folder by folder, and does not wait for ever. */
import type { Connection } from "vscode-languageserver";
import { BUDGETS, type Environment } from "./environment";
import { applySettings } from "./notifications/configuration";
import type { Session } from "./session";

export type SettingsQuestion = Pick<Session, "askSettings">;

export function createSettingsQuestion(
  connection: Connection,
  { timers }: Environment,
  session: () => Session,
): SettingsQuestion {
  let asked = 0;

  const ask = async (): Promise<void> => {
    const { client, folderUris } = session();
    if (!client.configuration) return;
    const own = ++asked;
    const folders = [...folderUris];
    const items = [
      { section: "heddle" },
      ...folders.map(([, uri]) => ({ scopeUri: uri, section: "heddle" })),
    ];
    const answers: unknown = await connection.sendRequest("workspace/configuration", { items });
    // A later question has the newer answer.
    if (own !== asked || !Array.isArray(answers)) return;
    applySettings(session(), answers[0]);
    folders.forEach(([path], index) => {
      applySettings(session(), answers[index + 1] ?? answers[0], path);
    });
  };

  return {
    askSettings() {
      const patience = new Promise<void>((resolve) => {
        timers.after(BUDGETS.settingsAnswerMs, resolve);
      });
      const answer = ask().catch((error: unknown) =>
        session().log(`workspace/configuration: ${String(error)}; settings stay as they are`),
      );
      return Promise.race([answer, patience]);
    },
  };
}
