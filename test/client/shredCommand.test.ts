/** The shredder's command with a person's answers: what is asked, what is started, and what is not. */
import { beforeEach, describe, expect, test, vi } from "vitest";

interface Window {
  /** What the person picks, types and presses, in order; undefined = Escape. */
  answers: (string | undefined)[];
  readonly asked: string[];
  readonly said: string[];
  isTrusted: boolean;
  /** Whether the person presses Cancel while this is in progress. */
  cancelled: string;
}

const screen = vi.hoisted(
  (): Window => ({ answers: [], asked: [], said: [], isTrusted: true, cancelled: "none" }),
);

vi.mock("vscode", () => {
  class Uri {
    constructor(readonly path: string) {}
    get fsPath(): string {
      return this.path;
    }
    static file(path: string): Uri {
      return new Uri(path);
    }
    static joinPath({ path }: Uri, ...parts: readonly string[]): Uri {
      const above = parts[0] === ".." ? path.replace(/\/[^/]*$/, "") : `${path}/${parts.join("/")}`;
      return new Uri(above);
    }
  }
  const answer = (question: string) => {
    screen.asked.push(question);
    return screen.answers.shift();
  };
  const t = (text: string, ...values: readonly unknown[]) =>
    text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)]));
  return {
    Uri,
    ProgressLocation: { Notification: 15 },
    l10n: { t },
    env: { language: "en" },
    workspace: {
      get isTrusted() {
        return screen.isTrusted;
      },
      getWorkspaceFolder: () => undefined,
    },
    window: {
      async showQuickPick(items: readonly { label: string }[], { title }: { title: string }) {
        const wanted = answer(title);
        return items.find(({ label }) => wanted !== undefined && label.includes(wanted));
      },
      showInputBox: async ({ title }: { title: string }) => answer(title),
      async showInformationMessage(text: string, first?: unknown, ...rest: readonly string[]) {
        const isQuestion = typeof first === "object" || rest.length > 0 || first !== undefined;
        if (isQuestion) return answer(text);
        screen.said.push(text);
        return undefined;
      },
      async showErrorMessage(text: string) {
        screen.said.push(text);
      },
      withProgress: (
        { title }: { title: string },
        work: (progress: object, token: object) => Promise<unknown>,
      ) =>
        work(
          { report: () => {} },
          {
            isCancellationRequested: false,
            onCancellationRequested(listener: () => void) {
              if (title.includes(screen.cancelled)) listener();
              return { dispose: () => {} };
            },
          },
        ),
    },
  };
});

const { shredFile } = await import("../../client/src/shredCommand");
const { Uri } = await import("vscode");

const ANALYSIS = {
  rows: 200,
  candidates: [
    { column: "id", function: "mod", shards: 8, imbalance: 1, empty: 0 },
    { column: "id", function: "hash", shards: 8, imbalance: 1.1, empty: 1 },
  ],
  recommended: { column: "id", function: "mod", shards: 8, imbalance: 1, empty: 0 },
};
const PLAN = {
  rows: 200,
  shards: 8,
  target: "csv:out",
  guarantee: "one rename",
  touches: ["out (made by the commit)"],
  verdict: "do-not-shred",
  because: "it is small",
  instead: "one load",
  workload: {},
};

/** A command line that answers as told and remembers what it was started with. */
function program(statusOfRun = 0) {
  const started: string[] = [];
  const run = async (words: readonly string[]) => {
    started.push(words.join(" "));
    const part = words[1] ?? "";
    const out = {
      analyse: JSON.stringify(ANALYSIS),
      plan: JSON.stringify(PLAN),
      run: statusOfRun === 0 ? "committed: 200 rows out of 200 rows in\n" : "failed: no space\n",
      verify: "…\nProved: nothing lost, nothing twice.\n",
    }[part];
    return { status: part === "run" ? statusOfRun : 0, out: out ?? "", lastLine: "" };
  };
  return { run, started };
}

const FILE = Uri.file("/w/sales.csv");
const DIVISION = ["id", "CSV files", "/w/out"];

beforeEach(() => {
  Object.assign(screen, { answers: [], isTrusted: true, cancelled: "none" });
  screen.asked.length = 0;
  screen.said.length = 0;
});

describe("Shred a File", () => {
  test("asks, shows the plan, runs what was confirmed, and offers the proof", async () => {
    const { run, started } = program();
    const shown: string[] = [];
    screen.answers = [...DIVISION, "Run", "Verify"];
    await shredFile(run, FILE, async ({ verdict }) => void shown.push(verdict));
    expect(shown).toEqual(["do-not-shred"]);
    const all = "/w/sales.csv --function mod --shards 8 --column id --into csv:/w/out";
    expect(started).toEqual([
      "shred analyse /w/sales.csv --json",
      `shred plan ${all} --json`,
      `shred run ${all}`,
      "shred verify /w/sales.csv",
    ]);
    expect(screen.asked[3]).toBe(
      "Shred 200 rows of sales.csv into 8 files and load them to csv:out?",
    );
    expect(screen.said).toEqual(["Heddle: Proved: nothing lost, nothing twice."]);
  });

  test.each([
    [[undefined], 1],
    [["id", undefined], 1],
    [["id", "CSV files", undefined], 1],
    [[...DIVISION, undefined], 2],
  ])("Escape at any question starts nothing that writes: %j", async (answers, count) => {
    const { run, started } = program();
    screen.answers = [...answers];
    await shredFile(run, FILE, async () => {});
    expect(started).toHaveLength(count);
    expect(started.some((words) => words.startsWith("shred run"))).toBe(false);
  });

  test("cancel takes back what is left and says so", async () => {
    const { run, started } = program(130);
    screen.answers = [...DIVISION, "Run"];
    screen.cancelled = "shredding sales";
    await shredFile(run, FILE, async () => {});
    expect(started.at(-1)).toBe("shred clean /w/sales.csv");
    expect(screen.said).toEqual([
      "Cancelled: the target is as it was, and nothing is left of the run.",
    ]);
  });

  test("a failure is told, and left for resume", async () => {
    const { run, started } = program(1);
    screen.answers = [...DIVISION, "Run"];
    await shredFile(run, FILE, async () => {});
    expect(screen.said).toEqual(["Heddle: failed: no space"]);
    expect(started.at(-1)).toMatch(/^shred run/);
  });

  test("asks for trust first", async () => {
    const { run, started } = program();
    screen.isTrusted = false;
    await shredFile(run, FILE, async () => {});
    expect([started, screen.asked]).toEqual([[], []]);
    expect(screen.said).toHaveLength(1);
  });
});
