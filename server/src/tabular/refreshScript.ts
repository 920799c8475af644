/**
 * A model's full refresh as commands of the service: one TMSL sequence, which is one transaction,
 * and the body of an enhanced refresh. Made, never sent. Source: Microsoft Learn, "Sequence
 * command (TMSL)" and "Enhanced refresh with the Power BI REST API".
 */
import { importTables } from "./rules/tabularRule";
import type { TabularModel } from "./tabularModel";

export interface RefreshScript {
  readonly tmsl: {
    readonly sequence: {
      readonly maxParallelism: number;
      readonly operations: readonly { readonly refresh: Refresh }[];
    };
  };
  readonly enhancedRefresh: {
    readonly type: "full";
    readonly commitMode: "transactional";
    readonly maxParallelism: number;
    readonly objects: readonly { readonly table: string }[];
  };
}

interface Refresh {
  readonly type: "clearValues" | "dataOnly" | "calculate";
  readonly objects: readonly { readonly database: string; readonly table?: string }[];
}

/**
 * Data are dropped, loaded for all tables at once, and calculated once at the end: any other order
 * calculates more than once or waits between tables. Tables that hold no data of their own are left
 * out; absent where none is left. O(tables).
 */
export function refreshScript(
  model: TabularModel,
  maxParallelism: number,
): RefreshScript | undefined {
  const names = importTables(model).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const database = model.name;
  const tables = names.map((table) => ({ database, table }));
  return {
    tmsl: {
      sequence: {
        maxParallelism,
        operations: [
          { refresh: { type: "clearValues", objects: tables } },
          { refresh: { type: "dataOnly", objects: tables } },
          { refresh: { type: "calculate", objects: [{ database }] } },
        ],
      },
    },
    enhancedRefresh: {
      type: "full",
      commitMode: "transactional",
      maxParallelism,
      objects: names.map((table) => ({ table })),
    },
  };
}
