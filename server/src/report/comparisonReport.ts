/** A project beside dbt's manifest of it: what differs, node by node, and whether files are newer. */

import { count } from "../ide/words";
import type { ComparedField, ComparisonAnswer } from "../protocol";
import { type Block, type ReportDocument, type Span, type Text, toned } from "./document";

/** The report of one comparison. */
export function comparisonReport(answer: ComparisonAnswer): ReportDocument {
  const { project, manifest, nodes, equal, differences } = answer;
  const title = `${project} beside ${manifest.file}`;
  const made = [
    manifest.dbtVersion === null ? undefined : `dbt ${manifest.dbtVersion}`,
    manifest.generatedAt?.slice(0, 19).replace("T", " "),
  ].filter((part) => part !== undefined);
  const blocks: Block[] = [
    { kind: "heading", level: 1, text: title },
    { kind: "fact", label: "manifest", text: made.join(", ") || "does not say when it was made" },
    {
      kind: "fact",
      label: "nodes",
      text: [`${equal} of ${nodes} equal`, ...(equal === nodes ? [] : [differ(nodes - equal)])],
    },
  ];
  if (manifest.newerFiles.length > 0) {
    blocks.push({ kind: "fact", label: "stale", text: staleText(manifest.newerFiles) });
  }
  if (differences.length > 0) {
    blocks.push(
      { kind: "gap" },
      {
        kind: "table",
        columns: [
          { title: "node", shrinkTo: 24 },
          { title: "field", shrinkTo: 14 },
          { title: "Heddle", shrinkTo: 16 },
          { title: "dbt", shrinkTo: 16 },
        ],
        rows: differences.map(row),
      },
    );
  }
  return { title, blocks };
}

function differ(amount: number): Span {
  return toned("warning", `, ${amount} ${amount === 1 ? "differs" : "differ"}`);
}

function staleText(files: readonly string[]): Text {
  const [first = ""] = files;
  const more = files.length === 1 ? "" : ` and ${files.length - 1} more`;
  const words = `${count(files.length, "file")} ${files.length === 1 ? "is" : "are"} newer than the manifest`;
  return [
    toned("warning", words),
    ` (${first}${more}): run \`dbt parse\` before believing a difference`,
  ];
}

function row({ uniqueId, field, heddle, manifest, uncertain }: ComparedField): readonly Text[] {
  const ours = valueText(heddle);
  return [
    uniqueId,
    field,
    uncertain.length === 0 ? ours : [ours, toned("dim", " (uncertain)")],
    valueText(manifest),
  ];
}

function valueText(value: ComparedField["heddle"]): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
