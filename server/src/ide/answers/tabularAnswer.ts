/** CONTRACT "heddle.tabular/1": the structure of tabular models. Takes the model as parsed. */
import type { TabularModel, TabularTable } from "../../tabular/tabularModel";

export interface TabularAnswer {
  readonly schema: "heddle.tabular/1";
  readonly models: readonly object[];
}

export function tabularAnswer(models: readonly TabularModel[]): TabularAnswer {
  return { schema: "heddle.tabular/1", models: models.map(modelEntry) };
}

function modelEntry(model: TabularModel): object {
  return {
    name: model.name,
    path: model.path,
    compatibilityLevel: model.compatibilityLevel,
    dataSources: model.dataSources.map(({ name, type, maxConnections }) => ({
      name,
      type,
      maxConnections: maxConnections ?? null,
    })),
    relationships: model.relationshipCount,
    tables: model.tables.map(tableEntry),
  };
}

function tableEntry({ name, file, kind, rows, partitions, columns }: TabularTable): object {
  return {
    name,
    file,
    kind,
    rows: rows ?? null,
    partitions: partitions.map((partition) => ({
      name: partition.name,
      mode: partition.mode,
      source: partition.source,
    })),
    columns: columns.map((column) => ({
      name: column.name,
      kind: column.kind,
      dataType: column.dataType,
      encodingHint: column.encodingHint ?? null,
      isAvailableInMdx: column.isAvailableInMdx,
    })),
  };
}
