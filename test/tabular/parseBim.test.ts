import { describe, expect, it } from "vitest";
import { parseBim } from "../../server/src/tabular/parseBim";

const MODEL = `{
  "name": "Sales", "compatibilityLevel": 1567,
  "model": {
    "dataSources": [{ "name": "DW", "connectionString": "secret" }],
    "tables": [
      { "name": "Sales",
        "columns": [
          { "name": "Amount", "dataType": "decimal", "sourceColumn": "Amount" },
          { "name": "Year", "type": "calculated", "dataType": "int64", "isAvailableInMdx": false },
        ],
        "partitions": [
          { "name": "2024", "mode": "import", "source": { "query": ["select 1", "from x"], "dataSource": "DW" } }
        ] },
      { "name": "Dates", "columns": [],
        "partitions": [{ "name": "Dates", "source": { "type": "calculated", "expression": "CALENDARAUTO()" } }] }
    ],
    "relationships": [{ "name": "a" }]
  }
}`;

describe("parseBim", () => {
  it("reads tables, partitions and columns by kind", () => {
    const { model } = parseBim(MODEL, "model.bim");
    expect(model?.name).toBe("Sales");
    expect(model?.compatibilityLevel).toBe(1567);
    expect(model?.relationshipCount).toBe(1);
    expect(model?.dataSources.map(({ name, type }) => `${name} ${type}`)).toEqual(["DW provider"]);
    expect(model?.tables.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "Sales import",
      "Dates calculated",
    ]);
    expect(
      model?.tables[0]?.columns.map((column) => [column.kind, column.isAvailableInMdx]),
    ).toEqual([
      ["data", true],
      ["calculated", false],
    ]);
    expect(model?.tables[0]?.partitions[0]).toMatchObject({ source: "query", dataSource: "DW" });
  });

  it("says where the JSON is broken and reads the rest", () => {
    const { problems } = parseBim(MODEL, "model.bim");
    const place = MODEL.indexOf("},\n        ],");
    expect(problems.some(({ span }) => span.start > place && span.start < place + 20)).toBe(true);
  });

  it("takes a model wrapped in a command", () => {
    const wrapped = `{ "createOrReplace": { "database": ${MODEL} } }`;
    expect(parseBim(wrapped, "model.bim").model?.tables).toHaveLength(2);
  });

  it("says that there is no model", () => {
    expect(parseBim("[]", "model.bim").problems[0]?.message).toMatch(/^No tabular model found/);
    expect(parseBim("", "model.bim").model).toBeUndefined();
  });
});
