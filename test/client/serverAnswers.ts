/** The real server's answers to the questions of the client's pure parts. */
import type { Questions } from "../../client/src/projectTree";
import type { Ask } from "../../client/src/toolAnswers";
import { startHarness } from "../support/serverHarness";

export async function serverAnswers(source: string) {
  const server = await startHarness(source);
  await server.settle();
  const request: Ask = async (method, params) =>
    (await server.request<Awaited<ReturnType<typeof request>> | null>(method, params)) ?? undefined;
  const ask: Questions = {
    models: (uri, ids) =>
      request("heddle/models", { uri, isBrief: true, ...(ids !== undefined && { ids }) }),
    run: (uri) => request("heddle/simulate", { uri, tasks: "criticalPath" }),
    findings: (uri, code) =>
      request("heddle/findings", code === undefined ? { uri, isBrief: true } : { uri, code }),
    history: (uri) => request("heddle/history", { uri }),
  };
  return { request, ask, uri: server.uri("").replace(/\/$/, ""), stop: () => server.stop() };
}

/** Rule codes of a check tool's answer. */
export function parsedFindings(answer: {
  readonly findings: readonly { readonly code: string }[];
}): readonly string[] {
  return answer.findings.map(({ code }) => code);
}
