/** The layout that pbi-tools had before TMDL: the same model as in one file, and nothing thrown. */
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { tabularAnswer } from "../../server/src/ide/answers/tabularAnswer";
import { parseBim } from "../../server/src/tabular/parseBim";
import { isPbiToolsFolder, readPbiTools } from "../../server/src/tabular/readPbiTools";
import { tabularWorkload } from "../../server/src/tabular/tabularWorkload";
import { openModel } from "../../server/src/workspace/openModel";
import { modelPathOf } from "../../server/src/workspace/tabularFiles";
import { filesInMemory } from "./filesInMemory";

interface Named {
  readonly name: string;
  readonly expression?: string | readonly string[];
}
interface Table extends Named {
  readonly columns: readonly Named[];
  readonly measures?: readonly Named[];
  readonly hierarchies?: readonly Named[];
  readonly partitions: readonly { readonly name: string; readonly source: Named }[];
}

const bim = adventureFiles().get("bim/model.bim") ?? "";
const FOLDER = "/r/pbix/Model";

/** The example's files as pbi-tools 0.11 would write them. */
function asPbiTools(): ReadonlyMap<string, string> {
  const { model, ...database } = JSON.parse(bim) as {
    readonly model: { tables: readonly Table[] };
  };
  const { tables, ...rest } = model;
  const files = new Map<string, string>();
  const put = (path: string, value: object) =>
    files.set(`${FOLDER}/${path}`, JSON.stringify(value, undefined, 2));
  const putText = (path: string, text: Named["expression"] = "") =>
    files.set(`${FOLDER}/${path}`, typeof text === "string" ? text : text.join("\n"));
  put("database.json", { ...database, model: rest });
  for (const { columns, measures = [], hierarchies = [], partitions, ...table } of tables) {
    const at = `tables/${table.name}`;
    for (const [part, things] of Object.entries({ columns, measures, hierarchies })) {
      for (const { expression, ...thing } of things) {
        put(`${at}/${part}/${thing.name}.json`, thing);
        if (expression !== undefined) putText(`${at}/${part}/${thing.name}.dax`, expression);
      }
    }
    const kept = partitions.map(({ source, ...partition }) => {
      const { expression, ...others } = source;
      const isCalculated = "type" in source && source.type === "calculated";
      if (expression !== undefined) {
        putText(isCalculated ? `${at}/table.dax` : `queries/${partition.name}.m`, expression);
      }
      return { ...partition, source: others };
    });
    put(`${at}/table.json`, { ...table, partitions: kept });
  }
  return files;
}

describe("a model as pbi-tools kept it", () => {
  const files = filesInMemory(asPbiTools());

  it("is the same model, with the same refresh", () => {
    expect(isPbiToolsFolder(files, FOLDER)).toBe(true);
    const { model, problems } = readPbiTools(files, FOLDER, "Model");
    const single = parseBim(bim, "Model").model;
    expect(problems).toEqual([]);
    if (model === undefined || single === undefined) throw new Error("no model");
    const plain = (one: typeof model) => {
      const sorted = one.tables.map((table) => ({
        ...table,
        file: "",
        columns: [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
      }));
      sorted.sort((a, b) => (a.name < b.name ? -1 : 1));
      return tabularAnswer([{ ...one, tables: sorted }]);
    };
    expect(plain(model)).toEqual(plain(single));
    const tasks = (one: typeof model) =>
      tabularWorkload(one)
        .tasks.map(
          ({ id, durationMs, dependsOn }) =>
            `${id} ${durationMs.toFixed(6)} ${[...dependsOn].sort()}`,
        )
        .sort();
    expect(tasks(model)).toEqual(tasks(single));
  });

  it("is found from any of its files, and fixed in the right one", () => {
    for (const file of [
      "database.json",
      "tables/Sales/table.json",
      "tables/Sales/columns/Amount.dax",
    ]) {
      expect(modelPathOf(files, `${FOLDER}/${file}`), file).toBe(FOLDER);
    }
    const opened = openModel({ fileSystem: files, path: FOLDER });
    if (typeof opened === "string") throw new Error(opened);
    const edits = opened.problems().flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits));
    expect(edits.map(({ file }) => file)).toContain("Model/tables/Sales/columns/Quantity.json");
    expect(edits.map(({ file }) => file)).toContain("Model/database.json");
  });

  it("is read around what is broken", () => {
    const broken = new Map(asPbiTools());
    broken.set(`${FOLDER}/tables/Sales/columns/Quantity.json`, '{ "name": ');
    broken.delete(`${FOLDER}/tables/Product/table.json`);
    const { model, problems } = readPbiTools(filesInMemory(broken), FOLDER, "Model");
    expect(new Set(problems.map(({ file }) => file))).toEqual(
      new Set(["Model/tables/Sales/columns/Quantity.json"]),
    );
    expect(model?.tables.map(({ name }) => name)).not.toContain("Product");
    expect(model?.tables).toHaveLength(4);
  });
});
