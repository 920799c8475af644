/**
 * Heddle's verdict beside dbt's on the small projects of a folder of texts:
 * `node scripts/run.mjs test/oracle/dbt/compareVerdicts.ts -- [--folder DIR] [--engine ENGINE]`.
 * Prints those that differ; `--update` writes them down as the folder's known differences; with `--words N` also, for N refused ones, dbt's words and Heddle's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lineIndex } from "../../../server/src/base/text";
import type { Engine } from "../../../server/src/dbt/project";
import { isRefused, resolveSmall } from "../../dbt/smallProject";
import { askedEngines, readVerdicts, smallProjects } from "../../dbt/wrongProjects";

const root = process.env["HEDDLE_ROOT"] ?? ".";
const { values } = parseArgs({
  options: {
    folder: { type: "string", default: join(root, "test/data/dbt/verdicts") },
    engine: { type: "string" },
    only: { type: "string", default: "" },
    words: { type: "string", default: "0" },
    update: { type: "boolean", default: false },
  },
});
const { base } = JSON.parse(
  readFileSync(join(root, "test/data/dbt/wrong-inputs.json"), "utf8"),
) as { readonly base: Readonly<Record<string, string>> };
const verdicts = readVerdicts(values.folder);
const counts = new Map<Engine, { equal: number; asked: number; missed: number }>();
const different: Record<Engine, string[]> = { "dbt-core": [], fusion: [] };
const refused: { readonly engine: Engine; readonly name: string; readonly text: string }[] = [];

for (const { name, files } of [...smallProjects(values.folder).values()].flat()) {
  if (!name.includes(values.only)) continue;
  for (const engine of askedEngines(verdicts, name)) {
    if (values.engine !== undefined && engine !== values.engine) continue;
    const verdict = verdicts[name]![engine]!;
    const project = resolveSmall(base, files, engine);
    const count = counts.get(engine) ?? { equal: 0, asked: 0, missed: 0 };
    counts.set(engine, count);
    count.asked++;
    const said = project.problems
      .filter(({ severity }) => severity === "error")
      .map(({ file, span, code, message }) => {
        const text = project.files.get(file) ?? "";
        const { line, character } = lineIndex(text).positionAt(span.start);
        return `   heddle ${file}:${line + 1}:${character + 1} ${code} ${message}`;
      });
    const words = [...verdict.said.map((one) => `   dbt    ${one.replace(/\s+/g, " ")}`), ...said];
    if (isRefused(project) === verdict.refused) {
      count.equal++;
      if (verdict.refused) refused.push({ engine, name, text: words.join("\n") });
      continue;
    }
    different[engine].push(name);
    if (verdict.refused) count.missed++;
    process.stdout.write(
      `${verdict.refused ? "MISSED" : "FALSE"} ${engine} ${name}\n${words.join("\n")}\n`,
    );
  }
}
const step = Math.max(1, Math.floor(refused.length / Math.max(1, Number(values.words))));
refused
  .filter((_, index) => Number(values.words) > 0 && index % step === 0)
  .forEach(({ engine, name, text }) => {
    process.stdout.write(`= ${engine} ${name}\n${text}\n`);
  });
if (values.update && values.only === "" && values.engine === undefined) {
  const sorted = Object.fromEntries(Object.entries(different).map(([k, v]) => [k, v.sort()]));
  writeFileSync(
    join(values.folder, "known-differences.json"),
    `${JSON.stringify(sorted, null, 1)}\n`,
  );
}
for (const [engine, { equal, asked, missed }] of counts) {
  process.stdout.write(
    `${engine}: ${equal} of ${asked} equal, ${missed} passed that dbt refuses, ${asked - equal - missed} refused that dbt takes\n`,
  );
}
