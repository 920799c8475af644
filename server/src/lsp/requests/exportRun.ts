/** `heddle/export`: one simulated run as the text of a file. */
import { baseName } from "../../base/fileSystem";
import { scheduleAnswer } from "../../ide/answers/scheduleAnswer";
import type { ExportParams, ExportResult } from "../../protocol";
import { exportRun as textOf } from "../../report/exportRun";
import { originCounts } from "../../report/origins";
import type { ScheduleSubject } from "../../report/scheduleReport";
import type { RequestHandler } from "../guard";
import { locateFor, scheduleRequest } from "./custom";

export const exportRun: RequestHandler<ExportParams, ExportResult | null> = {
  neutral: () => null,
  answer(session, params) {
    const project = locateFor(session, params)?.project;
    if (project === undefined) return null;
    const { name, root, threads, engine, adapter } = project.project;
    const request = scheduleRequest(project, params);
    const threadsOrigin = params.threads === undefined ? threads.origin : "option";
    const answer = scheduleAnswer(project, request, { threadsOrigin, engine });
    const { threads: _any, ...anyThreads } = request;
    const { tasks } = project.workload(request);
    const subject: ScheduleSubject = {
      name: name || baseName(root),
      facts: [
        `${tasks.length} tasks`,
        engine === "fusion" ? "dbt 2" : "dbt-core 1",
        adapter ?? "adapter unknown",
        `threads ${answer.threads} (${threadsOrigin})`,
        `hints ${answer.hints}`,
        `order ${answer.policy}`,
      ],
      durations: originCounts(tasks.map(({ durationOrigin }) => durationOrigin)),
      runs: project.history().runs,
      isToday: false,
      ...(tasks.length > 0 && { recommended: project.sweep(anyThreads).recommended }),
    };
    return { format: params.format, text: textOf(answer, subject, params.format) };
  },
};
