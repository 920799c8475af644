/** Each rule where it speaks, where it must not, and what its fixes change. */
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { refreshLength } from "../../server/src/advise/refreshLength";
import { parseBim } from "../../server/src/tabular/parseBim";
import { readTmdl } from "../../server/src/tabular/readTmdl";
import { readSidecar, withRows } from "../../server/src/tabular/sidecar";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { tabularProblems } from "../../server/src/tabular/tabularProblems";
import { DEFAULT_PROCESSING } from "../../server/src/tabular/tabularWorkload";
import { filesInMemory } from "./filesInMemory";

const tmdl = (text: string): TabularModel => {
  const files = filesInMemory(new Map([["/d/model.tmdl", text]]));
  const { model, problems } = readTmdl(files, "/d", "d");
  expect(problems).toEqual([]);
  if (model === undefined) throw new Error("no model");
  return model;
};

/** `code text-under-the-finding` of every finding. */
function checkTabular(text: string, expected: readonly string[], sidecar: unknown = {}): void {
  const { settings, levels } = readSidecar(sidecar);
  const model = withRows(tmdl(text), readSidecar(sidecar));
  const found = tabularProblems(model, settings, { levels }).map(
    ({ code, span }) => `${code} ${text.slice(span.start, span.end)}`,
  );
  expect(found).toEqual(expected);
}

const applied = (text: string): string => {
  const edits = tabularProblems(tmdl(text), DEFAULT_PROCESSING)
    .flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits))
    .sort((a, b) => b.span.start - a.span.start);
  return edits.reduce(
    (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
    text,
  );
};

const FACT = `relationship r
\tfromColumn: F.K
\ttoColumn: D.K

table D
\tcolumn K
\t\tdataType: int64
\tpartition D = m
`;

