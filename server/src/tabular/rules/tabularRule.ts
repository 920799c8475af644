/** What a rule on tabular models is, and what several of them ask of a table. */
import type { Problem, Related, Severity } from "../../base/problem";
import type { Follow } from "../changedModel";
import type { ModelObject } from "../modelObject";
import type { TabularColumn, TabularModel, TabularTable } from "../tabularModel";
import type { ProcessingSettings } from "../tabularWorkload";

export interface TabularRuleInput {
  readonly model: TabularModel;
  readonly processing: ProcessingSettings;
}

export interface TabularRule {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Ids of the Best Practice Analyzer that ask the same; ignoring one ignores this rule. */
  readonly bestPracticeIds?: readonly string[];
  /** Tables that only the rule's own annotation check may leave out are not its business. */
  readonly check: (input: TabularRuleInput) => Iterable<TabularFinding>;
}

/** What a rule found; how much it saves is for whoever can simulate. */
export type TabularFinding = Omit<Problem, "code" | "severity" | "savesMs" | "evidence"> & {
  /** Where `BestPracticeAnalyzer_IgnoreRules` silences it, beside the model. */
  readonly owner?: { readonly ignoredRules: readonly string[] };
  /** What becomes of the model; absent where the advice changes nothing that is simulated. */
  readonly follow?: Follow;
  /** What may become of the model as it stands; its cost is told, as nothing says that it happens. */
  readonly risk?: Follow;
  /** What could make it wrong, beside the rates. */
  readonly couldBeWrong?: readonly string[];
};

/** Tables that a refresh fills from a source; Direct Lake and DirectQuery ones get no advice. */
export function importTables({ tables }: TabularModel): readonly TabularTable[] {
  return tables.filter(({ kind }) => kind === "import" || kind === "dual");
}

/** Place of an object's name, for a finding. */
export function placeOf({ file, nameSpan }: ModelObject) {
  return { file, span: nameSpan };
}

/** The columns as related places, each with `message`. */
export function relatedColumns(
  columns: readonly TabularColumn[],
  message: (column: TabularColumn) => string,
): readonly Related[] {
  return columns.map((column) => ({ ...placeOf(column.object), message: message(column) }));
}

/** `Amount, Cost and 3 more`. */
export function listed(columns: readonly TabularColumn[]): string {
  const names = columns.slice(0, 3).map(({ name }) => name);
  const more = columns.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `column` or `columns`. */
export function columnsWord(columns: readonly TabularColumn[]): string {
  return columns.length === 1 ? "column" : "columns";
}

/** A column leaves a rule out by the annotation that the Best Practice Analyzer reads. */
export function isIgnoredBy(
  { ignoredRules }: { readonly ignoredRules: readonly string[] },
  { code, bestPracticeIds = [] }: Pick<TabularRule, "code" | "bestPracticeIds">,
): boolean {
  return [code.toUpperCase(), ...bestPracticeIds].some((id) => ignoredRules.includes(id));
}

/** Millions with one digit: `12.5 million`. */
export function millions(rows: number): string {
  return `${(Math.round(rows / 100_000) / 10).toLocaleString("en-US")} million`;
}
