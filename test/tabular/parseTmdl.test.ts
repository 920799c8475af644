/** TMDL: what is read, what is reported where, and that both formats give one structure. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { tabularAnswer } from "../../server/src/ide/answers/tabularAnswer";
import { findTmdl } from "../../server/src/tabular/findTmdl";
import { setProperty } from "../../server/src/tabular/modelObject";
import { parseBim } from "../../server/src/tabular/parseBim";
import { parseTmdl } from "../../server/src/tabular/parseTmdl";
import { readTmdl } from "../../server/src/tabular/readTmdl";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { filesInMemory } from "./filesInMemory";

const read = (files: Readonly<Record<string, string>>, folder = "/p/definition") => {
  const { model, problems } = readTmdl(
    filesInMemory(new Map(Object.entries(files).map(([path, text]) => [`/p/${path}`, text]))),
    folder,
    folder.slice(3),
  );
  if (model === undefined) throw new Error("a folder is always a model");
  return { model, problems };
};
const shape = (model: TabularModel) =>
  model.tables.map(({ name, kind, columns, partitions }) => [
    `${name}:${kind}`,
    columns.map((column) => `${column.name}:${column.kind}:${column.dataType}`).join(" "),
    partitions.map(({ name: part, source, mode }) => `${part}:${source}:${mode}`).join(" "),
  ]);

const SALES = `/// All sales,
/// one row per line
table 'Sales ''24'''
    isHidden
    lineageTag: abc

    /// Net
    measure 'Net Total' = \`\`\`
            VAR x = [a]
        RETURN x
            \`\`\`
        formatString: 0

    measure Gross =
            SUM ( 'Sales ''24'''[Amount] )
              + 1
        formatString: 0

    COLUMN Amount
        DataType: DECIMAL
        isAvailableInMDX: false
        sortByColumn: 'Order No'
        encodingHint: hash

    column Year = YEAR ( [Date] )
        dataType: int64

    partition 'Sales-2024' = M
        mode: directlake
        source =
                let
                    a = 1
                in
                    a

    refreshPolicy
        policyType: basic

    annotation Vertipaq_RowCount = 1,200
`;

describe("TMDL", () => {
  it("reads names, blocks, expressions and flags", () => {
    const { model, problems } = read({
      "definition/model.tmdl": "model Model\n\tmaxParallelismPerRefresh: 4\n",
      "definition/tables/Sales.tmdl": SALES,
    });
    expect(problems).toEqual([]);
    expect(shape(model)).toEqual([
      [
        "Sales '24':directLake",
        "Amount:data:decimal Year:calculated:int64",
        "Sales-2024:m:directLake",
      ],
    ]);
    const [table] = model.tables;
    expect(table?.rows).toBe(1200);
    expect(table?.hasRefreshPolicy).toBe(true);
    expect(table?.isHidden).toBe(true);
    expect(table?.columns[0]).toMatchObject({ isAvailableInMdx: false, sortByColumn: "Order No" });
    expect(table?.partitions[0]?.expression).toBe("let\n    a = 1\nin\n    a");
    expect(model.maxParallelismPerRefresh).toBe(4);
    expect(model.dax).toEqual([
      "VAR x = [a]\n        RETURN x",
      "SUM ( 'Sales ''24'''[Amount] )\n  + 1",
      "YEAR ( [Date] )",
    ]);
  });

  it("puts parts of one table together and orders tables by ref", () => {
    const { model, problems } = read({
      "definition/model.tmdl": "model Model\n\nref table B\nref table A\n",
      "definition/a.tmdl": "table A\n\tcolumn x\n\t\tdataType: int64\n",
      "definition/b.tmdl": "table B\n\ntable a\n\tcolumn X\n\t\tdataType: string\n\n\tcolumn y\n",
    });
    expect(model.tables.map(({ name }) => name)).toEqual(["B", "A"]);
    expect(model.tables[1]?.columns.map(({ name }) => name)).toEqual(["x", "y"]);
    expect(problems.map(({ file, message }) => `${file} ${message}`)).toEqual([
      "definition/b.tmdl column X has this property in definition/a.tmdl already; TMDL refuses a second one.",
    ]);
  });

  it("reports broken lines at their ranges and reads the rest", () => {
    const text =
      "table T\n\tcolumn 'open\n\t\tdataType: int64\n\t?? what\n\tcolumn two words\n\tcolumn z\n\t\tisKey\n\t\tisKey\n";
    const { objects, problems } = parseTmdl(text, "t.tmdl");
    expect(problems.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "'open",
      "?? what",
      "two words",
      "isKey",
    ]);
    expect(objects[0]?.children.map(({ name }) => name)).toEqual(["open", "two", "z"]);
  });

  it("takes the shapes that tools write without a false problem", () => {
    const expressions =
      'expression Server = "dw" meta [IsParameterQuery=true]\n\tlineageTag: a\n\n\tannotation PBI_ResultType = Text\n';
    const deepFirst =
      "expression Q =\n\t\tlet\n\t\t    a = 1\n\t\tin\n\t\t    a\n\tlineageTag: b\n";
    const { model, problems } = read({
      "definition/database.tmdl": "database\n\tcompatibilityLevel: 1604\n",
      "definition/model.tmdl":
        "model Model\n\tculture: en-US\n\tdataAccessOptions\n\t\tlegacyRedirects\n\nannotation PBI_QueryOrder = [\"A\"]\n\nqueryGroup 'Raw Data'\n\n\tannotation PBI_QueryGroupOrder = 0\n",
      "definition/expressions.tmdl": deepFirst + expressions,
      "definition/tables/G.tmdl":
        "table G\n\n\tcalculationGroup\n\t\tprecedence: 1\n\n\t\tcalculationItem YTD = CALCULATE ( SELECTEDMEASURE () )\n\n\tcolumn Name\n\t\tdataType: string\n\t\tchangedProperty = Name\n\t\tchangedProperty = IsHidden\n\n\tpartition G = calculationGroup\n",
      "definition/tables/L.tmdl":
        "table L\n\tmeasure 'A = B' = 1\n\t\tformatStringDefinition = \"0\"\n\n\tcolumn When\n\t\tvariation Variation\n\t\t\tisDefault\n\t\t\tdefaultHierarchy: LocalDate.'Date Hierarchy'\n\n\tpartition L = entity\n\t\tmode: directLake\n\t\tsource\n\t\t\tentityName: l\n\t\t\texpressionSource: Q\n",
      "definition/roles/R.tmdl":
        "role R\n\tmodelPermission: read\n\n\ttablePermission L = [When] > 1\n\n\tmember a@b.c\n",
    });
    expect(problems).toEqual([]);
    expect(model.compatibilityLevel).toBe(1604);
    expect(shape(model).map(([name]) => name)).toEqual(["G:calculationGroup", "L:directLake"]);
    expect(model.tables[1]?.columns[0]?.hasVariations).toBe(true);
    expect(model.dax).toContain("[When] > 1");
    const expression = model.object.children.find(({ name }) => name === "Q");
    expect(expression?.properties.get("=")?.value).toBe("let\n    a = 1\nin\n    a");
  });

  it("leaves scripts alone", () => {
    const text = "createOrReplace\n\n\ttable T\n\t\t??\n";
    expect(parseTmdl(text, "s.tmdl")).toMatchObject({ isScript: true, problems: [], objects: [] });
  });

  it("finds the model of a folder, a file in it and a project file", () => {
    const files = filesInMemory(
      new Map([
        ["/w/S.pbip", "{}"],
        ["/w/S.SemanticModel/definition/model.tmdl", "model Model"],
        ["/w/S.SemanticModel/definition/tables/T.tmdl", "table T"],
        ["/w/old/Model/database.tmdl", "database X"],
      ]),
    );
    const definition = "/w/S.SemanticModel/definition";
    expect(findTmdl(files, "/w")).toEqual([definition, "/w/old/Model"]);
    expect(findTmdl(files, "/w/S.pbip")).toEqual([definition]);
    expect(findTmdl(files, definition)).toEqual([definition]);
    expect(findTmdl(files, `${definition}/tables/T.tmdl`)).toEqual([definition]);
  });

  it("gives the structure that the same model has as .bim", () => {
    const files = new Map([...adventureFiles()].map(([path, text]) => [`/a/${path}`, text]));
    const bim = parseBim(files.get("/a/bim/model.bim") ?? "", "m");
    const tmdl = readTmdl(filesInMemory(files), "/a/Adventure.SemanticModel/definition", "m");
    expect([...bim.problems, ...tmdl.problems]).toEqual([]);
    const plain = (model: TabularModel | undefined) =>
      JSON.parse(
        JSON.stringify(tabularAnswer(model === undefined ? [] : [model]), (key, value: unknown) =>
          key === "file" ? undefined : value,
        ),
      ) as unknown;
    expect(plain(tmdl.model)).toEqual(plain(bim.model));
    expect(tmdl.model?.relationships).toEqual(bim.model?.relationships);
    const texts = (model: TabularModel | undefined) => [...(model?.dax ?? [])].sort();
    expect(texts(tmdl.model)).toEqual(texts(bim.model));
    expect(bim.model?.tables).toHaveLength(5);
    expect(bim.model?.dataSources[0]?.maxConnections).toBe(2);
  });

  it("changes only the intended bytes", () => {
    const { objects } = parseTmdl(SALES, "t.tmdl");
    const columns = objects[0]?.children.filter(({ type }) => type === "column") ?? [];
    const after = columns.map((column) => {
      const edit = setProperty(column, "isAvailableInMdx", true);
      return edit && SALES.slice(0, edit.span.start) + edit.newText + SALES.slice(edit.span.end);
    });
    expect(after).toEqual([
      SALES.replace("isAvailableInMDX: false", "isAvailableInMDX: true"),
      SALES.replace("YEAR ( [Date] )", "YEAR ( [Date] )\n        isAvailableInMdx: true"),
    ]);
  });

  it("never throws and keeps every span in range", () => {
    const word = fc.constantFrom(
      ...["table", "column", "partition", "ref", "'", "''", "a b", "=", ":", "```", "\n", "\r\n"],
      ...["\t", "\t\t", "    ", " ", "source", "isHidden", "///", "{", "}", "[", '"', "model", ","],
    );
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(""));
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (random) => {
        const isIn = ({ start, end }: { start: number; end: number }) =>
          start >= 0 && end >= start && end <= random.length;
        const tmdl = parseTmdl(random, "x");
        const bim = parseBim(random, "x");
        for (const { span } of [...tmdl.problems, ...bim.problems]) expect(isIn(span)).toBe(true);
        const visit = (object: (typeof tmdl.objects)[number]): void => {
          expect(isIn(object.span) && isIn(object.nameSpan)).toBe(true);
          for (const { valueSpan } of object.properties.values())
            expect(isIn(valueSpan)).toBe(true);
          object.children.forEach(visit);
        };
        tmdl.objects.forEach(visit);
      }),
      { numRuns: 400, seed: 9 },
    );
  });
});
