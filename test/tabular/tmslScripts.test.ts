/** TMSL scripts: what is one, what the rules say of it, what its fixes leave, how it runs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { workloadLength } from "../../server/src/advise/refreshLength";
import type { Problem } from "../../server/src/base/problem";
import { parseBim } from "../../server/src/tabular/parseBim";
import { isTmslText, parseScript } from "../../server/src/tabular/script/parseScript";
import { scriptProblems } from "../../server/src/tabular/script/scriptProblems";
import { inOneTransaction, scriptWorkload } from "../../server/src/tabular/script/scriptWorkload";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { DEFAULT_PROCESSING } from "../../server/src/tabular/tabularWorkload";
import { validateWorkload } from "../../server/src/workload/validateWorkload";

const adventure = parseBim(adventureFiles().get("bim/model.bim") ?? "", "m.bim")
  .model as TabularModel;
const byYear = adventureFiles().get("scripts/refresh-by-year.json") ?? "";

const refresh = (type: string, table: string, partition?: string) => ({
  refresh: { type, objects: [{ database: "Adventure", table, ...(partition && { partition }) }] },
});
const sequence = (...operations: readonly object[]) => ({ sequence: { operations } });

function found(text: string, model?: TabularModel): readonly Problem[] {
  const { script, problems } = parseScript(text, "s.json");
  expect(problems).toEqual([]);
  return scriptProblems(script, {
    processing: DEFAULT_PROCESSING,
    lengthOf: workloadLength,
    ...(model !== undefined && { model }),
  });
}

/** `code word-under-the-finding` of every finding. */
function checkScript(script: object, expected: readonly string[]): void {
  const text = JSON.stringify(script, undefined, 2);
  expect(isTmslText(text)).toBe(true);
  const said = found(text).map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
  expect(said).toEqual(expected);
}

function fixed(text: string, fixIndex: number): string {
  const edits = found(text).flatMap(({ fixes = [] }) => fixes[fixIndex]?.edits ?? []);
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
      text,
    );
}

describe("a TMSL script", () => {
  it("is told by its first command", () => {
    for (const text of [
      '{ "refresh": {',
      '[ { "refresh" : {',
      '\uFEFF// nightly\n{\n"sequence": {',
      '/* a\n b */ { "createOrReplace": { "database": {} } }',
    ]) {
      expect(isTmslText(text), text).toBe(true);
    }
    for (const text of [
      '{ "schema": "heddle.workload/1" }',
      '{ "refresh": "every night" }',
      '[{ "name": "refresh" }]',
      "<Batch/>",
      "",
    ]) {
      expect(isTmslText(text), text).toBe(false);
    }
  });

  it("gives the model that it carries, also within a sequence", () => {
    const database = { name: "A", model: { tables: [{ name: "T" }] } };
    const create = { createOrReplace: { object: { database: "A" }, database } };
    for (const script of [create, [create], sequence(create, refresh("full", "T"))]) {
      const { model, problems } = parseBim(JSON.stringify(script), "s.json");
      expect(problems).toEqual([]);
      expect(model?.tables.map(({ name }) => name)).toEqual(["T"]);
    }
  });

  it("survives being cut off anywhere", () => {
    for (let length = 0; length < byYear.length; length += 7) {
      expect(() => parseScript(byYear.slice(0, length), "s")).not.toThrow();
    }
  });
});

