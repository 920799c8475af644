/**
 * `workspace/didChangeConfiguration`: asks for the settings anew where the client can be asked, else
 * takes what it sent along.
 */
import type { DidChangeConfigurationParams } from "vscode-languageserver";
import { parseSettings } from "../../workspace/settings";
import type { Session } from "../session";

export function didChangeConfiguration(
  session: Session,
  { settings }: DidChangeConfigurationParams,
): void {
  if (session.client.configuration) void session.askSettings().then(() => session.settle(0));
  else {
    applySettings(session, settings);
    session.settle(0);
  }
}

/** Takes settings over for one folder or for all; unusable ones are logged and keep the default. */
export function applySettings(session: Session, sent: unknown, folder?: string): void {
  const { settings, problems } = parseSettings(sent);
  for (const { message } of problems) session.log(message);
  session.projects.setSettings(settings, folder);
}
