/** Every request by its method. A new one is a file of this folder and a line here. */
import type { RequestHandler } from "../guard";
import { codeAction, codeActionResolve } from "./codeAction";
import { codeLens, codeLensResolve } from "./codeLens";
import { compareManifest } from "./compareManifest";
import { completion } from "./completion";
import { explain, models, simulate, sweep } from "./custom";
import { documentDiagnostic, workspaceDiagnostic } from "./diagnostic";
import { documentLink } from "./documentLink";
import { executeCommand } from "./executeCommand";
import { exportRun } from "./exportRun";
import { hover } from "./hover";
import { inlayHint, inlayHintResolve } from "./inlayHint";
import { orOfModel } from "./orOfModel";
import { findings, fixRule, history, marks, targets } from "./projectFacts";
import { projects } from "./projects";
import { runChoices } from "./runChoices";
import { setRunContext } from "./runContext";

/** A method with its handler; `params` are checked by nobody before the guard. */
export interface Request {
  readonly method: string;
  // Parameters are contravariant: `never` is what handlers of different parameters have in common.
  readonly handler: RequestHandler<never, unknown>;
}

const PROJECT_REQUESTS: readonly Request[] = [
  { method: "textDocument/hover", handler: hover },
  { method: "textDocument/codeLens", handler: codeLens },
  { method: "codeLens/resolve", handler: codeLensResolve },
  { method: "textDocument/codeAction", handler: codeAction },
  { method: "codeAction/resolve", handler: codeActionResolve },
  { method: "textDocument/completion", handler: completion },
  { method: "textDocument/documentLink", handler: documentLink },
  { method: "textDocument/inlayHint", handler: inlayHint },
  { method: "inlayHint/resolve", handler: inlayHintResolve },
  { method: "textDocument/diagnostic", handler: documentDiagnostic },
  { method: "workspace/diagnostic", handler: workspaceDiagnostic },
  { method: "workspace/executeCommand", handler: executeCommand },
  { method: "heddle/models", handler: models },
  { method: "heddle/simulate", handler: simulate },
  { method: "heddle/sweep", handler: sweep },
  { method: "heddle/explain", handler: explain },
  { method: "heddle/compareManifest", handler: compareManifest },
  { method: "heddle/runChoices", handler: runChoices },
  { method: "heddle/export", handler: exportRun },
  { method: "heddle/projects", handler: projects },
  { method: "heddle/findings", handler: findings },
  { method: "heddle/fixRule", handler: fixRule },
  { method: "heddle/history", handler: history },
  { method: "heddle/targets", handler: targets },
  { method: "heddle/marks", handler: marks },
  { method: "heddle/setRunContext", handler: setRunContext },
];

/** Each asks the tabular model first where its document belongs to one. */
export const REQUESTS: readonly Request[] = PROJECT_REQUESTS.map(({ method, handler }) => ({
  method,
  handler: orOfModel(method, handler),
}));
