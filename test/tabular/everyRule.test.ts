/**
 * Each rule on models once more, by one small model that it speaks of: it can be silenced in each
 * of the ways that the documentation names, has a page, and what its fixes write is left alone.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTmdl } from "../../server/src/tabular/readTmdl";
import { TABULAR_RULES } from "../../server/src/tabular/rules/index";
import { readSidecar, withRows } from "../../server/src/tabular/sidecar";
import { tabularProblems } from "../../server/src/tabular/tabularProblems";
import { applyEdits } from "../support/applyEdits";
import { filesInMemory } from "./filesInMemory";

interface Case {
  /** TMDL; `%` stands where an annotation of what the finding is about goes, with its indentation. */
  readonly text: string;
  readonly rows?: Readonly<Record<string, number>>;
  readonly hasFix?: boolean;
}

const DIMENSION = `relationship r
\tfromColumn: F.K
\ttoColumn: D.K
table D
\tcolumn K
\t\tdataType: int64
\tpartition d = m
`;
const POWER_BI = "model M\n\tdefaultPowerBIDataSourceVersion: powerBI_V3\n%";
const parts = (count: number) =>
  Array.from({ length: count }, (_, index) => `\tpartition p${index} = m\n`).join("");

const CASES: Readonly<Record<string, Case>> = {
  "attribute-hierarchy-on-measure-column": {
    text: `${DIMENSION}table F\n%\tcolumn K\n\t\tdataType: int64\n\tcolumn Amount\n\t\tdataType: decimal\n${parts(1)}`,
    hasFix: true,
  },
  "calculated-column-pushdown": {
    text: `table T\n%\tcolumn A\n\tcolumn B = T[A] + 1\n${parts(1)}`,
  },
  "calculated-table-waits": {
    text: `table A\n\tpartition a = m\ntable C\n%\tpartition c = calculated\n\t\tsource = DISTINCT ( A[x] )\n`,
  },
  "connections-below-partitions": {
    text: `model M\n%dataSource DW\n\tmaxConnections: 1\ntable T\n\tpartition a = query\n\t\tsource\n\t\t\tdataSource: DW\n\tpartition b = query\n\t\tsource\n\t\t\tdataSource: DW\n`,
    hasFix: true,
  },
  "encoder-bound-table": {
    text: `table T\n%${Array.from({ length: 40 }, (_, index) => `\tcolumn c${index}\n\t\tdataType: string\n`).join("")}${parts(8)}`,
  },
  "encoding-hint-for-key": {
    text: `database B\n\tcompatibilityLevel: 1500\n${DIMENSION}table F\n%\tcolumn K\n\t\tdataType: int64\n${parts(2)}`,
    hasFix: true,
  },
  "more-partitions-than-run": { text: `table T\n%${parts(30)}`, rows: { T: 3e6 } },
  "partitions-reread-source": {
    text: `table T\n%\tpartition a = m\n\t\tsource = File.Contents("a.csv")\n\tpartition b = m\n\t\tsource = File.Contents("a.csv")\n`,
  },
  "service-default-waves": {
    text: `database B\n\tcompatibilityLevel: 1600\n${POWER_BI}table T\n${parts(9)}`,
    hasFix: true,
  },
  "single-partition-large-table": { text: `table T\n%${parts(1)}`, rows: { T: 20e6 } },
  "string-where-integer": {
    text: `table T\n%\tcolumn IsOpen\n\t\tdataType: string\n${parts(1)}`,
  },
  "uneven-partitions": {
    text: `table T\n%${parts(3)}`,
    rows: { "T/p0": 1e6, "T/p1": 30e6, "T/p2": 1e6 },
  },
  "unused-column": { text: `table T\n%\tcolumn Lost\n\t\tisHidden\n${parts(1)}` },
  "wide-string-in-fact": {
    text: `${DIMENSION}table F\n%\tcolumn K\n\t\tdataType: int64\n\tcolumn Page\n\t\tdataType: string\n${parts(2)}`,
    rows: { F: 20e6 },
  },
};

const ignoring = (id: string) =>
  `\tannotation BestPracticeAnalyzer_IgnoreRules = {"RuleIDs":["${id}"]}\n`;

function findingsOf(text: string, { rows = {} }: Case, rules: Readonly<Record<string, string>>) {
  const sidecar = readSidecar({ tabular: { rows }, rules });
  const files = filesInMemory(new Map([["/d/model.tmdl", text]]));
  const { model, problems } = readTmdl(files, "/d", "d");
  expect(problems).toEqual([]);
  if (model === undefined) throw new Error("no model");
  const { settings, levels } = sidecar;
  return tabularProblems(withRows(model, sidecar), settings, { levels });
}

const isOf = (code: string) => (problem: { readonly code: string }) => problem.code === code;

describe("every rule on models", () => {
  it("has a case here and a page", () => {
    expect(Object.keys(CASES)).toEqual(TABULAR_RULES.map(({ code }) => code));
    const pages = join(import.meta.dirname, "..", "..", "docs", "rules");
    const without = TABULAR_RULES.filter(({ code }) => !existsSync(join(pages, `${code}.md`)));
    expect(without).toEqual([]);
  });

  it.each(TABULAR_RULES.map((rule) => [rule.code, rule] as const))(
    "%s speaks once, and is silenced by heddle.yml and by annotations",
    (code, { bestPracticeIds = [], severity }) => {
      const own = CASES[code]!;
      const plain = own.text.replace("%", "");
      const [first, ...more] = findingsOf(plain, own, {}).filter(isOf(code));
      expect([first?.severity, more.length]).toEqual([severity, 0]);
      expect(findingsOf(plain, own, { [code]: "off" }).filter(isOf(code))).toEqual([]);
      const [louder] = findingsOf(plain, own, { [code]: "warning" }).filter(isOf(code));
      expect(louder?.severity).toBe("warning");
      for (const id of [code, ...bestPracticeIds]) {
        const silenced = own.text.replace("%", ignoring(id));
        expect([id, findingsOf(silenced, own, {}).filter(isOf(code))]).toEqual([id, []]);
      }
      const other = own.text.replace("%", ignoring("ANOTHER_RULE"));
      expect(findingsOf(other, own, {}).filter(isOf(code))).toHaveLength(1);
    },
  );

  it.each(Object.entries(CASES).filter(([, { hasFix }]) => hasFix))(
    "%s is gone once its fix is applied, and brings nothing new",
    (code, own) => {
      const text = own.text.replace("%", "");
      const before = findingsOf(text, own, {});
      const edits = before.filter(isOf(code)).flatMap(({ fixes }) => fixes?.[0]?.edits ?? []);
      expect(edits.length).toBeGreaterThan(0);
      const after = findingsOf(applyEdits(text, edits), own, {});
      expect(after.map((one) => one.code)).toEqual(
        before.map((one) => one.code).filter((one) => one !== code),
      );
    },
  );
});
