/** How to refresh a tabular model, as a report: the parallelism, both bounds, the commands. */
import { formatDuration } from "../base/duration";
import type { RefreshAnswer } from "../ide/answers/refreshAnswer";
import { type Block, type ReportDocument, toned } from "./document";
import { escapeHtml } from "./html";

export function refreshReport(answer: RefreshAnswer): ReportDocument {
  const { name, maxParallelism, because, today, makespanMs, otherEncoder, durations } = answer;
  const encoders = (encoder: string) =>
    encoder === "perTable" ? "one encoder per table" : "one encoder per partition";
  const own = otherEncoder.encoder === "perTable" ? "perPartition" : "perTable";
  return {
    title: `Refresh of ${name}`,
    blocks: [
      {
        kind: "heading",
        level: 1,
        text: [toned("strong", name), ` · maxParallelism ${maxParallelism}`],
      },
      {
        kind: "line",
        text: `${because}; by ${durations} rates${durations === "assumed" ? ", so trust proportions, not minutes" : ""}`,
      },
      { kind: "gap" },
      {
        kind: "table",
        columns: [
          { title: "", shrinkTo: 16 },
          { title: "refresh", align: "right" },
        ],
        rows: [
          [`today, maxParallelism ${today.maxParallelism}`, formatDuration(today.makespanMs)],
          [`planned, ${encoders(own)}`, formatDuration(makespanMs)],
          [`planned, ${encoders(otherEncoder.encoder)}`, formatDuration(otherEncoder.makespanMs)],
        ],
      },
      { kind: "gap" },
      ...jsonBlocks("TMSL, one transaction: calculated once, at the end", answer.tmsl),
      { kind: "gap" },
      ...jsonBlocks("body of an enhanced refresh", answer.enhancedRefresh),
      { kind: "gap" },
      { kind: "line", text: toned("dim", "Nothing was sent.") },
    ],
  };
}

function jsonBlocks(title: string, value: object): readonly Block[] {
  const lines = JSON.stringify(value, null, 2).split("\n");
  const html = `<pre>${escapeHtml(lines.join("\n"))}</pre>`;
  return [
    { kind: "line", text: toned("dim", `# ${title}`) },
    { kind: "figure", title, lines: () => lines, html },
  ];
}
