/**
 * `heddle/setRunContext`: the moment, target and variables that every answer is about from now on,
 * over what the settings say. For trying out "as at night", "as in production"; nothing is written.
 */
import type { CustomRequests, RunContext } from "../../protocol";
import type { RequestHandler } from "../guard";

export const setRunContext: RequestHandler<
  RunContext,
  CustomRequests["heddle/setRunContext"]["result"]
> = {
  neutral: () => ({}),
  answer(session, params) {
    const context = usable(params);
    session.projects.setContext(context);
    session.settle(0);
    return context;
  },
};

/** What of a context can be used; a client may have kept one from another version. */
function usable({ target, at, vars }: RunContext): RunContext {
  const isMoment = typeof at === "string" && !Number.isNaN(Date.parse(at));
  const isTable = typeof vars === "object" && vars !== null && !Array.isArray(vars);
  return {
    ...(typeof target === "string" && target !== "" && { target }),
    ...(isMoment && { at }),
    ...(isTable && { vars }),
  };
}
