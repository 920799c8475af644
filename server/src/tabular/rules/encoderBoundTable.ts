/** A table whose readers deliver faster than one encoder can take; said with the rates' origin. */

import { connectionsOf } from "../parallelism";
import { encodeCost, encodingOf } from "../processingRates";
import { columnUse } from "./columnUse";
import { importTables, placeOf, type TabularRule } from "./tabularRule";

/** Encoding must outlast reading by this factor before a word is worth it. */
const CLEARLY = 1.2;

export const encoderBoundTable: TabularRule = {
  code: "encoder-bound-table",
  severity: "information",
  title: "A table's readers wait for its one encoder",
  *check({ model, processing }) {
    if (processing.encoder === "perPartition") return;
    const { rates } = processing;
    const use = columnUse(model);
    for (const table of importTables(model)) {
      const [first] = table.partitions;
      if (first === undefined || table.partitions.length < 2) continue;
      const columns = table.columns.filter(({ kind }) => kind === "data");
      let encode = 0;
      let strings = 0;
      for (const column of columns) {
        const encoding = encodingOf(column, use.isRelated(table, column));
        encode += encodeCost(encoding, rates);
        if (encoding === "string hash") strings++;
      }
      const readers = Math.min(table.partitions.length, connectionsOf(model, first));
      const read = (rates.readPerRow + rates.readPerValue * columns.length) / readers;
      if (encode < read * CLEARLY) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${readers} readers of ${table.name} deliver ${(encode / read).toFixed(1)} times as fast as one encoder per table takes ${columns.length} columns (${strings} of them text); fewer or narrower columns help, more partitions do not. Rates are assumed, and engines since 2016 may encode per partition.`,
      };
    }
  },
};
