/** The structure of a tabular model as a report: a row per table. Takes the model as parsed. */
import { count } from "../ide/words";
import type { TabularModel } from "../tabular/tabularModel";
import { type ReportDocument, toned } from "./document";

export function tabularReport(model: TabularModel): ReportDocument {
  const level =
    model.compatibilityLevel === null ? [] : [`compatibility ${model.compatibilityLevel}`];
  const facts = [
    count(model.tables.length, "table"),
    count(model.relationshipCount, "relationship"),
    count(model.dataSources.length, "data source"),
    ...level,
  ];
  return {
    title: `Tabular model ${model.name}`,
    blocks: [
      { kind: "heading", level: 1, text: [toned("strong", model.name), ` · ${facts.join(" · ")}`] },
      { kind: "line", text: toned("dim", model.path) },
      { kind: "gap" },
      {
        kind: "table",
        columns: [
          { title: "table", shrinkTo: 20 },
          { title: "kind" },
          { title: "partitions", align: "right" },
          { title: "columns", align: "right" },
          { title: "calculated", align: "right" },
        ],
        rows: model.tables.map(({ name, kind, partitions, columns }) => [
          name,
          kind,
          String(partitions.length),
          String(columns.length),
          String(columns.filter((column) => column.kind === "calculated").length),
        ]),
      },
    ],
  };
}