describe("rules on tabular models", () => {
  it("attribute-hierarchy-on-measure-column spares every column that needs one", () => {
    const text = `${FACT}
table F
\tcolumn K
\t\tdataType: int64
\tcolumn Amount
\t\tdataType: decimal
\tcolumn Cost
\t\tdataType: double
\t\tisAvailableInMdx: true
\tcolumn Off
\t\tdataType: double
\t\tisAvailableInMdx: false
\tcolumn Rank1
\t\tdataType: int64
\tcolumn Name
\t\tdataType: string
\t\tsortByColumn: Rank1
\tcolumn Level
\t\tdataType: int64
\tcolumn Kept
\t\tdataType: int64
\t\tannotation BestPracticeAnalyzer_IgnoreRules = {"RuleIDs":["ISAVAILABLEINMDX_FALSE_NONATTRIBUTE_COLUMNS"]}
\thierarchy H
\t\tlevel L
\t\t\tcolumn: Level
\tpartition F = m
`;
    checkTabular(text, ["attribute-hierarchy-on-measure-column F"]);
    expect(applied(text)).toBe(
      text
        .replace("\tcolumn Amount\n", "\tcolumn Amount\n\t\tisAvailableInMdx: false\n")
        .replace("isAvailableInMdx: true", "isAvailableInMdx: false"),
    );
    checkTabular(text, [], { rules: { "attribute-hierarchy-on-measure-column": "off" } });
  });

  it("gives Direct Lake and DirectQuery tables no advice", () => {
    for (const mode of ["directLake", "directQuery"]) {
      checkTabular(
        `table T
\tcolumn IsNew
\t\tdataType: string
\t\tisHidden
\tpartition T = entity
\t\tmode: ${mode}
\tannotation Vertipaq_RowCount = 90000000
`,
        [],
      );
    }
  });

  it("connections-below-partitions sets the limit and stays silent at the default", () => {
    const text = (limit: string) => `dataSource DW
${limit}
table T
\tpartition a = query
\t\tsource
\t\t\tdataSource: DW
\tpartition b = query
\t\tsource
\t\t\tdataSource: DW
`;
    checkTabular(text("\tmaxConnections: 1\n"), ["connections-below-partitions 1"]);
    expect(applied(text("\tmaxConnections: 1\n"))).toBe(text("\tmaxConnections: 2\n"));
    checkTabular(text("\tmaxConnections: 2\n"), []);
    checkTabular(text(""), []);
  });

  it("single-partition-large-table asks for known rows above ten million", () => {
    const text = (rows: number) =>
      `table T\n\tpartition a = m\n\tannotation Vertipaq_RowCount = ${rows}\n`;
    checkTabular(text(10_000_001), ["single-partition-large-table T"]);
    checkTabular(text(10_000_000), []);
    checkTabular("table T\n\tpartition a = m\n", []);
  });

  it("unused-column names hidden columns that nothing uses", () => {
    checkTabular(
      `table T
\tmeasure M = SUM ( T[Used] )
\tcolumn Used
\t\tisHidden
\tcolumn Shown
\tcolumn Lost
\t\tisHidden
\tpartition a = m
`,
      ["unused-column T"],
    );
  });

  it("string-where-integer goes by type and name", () => {
    const text = (name: string, type: string) =>
      `table T\n\tcolumn ${name}\n\t\tdataType: ${type}\n\tpartition a = m\n`;
    checkTabular(text("IsOpen", "string"), ["string-where-integer T"]);
    checkTabular(text("Issue", "string"), []);
    checkTabular(text("Canada", "string"), []);
    checkTabular(text("IsOpen", "int64"), []);
  });

  it("calculated-column-pushdown asks for columns of the own row only", () => {
    const text = (dax: string) =>
      `table T\n\tmeasure M = 1\n\tcolumn A\n\tcolumn B = ${dax}\n\tpartition a = m\n`;
    checkTabular(text("IF ( T[A] > 1, \"SUM(x)\", 'T'[A] )"), ["calculated-column-pushdown T"]);
    for (const dax of ["RELATED ( D[A] )", "SUM ( T[A] )", "[A] + [M]", "1", "MAX ( T[A] )"]) {
      checkTabular(text(dax), []);
    }
  });

  it("encoder-bound-table goes by the bound that is set", () => {
    const columns = Array.from(
      { length: 40 },
      (_, index) => `\tcolumn c${index}\n\t\tdataType: string\n`,
    ).join("");
    const parts = Array.from({ length: 8 }, (_, index) => `\tpartition p${index} = m\n`).join("");
    checkTabular(`table T\n${columns}${parts}`, ["encoder-bound-table T"]);
    checkTabular(`table T\n${columns}${parts}`, [], { tabular: { encoder: "perPartition" } });
    checkTabular(`table T\n${columns}\tpartition p = m\n`, []);
  });

  it("calculated-table-waits names the import tables that are read", () => {
    const text = (dax: string, name = "C") =>
      `table A\n\tpartition a = m\ntable ${name}\n\tpartition c = calculated\n\t\tsource = ${dax}\n`;
    checkTabular(text("DISTINCT ( A[x] )"), ["calculated-table-waits C"]);
    checkTabular(text("GENERATESERIES ( 1, 9 )"), []);
    checkTabular(text('{ ( "X", NAMEOF ( A[x] ), 0 ) }'), []);
    checkTabular(text("CALENDAR ( MIN ( A[d] ), MAX ( A[d] ) )", "LocalDateTable_7f"), []);
  });

  it("encoding-hint-for-key settles keys of partitioned tables", () => {
    const text = (level: number, hint: string, second: string) =>
      `database B
\tcompatibilityLevel: ${level}
relationship r
\tfromColumn: F.K
\ttoColumn: D.K
table D
\tcolumn K
\t\tdataType: int64
\tpartition d = m
table F
\tcolumn K
\t\tdataType: int64
${hint}\tpartition a = m
${second}`;
    const two = "\tpartition b = m\n";
    checkTabular(text(1500, "", two), ["encoding-hint-for-key F"]);
    checkTabular(text(1500, "\t\tencodingHint: default\n", two), ["encoding-hint-for-key F"]);
    expect(applied(text(1500, "\t\tencodingHint: default\n", two))).toBe(
      text(1500, "\t\tencodingHint: hash\n", two),
    );
    checkTabular(applied(text(1500, "", two)), []);
    checkTabular(text(1500, "\t\tencodingHint: value\n", two), []);
    checkTabular(text(1200, "", two), []);
    checkTabular(text(1500, "", ""), []);
  });

  it("partitions-reread-source asks for one literal read more than once", () => {
    const text = (first: string, second: string) =>
      `table T\n\tpartition a = m\n\t\tsource = ${first}\n\tpartition b = m\n\t\tsource = ${second}\n`;
    const file = (name: string) => `Table.FirstN(Csv.Document(File.Contents("${name}")), 5)`;
    checkTabular(text(file("a.csv"), file("a.csv")), ["partitions-reread-source T"]);
    checkTabular(text(file("a.csv"), file("b.csv")), []);
    checkTabular(text(file("a.csv"), `Sql.Database("a.csv") // ${file("a.csv")}`), []);
  });

  it("uneven-partitions asks for rows of every partition", () => {
    const text = "table T\n\tpartition a = m\n\tpartition b = m\n\tpartition c = m\n";
    const rows = (...counts: readonly number[]) => ({
      tabular: { rows: Object.fromEntries(counts.map((rows, at) => [`T/${"abc"[at]}`, rows])) },
    });
    checkTabular(text, ["uneven-partitions b"], rows(1e6, 30e6, 1e6));
    checkTabular(text, [], rows(10e6, 11e6, 9e6));
    checkTabular(text, [], rows(1e6, 30e6));
    checkTabular(text, [], rows(1e5, 3e6, 1e5));
  });

  it("more-partitions-than-run asks for many, small ones and known rows", () => {
    const text = (count: number) =>
      `table T\n${Array.from({ length: count }, (_, at) => `\tpartition p${at} = m\n`).join("")}`;
    const rows = (count: number) => ({ tabular: { rows: { T: count } } });
    checkTabular(text(24), ["more-partitions-than-run T"], rows(2.4e6));
    checkTabular(text(23), [], rows(2.4e6));
    checkTabular(text(24), [], rows(48e6));
    checkTabular(text(24), []);
    checkTabular(text(24), [], { tabular: { rows: { T: 2.4e6 }, threads: 10 } });
    checkTabular(`${text(24)}\trefreshPolicy\n`, [], rows(2.4e6));
  });

  it("the rows of a large table are a setting", () => {
    const text = "table T\n\tpartition a = m\n";
    const rows = (large: number) => ({ tabular: { rows: { T: 5e6 }, large_table_rows: large } });
    checkTabular(text, [], rows(5e6));
    checkTabular(text, ["single-partition-large-table T"], rows(4e6));
  });

  it("wide-string-in-fact goes by rows, kind of table and repetition", () => {
    const text = (rows: number, cardinality: string) =>
      FACT.replace(
        "table D",
        `table F
\tcolumn K
\t\tdataType: int64
\tcolumn Page
\t\tdataType: string
${cardinality}\tpartition F = m
\tannotation Vertipaq_RowCount = ${rows}

table D`,
      );
    const large = ["single-partition-large-table F", "wide-string-in-fact F"];
    const distinct = (count: number) => `\t\tannotation Vertipaq_Cardinality = ${count}\n`;
    checkTabular(text(20e6, ""), large);
    checkTabular(text(20e6, distinct(5000)), large);
    checkTabular(text(20e6, distinct(9e6)), ["single-partition-large-table F"]);
    checkTabular(text(5e6, ""), []);
  });

  it("says what each piece of advice saves where rows are known", () => {
    const text = adventureFiles().get("bim/model.bim") ?? "";
    const { model } = parseBim(text, "m");
    const lengthOf = refreshLength(DEFAULT_PROCESSING);
    const found = tabularProblems(model as TabularModel, DEFAULT_PROCESSING, { lengthOf });
    for (const { code, savesMs, evidence } of found) {
      expect([code, evidence?.confidence]).toEqual([code, "low"]);
      if (code === "encoding-hint-for-key") expect(evidence?.kind).toBe("heuristic");
      else expect(savesMs, code).toBeGreaterThanOrEqual(0);
    }
    const said = new Map(found.map(({ code, ...rest }) => [code, rest]));
    expect(said.get("connections-below-partitions")?.savesMs).toBeGreaterThan(1000);
    // One reader is no bottleneck while all tables share two connections, and is one afterwards.
    const single = said.get("single-partition-large-table");
    expect(single?.savesMs).toBe(0);
    expect(single?.evidence?.because).toMatch(/ 0 ms alone, and [1-9].* once the other advice/);
  });

  it("gives no times where rows are not known", () => {
    const text = "table T\n\tcolumn A\n\t\tisHidden\n\tpartition a = m\n";
    const lengthOf = refreshLength(DEFAULT_PROCESSING);
    const [found] = tabularProblems(tmdl(text), DEFAULT_PROCESSING, { lengthOf });
    expect(found?.savesMs).toBeUndefined();
    expect(found?.evidence?.kind).toBe("heuristic");
    expect(found?.evidence?.because).toContain("1 table");
  });

  it("finds the example's bottlenecks alike in both formats", () => {
    const files = new Map([...adventureFiles()].map(([path, text]) => [`/a/${path}`, text]));
    const bim = parseBim(files.get("/a/bim/model.bim") ?? "", "m").model;
    const folder = "/a/Adventure.SemanticModel/definition";
    const { model } = readTmdl(filesInMemory(files), folder, "m");
    const said = (one: TabularModel | undefined) =>
      tabularProblems(one as TabularModel, DEFAULT_PROCESSING)
        .map(({ code, message }) => `${code}: ${message}`)
        .sort();
    expect(said(model)).toEqual(said(bim));
    expect(new Set(said(bim).map((line) => line.split(":")[0]))).toEqual(
      new Set([
        "attribute-hierarchy-on-measure-column",
        "calculated-column-pushdown",
        "calculated-table-waits",
        "connections-below-partitions",
        "encoding-hint-for-key",
        "single-partition-large-table",
        "string-where-integer",
        "unused-column",
        "wide-string-in-fact",
      ]),
    );
  });

  it("leaves JSON valid after its fixes", () => {
    const text = adventureFiles().get("bim/model.bim") ?? "";
    const { model } = parseBim(text, "m");
    const edits = tabularProblems(model as TabularModel, DEFAULT_PROCESSING)
      .flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits))
      .sort((a, b) => b.span.start - a.span.start);
    const after = edits.reduce(
      (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
      text,
    );
    expect(edits).toHaveLength(8);
    expect(() => JSON.parse(after) as unknown).not.toThrow();
    const left = tabularProblems(parseBim(after, "m").model as TabularModel, DEFAULT_PROCESSING);
    expect(left.filter(({ fixes = [] }) => fixes.length > 0)).toEqual([]);
  });
});
