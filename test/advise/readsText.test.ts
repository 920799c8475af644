/** A rule that looks at the text of a node says so, or an edit of that text would not reach it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "../../server/src/advise/rules");
const READS =
  /\brawCode\b|\bcommonTableExpressions\b|\bsqlFeatures\b|\bconfigCallAt\b|\bmodulo(?:Sites|Groups|Families)\b/;

it.each(readdirSync(FOLDER).filter((file) => file !== "index.ts"))(
  "%s says whether it reads texts",
  (file) => {
    const source = readFileSync(join(FOLDER, file), "utf8");
    const message = `${file} reads a node's text: give the rule readsText (see rule.ts).`;
    expect(!READS.test(source) || source.includes("readsText"), message).toBe(true);
  },
);
