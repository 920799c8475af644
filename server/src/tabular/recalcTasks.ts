/**
 * What happens after a table's data is in: calculated columns and tables in the order in which DAX
 * reads them, attribute and user hierarchies, relationships. Needs no data source.
 */
import { hierarchyCost, type ProcessingRates } from "./processingRates";
import type { RecalcStep, RefreshTask } from "./refreshTask";
import { type TablesOf, tableReferences } from "./tableReferences";
import type { TabularModel, TabularTable } from "./tabularModel";

export interface RecalcContext {
  readonly model: TabularModel;
  /** Those that are processed, their names distinct. */
  readonly tables: readonly TabularTable[];
  /** Ids of the tasks that end a table's data phase, by its name in lower case. */
  readonly dataEnds: ReadonlyMap<string, readonly string[]>;
  readonly rowsOf: (table: TabularTable) => number;
  readonly rates: ProcessingRates;
}

const MS_PER_MICROSECOND = 1e-3;

/** O(DAX texts + tables + relationships). A circle between tables is cut where it is met. */
export function recalcTasks(context: RecalcContext): readonly RefreshTask[] {
  const { model, tables, rowsOf, rates } = context;
  const ends = new Map(context.dataEnds);
  const tasks: RefreshTask[] = [];
  const reads = readsOf(tables, tableReferences(model));
  const endsOf = (names: Iterable<string>) => [...names].flatMap((name) => ends.get(name) ?? []);
  for (const table of inReadingOrder(tables, reads)) {
    const key = table.name.toLowerCase();
    const rows = rowsOf(table);
    const add = (step: RecalcStep, microseconds: number, further: readonly string[] = []) => {
      const id = `${step} ${table.name}`;
      const dependsOn = [...new Set([...endsOf([key]), ...further])];
      const durationMs = microseconds * MS_PER_MICROSECOND;
      const durationOrigin = rates.origin;
      const task = { id, durationMs, durationOrigin, dependsOn, kind: "recalc" };
      tasks.push({ step, table, task });
      ends.set(key, [id]);
    };
    const gates = endsOf([...(reads.get(table) ?? [])].filter((name) => name !== key));
    if (table.kind === "calculated")
      add("calculated table", rows * rates.calculatedTablePerRow, gates);
    const calculated = table.columns.filter(({ kind }) => kind === "calculated").length;
    if (calculated > 0) {
      add("calculated columns", calculated * rows * rates.calculatedColumnPerRow, gates);
    }
  }
  tasks.push(...indexTasks(context, ends));
  return tasks;
}

/** Hierarchies and relationships: one after another in a table, in parallel between tables. */
function indexTasks(
  { model, tables, rowsOf, rates }: RecalcContext,
  ends: ReadonlyMap<string, readonly string[]>,
): readonly RefreshTask[] {
  const tasks: RefreshTask[] = [];
  const targets = new Map<string, string[]>();
  for (const { fromTable, toTable } of model.relationships) {
    const key = fromTable.toLowerCase();
    targets.set(key, [...(targets.get(key) ?? []), toTable.toLowerCase()]);
  }
  for (const table of tables) {
    const rows = rowsOf(table);
    let last = ends.get(table.name.toLowerCase()) ?? [];
    const add = (step: RecalcStep, microseconds: number, further: readonly string[] = []) => {
      const id = `${step} ${table.name}`;
      const dependsOn = [...new Set([...last, ...further])];
      const durationMs = microseconds * MS_PER_MICROSECOND;
      const durationOrigin = rates.origin;
      const task = { id, durationMs, durationOrigin, dependsOn, kind: "recalc" };
      tasks.push({ step, table, task });
      last = [id];
    };
    let attributeCost = 0;
    for (const column of table.columns) {
      if (column.isAvailableInMdx) attributeCost += hierarchyCost(column, rows, rates);
    }
    if (attributeCost > 0) add("attribute hierarchies", attributeCost);
    if (table.hierarchies.length > 0) {
      add("user hierarchies", table.hierarchies.length * rows * rates.userHierarchyPerRow);
    }
    const related = targets.get(table.name.toLowerCase()) ?? [];
    if (related.length > 0) {
      const further = related.flatMap((name) => ends.get(name) ?? []);
      add("relationships", related.length * rows * rates.relationshipPerRow, further);
    }
  }
  return tasks;
}

/** Names of the tables that each table's DAX reads; only where it has any. */
function readsOf(tables: readonly TabularTable[], tablesOf: TablesOf) {
  const reads = new Map<TabularTable, ReadonlySet<string>>();
  for (const table of tables) {
    const texts = [
      ...(table.kind === "calculated" ? table.partitions : []),
      ...table.columns.filter(({ kind }) => kind === "calculated"),
    ].map(({ expression = "" }) => expression);
    if (texts.length > 0) reads.set(table, tablesOf(texts.join("\n")));
  }
  return reads;
}

/** Tables after those that they read. Iterative, so that long chains do not overflow. */
function inReadingOrder(
  tables: readonly TabularTable[],
  reads: ReadonlyMap<TabularTable, ReadonlySet<string>>,
): readonly TabularTable[] {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  const entered = new Set<TabularTable>();
  const left = new Set<TabularTable>();
  for (const root of tables) {
    const stack = [root];
    while (stack.length > 0) {
      const table = stack.at(-1)!;
      if (entered.has(table)) {
        left.add(table);
        stack.pop();
        continue;
      }
      entered.add(table);
      for (const name of reads.get(table) ?? []) {
        const next = byName.get(name);
        if (next !== undefined && !entered.has(next)) stack.push(next);
      }
    }
  }
  return [...left];
}
