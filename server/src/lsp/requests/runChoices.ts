/** `heddle/runChoices`: what the controls of the schedule page can offer for one project. */
import { runChoices as choicesOf, writtenThreads } from "../../ide/answers/runChoices";
import type { ProjectParams, RunChoices } from "../../protocol";
import type { RequestHandler } from "../guard";
import { uriWriter } from "../session";
import { rangeOf, uriOfFile } from "../toLsp";
import { locateFor } from "./custom";

export const runChoices: RequestHandler<ProjectParams, RunChoices | null> = {
  neutral: () => null,
  answer(session, params) {
    const project = locateFor(session, params)?.project;
    if (project === undefined) return null;
    const site = writtenThreads(project);
    return {
      ...choicesOf(project),
      threadsSite:
        site === undefined
          ? null
          : {
              uri: uriOfFile(project, site.file, uriWriter(session)),
              range: rangeOf(project, site.file, site.span),
            },
    };
  },
};