describe("rules on scripts", () => {
  it("refreshes-outside-one-transaction asks for two that calculate", () => {
    const [a, b] = [refresh("full", "Sales", "Sales 2024"), refresh("full", "Sales", "Sales 2025")];
    checkScript([a, b], ['refreshes-outside-one-transaction "refresh"']);
    checkScript([sequence(a), sequence(b)], ['refreshes-outside-one-transaction "refresh"']);
    checkScript([a], []);
    checkScript(sequence(a, b), []);
    checkScript([refresh("dataOnly", "Sales"), refresh("dataOnly", "Product")], []);
    checkScript([refresh("dataOnly", "Sales"), refresh("calculate", "Sales")], []);
    const other = { refresh: { type: "full", objects: [{ database: "Other" }] } };
    checkScript([a, other], []);
  });

  it("sequence-out-of-order asks for clearValues, dataOnly, then one type", () => {
    const types = (...all: readonly string[]) =>
      sequence(...all.map((one) => refresh(one, "Sales")));
    checkScript(types("clearValues", "dataOnly", "calculate"), []);
    checkScript(types("full", "full"), []);
    checkScript(types("full", "dataOnly"), ['sequence-out-of-order "dataOnly"']);
    checkScript(types("dataOnly", "full", "calculate"), ['sequence-out-of-order "calculate"']);
  });

  it("leave scripts that are valid and have no further finding", () => {
    for (const fix of [0, 1]) {
      const after = fixed(byYear, fix);
      expect(() => JSON.parse(after) as unknown).not.toThrow();
      expect(found(after)).toEqual([]);
    }
    const types = parseScript(fixed(byYear, 1), "s").script.requests.flatMap(({ refreshes }) =>
      refreshes.map(({ type }) => type),
    );
    expect(types).toEqual([...Array<string>(6).fill("dataOnly"), "calculate"]);
    // Wrapping changes nothing within: the array stands as it stood.
    expect(fixed(byYear, 0)).toContain(byYear.trim());
  });

  it("say what one transaction saves where the model is known", () => {
    const [apart] = found(byYear, adventure);
    expect(apart?.savesMs).toBeGreaterThan(60_000);
    expect(apart?.evidence?.because).toMatch(/ one by one and .* as one transaction/);
    const [alone] = found(byYear);
    expect(alone?.savesMs).toBeUndefined();
    expect(alone?.evidence?.because).toContain("not beside the script");
  });
});

describe("a script as a workload", () => {
  const workloadOf = (script: object) => {
    const parsed = parseScript(JSON.stringify(script), "s").script;
    return scriptWorkload(parsed, adventure, DEFAULT_PROCESSING);
  };

  it("loads what it names and calculates what depends on it", () => {
    const ids = workloadOf(refresh("full", "Customer")).tasks.map(({ id }) => id);
    expect(ids).toEqual([
      "read Customer/Customer",
      "encode Customer/Customer",
      "compress Customer/Customer",
      "calculated table Top Customers",
      "relationships Sales",
      "attribute hierarchies Customer",
      "commit",
    ]);
  });

  it("loads without calculating, and calculates without loading", () => {
    const kinds = (type: string) =>
      new Set(workloadOf(refresh(type, "Product")).tasks.map(({ kind }) => kind));
    expect(kinds("dataOnly")).toEqual(new Set(["reader", "encoder", "compressor", "commit"]));
    expect(kinds("calculate")).toEqual(new Set(["recalc", "commit"]));
    expect(kinds("clearValues")).toEqual(new Set(["commit"]));
  });

  it("takes a sequence's parallelism", () => {
    const { sequence: body } = sequence(refresh("full", "Sales"));
    expect(workloadOf({ sequence: { ...body, maxParallelism: 3 } }).capacity.threads).toBe(3);
  });

  it("is valid, and no shorter in several transactions than in one", () => {
    const places = adventure.tables.flatMap((table) =>
      table.partitions.map(({ name }) => ({ table: table.name, partition: name })),
    );
    const command = fc
      .tuple(
        fc.constantFrom("full", "dataOnly", "calculate", "clearValues", "automatic"),
        fc.constantFrom(...places),
        fc.boolean(),
      )
      .map(([type, { table, partition }, isWhole]) =>
        refresh(type, table, isWhole ? undefined : partition),
      );
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 5 }), (commands) => {
        const { script } = parseScript(JSON.stringify(commands), "s");
        const apart = scriptWorkload(script, adventure, DEFAULT_PROCESSING);
        const together = scriptWorkload(inOneTransaction(script), adventure, DEFAULT_PROCESSING);
        expect(validateWorkload(apart).problems).toEqual([]);
        expect(validateWorkload(together).problems).toEqual([]);
        const work = (of: typeof apart) =>
          of.tasks.reduce((sum, { durationMs }) => sum + durationMs, 0);
        expect(work(together)).toBeLessThanOrEqual(work(apart) + 1e-6);
      }),
      { numRuns: 100, seed: 9 },
    );
  });
});
