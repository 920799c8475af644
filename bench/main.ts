/** `npm run bench`: every figure beside its limit or peer, both measured in this run. */
import { measureActivation } from "./activation";
import { measureIndexing } from "./indexing";
import { measureJinja } from "./jinja";
import { formatRow } from "./measure";
import { packageSizes } from "./packageSize";
import { measureProjects } from "./projects";
import { measureSchedule } from "./schedule";

const given = process.argv.slice(2).map(Number);
for (const row of measureJinja()) process.stdout.write(`${formatRow(row)}\n`);
for (const row of measureActivation()) process.stdout.write(`${formatRow(row)}\n`);
for (const row of measureProjects()) process.stdout.write(`${formatRow(row)}\n`);
for (const line of packageSizes()) process.stdout.write(`${line}\n`);
const sizes = given.length > 0 ? given : [150, 1_000, 10_000];
for (const size of sizes) {
  for (const row of [...measureIndexing(size), ...measureSchedule(size)]) {
    process.stdout.write(`${formatRow(row)}\n`);
  }
}
