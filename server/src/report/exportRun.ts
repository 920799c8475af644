/**
 * One simulated run in the formats that people keep: a page, Markdown, a picture, a trace for
 * Perfetto. Writes text only; where it is saved is the caller's business.
 */
import type { ScheduleAnswer } from "../ide/answers/scheduleAnswer";
import type { ExportFormat } from "../protocol";
import { ganttSvg } from "./gantt";
import { renderHtml } from "./html";
import { renderMarkdown } from "./markdown";
import { type ScheduleSubject, scheduleReport } from "./scheduleReport";
import { traceOf } from "./trace";

/** The text of a file in `format`. O(tasks). */
export function exportRun(
  answer: ScheduleAnswer,
  subject: ScheduleSubject,
  format: ExportFormat,
): string {
  switch (format) {
    case "html":
      return renderHtml(scheduleReport(answer, subject));
    case "markdown":
      return renderMarkdown(scheduleReport(answer, subject));
    case "trace":
      return `${JSON.stringify(traceOf(answer, subject.name))}\n`;
    case "svg":
      return standaloneSvg(ganttSvg(answer), answer.tasks.length);
  }
}

/** The drawing of a page as a file of its own: with a name space, and dark on white. */
function standaloneSvg(drawing: string, taskCount: number): string {
  const namespace = 'xmlns="http://www.w3.org/2000/svg"';
  if (!drawing.startsWith("<svg ")) {
    const text = taskCount === 0 ? "No task is selected." : "Nothing takes any time.";
    return `<svg ${namespace} width="400" height="40"><text x="10" y="25">${text}</text></svg>\n`;
  }
  const styled = `<svg ${namespace} style="color:#1f2430;background:#ffffff" `;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${styled}${drawing.slice("<svg ".length)}\n`;
}
