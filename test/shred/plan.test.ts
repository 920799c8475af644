/** What a plan measures and says: bands, the user's own loader, and that it leaves nothing. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { breakEven, type ShredTimes } from "../../server/src/shred/breakEven";
import { shred } from "./commandLine";

const root = mkdtempSync(join(tmpdir(), "heddle-plan-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, "case-")).replaceAll("\\", "/");

/** Enough rows for a head that is not the whole file. */
const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, id) => `${id},${id % 9}.50,"a note, rather long, of row ${id}"\n`,
  );
const header = "id,amount,note\n";

async function planOf(cwd: string, ...words: readonly string[]) {
  const { status, out, err } = await shred(cwd, "plan", ...words, "--json");
  expect(status, err).toBe(0);
  return JSON.parse(out);
}

/** A loader that says in a log what it was called with. */
function newLoader(cwd: string): (what: string) => string {
  writeFileSync(
    join(cwd, "loader.cjs"),
    `require("node:fs").appendFileSync(${JSON.stringify(join(cwd, "log"))}, process.argv[2] + "\\n");`,
  );
  return (what) => `"${process.execPath}" "${join(cwd, "loader.cjs")}" ${what} {shard} {file}`;
}

describe("heddle shred plan", { timeout: 120_000 }, () => {
  it.each([
    ["duckdb:new.db?table=sales", "f.csv"],
    ["duckdb:new.db?table=sales", "f.csv.gz"],
    ["csv:out", "f.csv"],
    ["parquet:out", "f.csv.gz"],
  ])("measures %s from %s and leaves nothing", async (target, file) => {
    const cwd = newFolder();
    const text = header + rows(30_000).join("");
    writeFileSync(join(cwd, file), file.endsWith("gz") ? gzipSync(text) : text);
    const { predicted, verdict } = await planOf(cwd, file, "--column", "id", "--into", target);
    expect(readdirSync(cwd)).toEqual([file]);
    expect(predicted.sampleRows ?? 30_000).toBe(30_000);
    for (const [ms, [least, most]] of [
      [predicted.shreddingMs, predicted.shreddingBandMs],
      [predicted.notShreddingMs, predicted.notShreddingBandMs],
    ]) {
      expect(least).toBeLessThanOrEqual(ms);
      expect(ms).toBeLessThanOrEqual(most);
    }
    expect(verdict).toBe(
      predicted.shreddingMs < predicted.notShreddingMs ? "shred" : "do-not-shred",
    );
  });

  it("rehearses beside a table that is there, and leaves it alone", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), header + rows(2_000).join(""));
    const into = ["--column", "id", "--into", "duckdb:x.db?table=sales"];
    expect((await shred(cwd, "run", "f.csv", ...into)).status).toBe(0);
    const before = readFileSync(join(cwd, "x.db"));
    appendFileSync(join(cwd, "f.csv"), "2000,1,more\n");
    const plan = await planOf(cwd, "f.csv", ...into);
    expect(plan.commit).toBe("append");
    expect(readFileSync(join(cwd, "x.db")).equals(before)).toBe(true);
  });

  it("never starts the load command, and tries the trial command", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), header + rows(500).join(""));
    const loader = newLoader(cwd);
    const own = ["f.csv", "--column", "id", "--shards", "3", "--into", "csv:out"];
    const load = ["--load-command", loader("real"), "--undo-command", loader("undo")];
    const assumed = await planOf(cwd, ...own, ...load);
    expect(assumed.predicted.origin).toBe("assumed");
    // Three loads side by side may be three times as fast as one, or no faster.
    const [least, most] = assumed.predicted.shreddingBandMs;
    expect(most - least).toBeGreaterThan(assumed.predicted.notShreddingMs / 2);
    expect(existsSync(join(cwd, "log"))).toBe(false);
    const tried = await planOf(cwd, ...own, ...load, "--trial-command", loader("trial"));
    expect(tried.predicted.origin).toBe("measured");
    expect(new Set(readFileSync(join(cwd, "log"), "utf8").trim().split("\n"))).toEqual(
      new Set(["trial"]),
    );
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  it("leaves open what the rate of one loader cannot tell", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), header + rows(500).join(""));
    const own = ["f.csv", "--column", "id", "--shards", "4", "--workers", "4", "--into", "csv:out"];
    const given = (rate: string) =>
      planOf(cwd, ...own, "--no-calibration", "--rows-per-second", rate);
    // Four loads of 125 s each: side by side they take anything from as long as one to four times that.
    const slow = await given("1");
    expect(slow).toMatchObject({ decided: false, predicted: { origin: "given", clear: false } });
    expect(slow.because).toMatch(/what loads side by side gain is not known; it would pay from/);
    // Dividing the file alone takes longer than such a loader: whatever is gained, it does not pay.
    const fast = await given("1000000000");
    expect(fast).toMatchObject({ decided: true, verdict: "do-not-shred" });
    const assumed = await planOf(cwd, ...own, "--no-calibration");
    expect(assumed.decided).toBe(false);
    const { out } = await shred(cwd, "plan", ...own, "--no-calibration");
    expect(out).toMatch(/Verdict: undecided\..*\nTo decide, .*--trial-command/);
  });

  it("says what a trial that fails said", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), header + rows(50).join(""));
    const words = ["plan", "f.csv", "--column", "id", "--into", "csv:out", "--trial-command"];
    const { status, err } = await shred(cwd, ...words, `"${process.execPath}" -e process.exit(3)`);
    expect(status).toBe(2);
    expect(err).toMatch(/ended with 3/);
    expect(readdirSync(cwd)).toEqual(["f.csv"]);
  });

  it("refuses a trial command for a table", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), header + rows(5).join(""));
    const into = ["--column", "id", "--into", "duckdb:x.db?table=t", "--trial-command", "x"];
    const { status, err } = await shred(cwd, "plan", "f.csv", ...into);
    expect(status).toBe(2);
    expect(err).toMatch(/--trial-command is for csv: and parquet:/);
  });
});

