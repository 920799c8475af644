/** Simulations and reports of tabular models as they are asked for on the command line. */
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import type { SimulateResult } from "../../server/src/protocol";
import { checkRefused, plainFiles, runCommand } from "./commandLine";

const files = plainFiles({
  "/project/model.bim": adventureFiles().get("bim/model.bim") ?? "",
});

async function simulated(...words: string[]): Promise<SimulateResult> {
  const { out, err } = await runCommand(["simulate", "model.bim", "--json", ...words], files);
  expect(err).toBe("");
  return JSON.parse(out) as SimulateResult;
}

describe("simulate on a model", () => {
  it("names the bound of encoding keys anew beside the prediction", async () => {
    const run = await simulated();
    expect(run.threadsOrigin).toBe("assumed");
    expect(run.tasks.some(({ id }) => id.startsWith("re-encode"))).toBe(false);
    const { makespanMs = 0, tables = [], ...rest } = run.reencoding ?? {};
    expect(rest).toMatchObject({ origin: "assumed", addsMs: makespanMs - run.makespanMs });
    expect(makespanMs).toBeGreaterThan(run.makespanMs);
    expect(tables.map(({ table }) => table)).toEqual(["Web Visits", "Sales"]);
    const { out } = await runCommand(["simulate", "model.bim"], files);
    expect(out.replace(/\s+/g, " ")).toContain(
      "re-encoding up to 8 m 26 s (+16 s): Web Visits[ProductKey] +16 s",
    );
    expect(out).toContain("predicted refresh");
    expect(out).not.toContain("hints ignored");
  });

  it("supposes it of a column by --what-if, beside other changes", async () => {
    const today = await simulated();
    const last = await simulated("--what-if", "Web Visits[ProductKey]=re-encode");
    const second = await simulated("--what-if", "Web Visits[ProductKey]=re-encode:2");
    const anew = (run: SimulateResult) =>
      run.tasks.flatMap(({ id }) => (id.startsWith("re-encode") ? [id] : []));
    expect(anew(last)).toEqual(["re-encode Web Visits/Web Visits #6"]);
    expect(anew(second)).toEqual(["re-encode Web Visits/Web Visits #2"]);
    expect(last.makespanMs).toBeGreaterThan(today.makespanMs);
    const both = await simulated(
      ...["--what-if", "Web Visits[ProductKey]=re-encode"],
      ...["--what-if", "re-encode Web Visits/Web Visits #6=gone"],
    );
    expect(both.makespanMs).toBeLessThan(last.makespanMs);
  });

  it.each([
    [
      "Sales[ProductKy]=re-encode",
      "model.bim has no column Sales[ProductKy]; did you mean Sales[ProductKey]?",
    ],
    [
      "Sales[Order Number]=re-encode",
      "only a loaded number without encodingHint hash can be encoded anew; Sales[Order Number] is a string data column",
    ],
    ["Sales[ProductKey]=re-encode:0", "expected re-encode, or re-encode:N with N of at least 1"],
    ["Sales[ProductKey]=sideways", "no task is called Sales[ProductKey]"],
  ])("refuses %s in one line", async (word, message) => {
    await checkRefused(
      ["simulate", "model.bim", "--what-if", word],
      `--what-if ${word}: ${message}`,
      files,
    );
  });
});

describe("report on a model", () => {
  it("is one page, what saves most first", async () => {
    const { out, status } = await runCommand(
      ["report", "model.bim", "--format", "markdown"],
      files,
    );
    expect(status).toBe(0);
    const headings = out.split("\n").filter((line) => /^#+ /.test(line));
    expect(headings.length).toBeGreaterThan(3);
    const found = [...out.matchAll(/\| `([a-z-]+)` \|/g)].map(([, code]) => code);
    expect(found[0]).toBe("connections-below-partitions");
    expect(out).toContain("predicted refresh");
    expect(out).toContain('"sequence"');
  });

  it("has no JSON of its own and no deadlines", async () => {
    await checkRefused(
      "report model.bim --json",
      "report has no JSON of tabular models; models, check, simulate, sweep and plan have",
      files,
    );
    await checkRefused(
      "report model.bim --deadline 5m",
      "--deadline is for the runs of a dbt project, and this is a tabular model",
      files,
    );
  });
});
