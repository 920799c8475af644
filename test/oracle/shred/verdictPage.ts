/** What `verdict.ts` measured, as lines, as a record that several calls add to, and as a page. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

/** One way: what the plan said, between what, and what it took, turn by turn; milliseconds. */
export interface Way {
  readonly saidMs: number;
  readonly bandMs: readonly [number, number];
  readonly tookMs: readonly number[];
}

interface Steps {
  readonly shred: number;
  readonly load: number;
  readonly commit: number;
}

export interface Verdict {
  readonly name: string;
  readonly set: string;
  readonly rows: number;
  readonly verdict: "shred" | "do-not-shred";
  readonly clear: boolean;
  readonly origin: string;
  /** False where the plan says that it cannot tell; absent in older records, whose plans always did. */
  readonly decided?: boolean;
  readonly planMs: number;
  readonly shredding: Way;
  readonly direct: Way;
  readonly saidSteps: Steps;
  readonly tookSteps: readonly Steps[];
}

interface Recorded {
  readonly date: string;
  readonly machine: string;
  /** What else is to be known of how it was measured; written into the record by hand. */
  readonly note?: string;
  readonly verdicts: readonly Verdict[];
}

/** What the issue asks for. */
const WANTED = { rightShare: 0.9, error: 0.25 };
const ROOT = process.env["HEDDLE_ROOT"] ?? ".";
const RECORD = join(ROOT, "test/data/shred/verdicts.json");
const PAGE = join(ROOT, "docs/shred-verdicts.md");

const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
const errorOf = ({ saidMs, tookMs }: Way) => saidMs / mean(tookMs) - 1;
/** How far apart the turns were, as a share of their mean. */
const scatterOf = ({ tookMs }: Way) => (Math.max(...tookMs) - Math.min(...tookMs)) / mean(tookMs);
const seconds = (ms: number) => (ms / 1000).toFixed(2);
const percent = (share: number) => `${share > 0 ? "+" : ""}${(share * 100).toFixed(0)} %`;
const waysOf = ({ shredding, direct }: Verdict) => [shredding, direct];
const isRight = ({ verdict, shredding, direct }: Verdict) =>
  (verdict === "shred") === mean(shredding.tookMs) < mean(direct.tookMs);

/** What a plan says that it cannot tell is neither right nor wrong, and its times are no forecast. */
const isDecided = ({ decided }: Verdict) => decided !== false;
const outcomeOf = (one: Verdict, wrong: string) =>
  isDecided(one) ? (isRight(one) ? "right" : wrong) : "open";
const saidBy = (one: Verdict) => (isDecided(one) ? one.verdict : "undecided");

export function lineOf(one: Verdict): string {
  const way = (name: string, { saidMs, tookMs }: Way, error: number) =>
    `${name} ${seconds(saidMs).padStart(6)} s said ${tookMs.map(seconds).join(" and ").padStart(15)} s taken ${percent(error).padStart(6)}`;
  const steps = ({ shred, load, commit }: Steps) => [shred, load, commit].map(seconds).join(" + ");
  return [
    `${one.name.padEnd(34)} ${saidBy(one).padEnd(12)} ${outcomeOf(one, "WRONG")}${one.clear ? " " : "?"}`,
    way("shredding", one.shredding, errorOf(one.shredding)),
    way("direct", one.direct, errorOf(one.direct)),
    `plan ${seconds(one.planMs)} s, steps ${steps(one.saidSteps)} said, ${one.tookSteps.map(steps).join(" and ")} taken`,
  ].join("  ");
}

export function summaryOf(all: readonly Verdict[]): {
  readonly text: string;
  readonly isGood: boolean;
} {
  const found = all.filter(isDecided);
  const right = found.filter(isRight).length;
  const ways = found.flatMap(waysOf);
  const errors = ways.map(errorOf).map(Math.abs);
  const close = errors.filter((error) => error <= WANTED.error).length;
  const rest = found.length - right;
  const text =
    `the plan chose the faster way in ${right} of ${found.length}${found.length < all.length ? ` and left ${all.length - found.length} open` : ""}; ${close} of ${errors.length} times predicted within ${WANTED.error * 100} %, ` +
    `the worst off by ${(Math.max(...errors) * 100).toFixed(0)} %; the same load taken twice differed by up to ${(Math.max(...ways.map(scatterOf)) * 100).toFixed(0)} %\n${right} passed, ${rest} failed`;
  return { text, isGood: right >= found.length * WANTED.rightShare };
}

/** Adds a verdict to the record at `path`, in place of an earlier one of the same name. */
export function addRecord(path: string, verdict: Verdict): void {
  const { verdicts: earlier, note } = existsSync(path) ? recordOf(path) : { verdicts: [] };
  const recorded: Recorded = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`,
    ...(note !== undefined && { note }),
    verdicts: [...earlier.filter(({ name }) => name !== verdict.name), verdict],
  };
  writeFileSync(path, `${JSON.stringify(recorded, null, 2)}\n`);
}

function recordOf(path: string): Recorded {
  return JSON.parse(readFileSync(path, "utf8")) as Recorded;
}

/** Writes the page of what is recorded. */
export function writePage(): void {
  writeFileSync(PAGE, pageOf(recordOf(RECORD)));
}

export function pageOf({ date, machine, note, verdicts }: Recorded): string {
  const section = (set: string) => {
    const found = verdicts
      .filter((one) => one.set === set)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (found.length === 0) return ["Not measured."];
    return [
      capital(summaryOf(found).text.split("\n")[0] ?? ""),
      "",
      "| load | rows | the plan says | | shredding: said | took | error | without: said | took | error |",
      "|---|---|---|---|---|---|---|---|---|---|",
      ...found.map(
        (one) =>
          `| ${one.name} | ${one.rows.toLocaleString("en-US")} | ${saidBy(one)} | ${outcomeOf(one, "**wrong**")} | ${cellsOf(one.shredding)} | ${cellsOf(one.direct)} |`,
      ),
    ];
  };
  const ways = verdicts.flatMap(waysOf);
  const inBand = ways.filter(({ bandMs: [least, most], tookMs }) => {
    const took = mean(tookMs);
    return least <= took && took <= most;
  }).length;
  return `${[
    "# How often the shredder's plan is right",
    "",
    "This page is written by `node scripts/run.mjs test/oracle/shred/verdict.ts -- --page` of what the same program measured",
    `(${date}; ${machine}; Postgres 15 on the same machine, \`fsync\` on). For each load the plan was made, then both ways were`,
    "really taken, twice in turn, each as a person takes it: `heddle shred run` as a program of its own, its start included, and",
    "the target's own statement from connecting to closing. Errors are of what the plan said against the mean of the two;",
    "negative = the plan said less. Both times are given: a prediction cannot be nearer than a load is to itself.",
    ...(note === undefined ? [] : ["", note]),
    "",
    "## Loads by whose errors the plan was mended",
    "",
    ...section("calibrated"),
    "",
    "## Other loads, written afterwards",
    "",
    ...section("further"),
    "",
    "## Bands",
    "",
    `The mean of what a way took lay within the plan's band in ${inBand} of ${ways.length}. A band is what two or three rounds came`,
    "to within seconds, wider by what other programs took of the processors; it is no promise about the next hour.",
    "",
  ].join("\n")}`;
}

function cellsOf(way: Way): string {
  const [least, most] = way.bandMs.map(seconds);
  return `${seconds(way.saidMs)} s (${least}–${most}) | ${way.tookMs.map(seconds).join(", ")} s | ${percent(errorOf(way))}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