describe("the bands of a plan", () => {
  const ms = fc.integer({ min: 1, max: 100_000 });
  const times: fc.Arbitrary<ShredTimes> = fc.record({
    shredMs: ms,
    loadOnceMs: ms,
    speedup: fc.double({ min: 0.2, max: 8, noNaN: true }),
    commitMs: ms,
    directMs: ms,
  });
  const shards = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 });

  it("hold every round, and are clear only where each verdict alike would be the same", () => {
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), shards, (rounds, rows) => {
        const [first] = rounds;
        if (first === undefined) return;
        const all = breakEven(first, rows, 2, rounds);
        for (const one of rounds) {
          const { shreddedMs, directMs, verdict } = breakEven(one, rows, 2);
          expect(shreddedMs).toBeGreaterThanOrEqual(all.shreddedBand[0]);
          expect(shreddedMs).toBeLessThanOrEqual(all.shreddedBand[1]);
          expect(directMs).toBeGreaterThanOrEqual(all.directBand[0]);
          expect(directMs).toBeLessThanOrEqual(all.directBand[1]);
          if (all.isClear) expect(verdict).toBe(all.verdict);
        }
      }),
    );
  });

  it("are wider by what others take of the processors", () => {
    const one = { shredMs: 60, loadOnceMs: 20, speedup: 1, commitMs: 20, directMs: 100 };
    const busy = breakEven(one, [1, 1], 2, [one], 0.5);
    expect(busy).toMatchObject({ shreddedBand: [50, 200], directBand: [50, 200] });
  });

  it("count loads that hinder each other as slower than one after another", () => {
    const alone = { shredMs: 1, loadOnceMs: 100, speedup: 1, commitMs: 1, directMs: 100 };
    const { shreddedMs } = breakEven({ ...alone, speedup: 0.5 }, [1, 1], 2);
    expect(shreddedMs).toBe(202);
  });
});
