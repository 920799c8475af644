/** The files of `examples/adventure` by path: one model as `model.bim` and as a TMDL folder. */
import {
  COMPATIBILITY_LEVEL,
  CONNECTIONS,
  type ExampleColumn,
  type ExamplePartition,
  type ExampleTable,
  MODEL_NAME,
  RELATIONSHIPS,
  TABLES,
} from "./adventureModel";

const CONNECTION = "Provider=MSOLEDBSQL;Data Source=dw;Initial Catalog=sales";

export function adventureFiles(): ReadonlyMap<string, string> {
  const definition = `${MODEL_NAME}.SemanticModel/definition`;
  const files = new Map([
    ["bim/model.bim", `${JSON.stringify(bim(), undefined, 2)}\n`],
    [`${MODEL_NAME}.pbip`, `${JSON.stringify({ version: "1.0", artifacts: [] }, undefined, 2)}\n`],
    [
      `${definition}/database.tmdl`,
      `database ${MODEL_NAME}\n\tcompatibilityLevel: ${COMPATIBILITY_LEVEL}\n`,
    ],
    [
      `${definition}/model.tmdl`,
      [
        "model Model",
        "\tculture: en-US",
        "",
        ...TABLES.map(({ name }) => `ref table ${quoted(name)}`),
        "",
      ].join("\n"),
    ],
    [
      `${definition}/dataSources.tmdl`,
      `dataSource DW\n\tconnectionString: ${CONNECTION}\n\tmaxConnections: ${CONNECTIONS}\n`,
    ],
    [
      `${definition}/relationships.tmdl`,
      RELATIONSHIPS.map(
        ({ name, from, to }) =>
          `relationship ${name}\n\tfromColumn: ${from.map(quoted).join(".")}\n\ttoColumn: ${to.map(quoted).join(".")}\n`,
      ).join("\n"),
    ],
  ]);
  files.set("scripts/refresh-by-year.json", `${JSON.stringify(yearByYear(), undefined, 2)}\n`);
  for (const table of TABLES)
    files.set(`${definition}/tables/${table.name}.tmdl`, tmdlTable(table));
  return files;
}

/** How the article says not to do it: each year is a transaction of its own. */
function yearByYear(): readonly object[] {
  const [sales] = TABLES;
  return (sales?.partitions ?? []).map(({ name }) => ({
    refresh: {
      type: "full",
      objects: [{ database: MODEL_NAME, table: sales?.name, partition: name }],
    },
  }));
}

function bim(): object {
  return {
    name: MODEL_NAME,
    compatibilityLevel: COMPATIBILITY_LEVEL,
    model: {
      culture: "en-US",
      dataSources: [{ name: "DW", connectionString: CONNECTION, maxConnections: CONNECTIONS }],
      tables: TABLES.map(bimTable),
      relationships: RELATIONSHIPS.map(({ name, from, to }) => ({
        name,
        fromTable: from[0],
        fromColumn: from[1],
        toTable: to[0],
        toColumn: to[1],
      })),
    },
  };
}

function bimTable({ name, rows, columns, partitions, measures, hierarchy }: ExampleTable): object {
  return {
    name,
    columns: columns.map(bimColumn),
    partitions: partitions.map((partition) => ({
      name: partition.name,
      mode: "import",
      source: bimSource(partition),
    })),
    ...(measures !== undefined && { measures }),
    ...(hierarchy !== undefined && {
      hierarchies: [
        {
          name: hierarchy.name,
          levels: hierarchy.levels.map((level, ordinal) => ({
            name: level,
            ordinal,
            column: level,
          })),
        },
      ],
    }),
    annotations: [{ name: "Vertipaq_RowCount", value: String(rows) }],
  };
}

function bimColumn({ expression, name, ...rest }: ExampleColumn): object {
  return expression === undefined
    ? { name, ...rest, sourceColumn: name }
    : { type: "calculated", name, ...rest, expression };
}

function bimSource({ type, text }: ExamplePartition): object {
  return type === "query" ? { query: text, dataSource: "DW" } : { type, expression: text };
}

function tmdlTable({ name, rows, columns, partitions, measures, hierarchy }: ExampleTable): string {
  return [
    `table ${quoted(name)}`,
    "",
    ...(measures ?? []).flatMap((measure) => [
      `\tmeasure ${quoted(measure.name)} = ${measure.expression}`,
      "",
    ]),
    ...columns.flatMap(tmdlColumn),
    ...(hierarchy === undefined
      ? []
      : [
          `\thierarchy ${quoted(hierarchy.name)}`,
          ...hierarchy.levels.flatMap((level) => [
            `\t\tlevel ${quoted(level)}`,
            `\t\t\tcolumn: ${quoted(level)}`,
          ]),
          "",
        ]),
    ...partitions.flatMap(tmdlPartition),
    `\tannotation Vertipaq_RowCount = ${rows}`,
    "",
  ].join("\n");
}

function tmdlColumn(column: ExampleColumn): readonly string[] {
  const { name, expression, dataType, isHidden, sortByColumn, isAvailableInMdx } = column;
  return [
    `\tcolumn ${quoted(name)}${expression === undefined ? "" : ` = ${expression}`}`,
    `\t\tdataType: ${dataType}`,
    ...(isHidden === true ? ["\t\tisHidden"] : []),
    ...(isAvailableInMdx === undefined ? [] : [`\t\tisAvailableInMdx: ${isAvailableInMdx}`]),
    ...(expression === undefined ? [`\t\tsourceColumn: ${name}`] : []),
    ...(sortByColumn === undefined ? [] : [`\t\tsortByColumn: ${quoted(sortByColumn)}`]),
    "",
  ];
}

function tmdlPartition({ name, type, text }: ExamplePartition): readonly string[] {
  const lines = text.map((line) => `\t\t\t\t${line}`);
  const head = [`\tpartition ${quoted(name)} = ${type}`, "\t\tmode: import"];
  return type === "query"
    ? [
        ...head,
        "\t\tsource",
        "\t\t\tquery =",
        ...lines.map((line) => `\t${line}`),
        "\t\t\tdataSource: DW",
        "",
      ]
    : [...head, "\t\tsource =", ...lines, ""];
}

function quoted(name: string): string {
  return /[\s.=:']/.test(name) ? `'${name.replaceAll("'", "''")}'` : name;
}
