/** How to run a workload, as a report: the verdict, the commands, and each way compared. */
import { formatDuration } from "../base/duration";
import type { ComparedWay, PlanAnswer } from "../ide/answers/planAnswer";
import { count } from "../ide/words";
import { type Block, type ReportDocument, type Text, toned } from "./document";
import { escapeHtml } from "./html";

const WAYS: Readonly<Record<ComparedWay["way"], string>> = {
  today: "today",
  "one-run": "one run, its best threads",
  phases: "phases",
  jobs: "independent jobs at the same time",
  steered: "steered: seats heeded, longest path first",
};
const VERDICTS: Readonly<Record<PlanAnswer["verdict"], string>> = {
  "keep-today": "keep today's run",
  "one-run": "one run",
  phases: "run in phases",
};

export function planReport(answer: PlanAnswer): ReportDocument {
  const { name, threads, verdict, because, phases, compared, todayMs } = answer;
  if (phases.every(({ tasks }) => tasks.length === 0)) {
    const text: Text = [toned("strong", name), " · nothing to run: no task is selected"];
    return { title: `Plan for ${name}`, blocks: [{ kind: "heading", level: 1, text }] };
  }
  return {
    title: `Plan for ${name}`,
    blocks: [
      { kind: "heading", level: 1, text: [toned("strong", name), ` · threads ${threads}`] },
      { kind: "line", text: [toned("strong", VERDICTS[verdict]), `: ${because}`] },
      { kind: "gap" },
      ...phases.flatMap((phase, index) => phaseBlocks(phase, index, phases.length)),
      ...profileLine(answer),
      ...jobBlocks(answer),
      { kind: "gap" },
      {
        kind: "table",
        columns: [
          { title: "", shrinkTo: 16 },
          { title: "runs", align: "right" },
          { title: "makespan", align: "right" },
          { title: "against today", align: "right" },
        ],
        rows: compared.map((one) => [
          WAYS[one.way],
          String(one.runs),
          formatDuration(one.makespanMs),
          against(one.makespanMs, todayMs),
        ]),
      },
    ],
  };
}

/** One run with another count needs no option where the profile has it. */
function profileLine({ verdict, threads, phases }: PlanAnswer): readonly Block[] {
  const [only] = phases;
  if (
    verdict !== "one-run" ||
    only === undefined ||
    only.command === null ||
    only.threads === threads
  )
    return [];
  const text = `or write threads: ${only.threads} in profiles.yml, for every run of this target`;
  return [{ kind: "line", text: toned("dim", text) }];
}

/** Parts that need nothing of each other; each job opens connections of its own. */
function jobBlocks({ jobs = [], threads }: PlanAnswer): readonly Block[] {
  if (jobs.length === 0) return [];
  const words = `or, as ${jobs.length} jobs at the same time with ${count(jobs.length * threads, "connection")} in all:`;
  return [
    { kind: "gap" },
    { kind: "line", text: words },
    ...jobs.flatMap((job) => phaseBlocks(job, 0, 1)),
  ];
}

function phaseBlocks(
  { threads, makespanMs, tasks, command }: PlanAnswer["phases"][number],
  index: number,
  phaseCount: number,
): readonly Block[] {
  const head = phaseCount === 1 ? "" : `phase ${index + 1}: `;
  const facts = `${head}${count(tasks.length, "task")}, ${count(threads, "thread")}, ${formatDuration(makespanMs)}`;
  return [
    { kind: "line", text: toned("dim", `# ${facts}`) },
    ...(command === null ? [] : [commandBlock(command, facts)]),
  ];
}

/** Broken where the line is full, with the mark that lets a shell go on reading. */
function commandBlock(command: string, title: string): Block {
  return {
    kind: "figure",
    title,
    lines: (width) => shellLines(command, width),
    html: `<pre>${escapeHtml(command)}</pre>`,
  };
}

function shellLines(command: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of command.split(" ")) {
    if (line !== "" && line.length + word.length + 3 > width) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function against(makespanMs: number, todayMs: number): Text {
  const savedMs = todayMs - makespanMs;
  if (Math.abs(savedMs) < 1) return toned("dim", "the same");
  return savedMs > 0
    ? toned("good", `−${formatDuration(savedMs)}`)
    : toned("warning", `+${formatDuration(-savedMs)}`);
}
