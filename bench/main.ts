/** `npm run bench`: every figure beside its limit or peer, both measured in this run. */
import { measureIndexing } from "./indexing";
import { formatRow } from "./measure";

const sizes = process.argv.slice(2).map(Number);
for (const size of sizes.length > 0 ? sizes : [150, 1_000, 10_000]) {
  for (const row of measureIndexing(size)) process.stdout.write(`${formatRow(row)}\n`);
}
