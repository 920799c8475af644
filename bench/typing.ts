/**
 * What a keystroke costs until an editor has the problems and the lenses of its file, through the
 * language server's own protocol, by what is typed: text, a model's dependencies, properties, a
 * macro. Each keystroke is another text, so that nothing is remembered.
 */
import { readFileSync } from "node:fs";
import { type Editor, startEditor } from "./editor";
import { percentile, type Row } from "./measure";
import { temporaryFolder, writeGenerated } from "./projectFolder";

interface Way {
  readonly what: string;
  /** What a person does not notice, where a limit is set. */
  readonly limitMs?: number;
  readonly pattern: RegExp;
  readonly files: number;
  readonly added: (count: number) => string;
}

/** Recorded runs of the project. */
const RUNS = 3;
const KEYSTROKES_IN_FILE = 10;
const REFERENCE = "stg_sales_8') }} ";
const HOVER_LIMIT_MS = 5;
const HOVERED_FILES = 200;
/** Between keystrokes; what a server does after a pause in typing falls in between, too. */
const PAUSE_MS = 100;

const WAYS: readonly Way[] = [
  {
    what: "text",
    limitMs: 10,
    pattern: /models.*\.sql$/,
    files: 8,
    added: (n) => `-- ${"a".repeat(n)}\n`,
  },
  {
    what: "a ref",
    pattern: /marts.*\.sql$/,
    files: 2,
    added: (n) => `-- {{ ref('stg_sales_${(n % 5) * 8}') }}\n`,
  },
  { what: "properties", pattern: /schema_\d+\.yml$/, files: 4, added: (n) => `# ${n}\n` },
  { what: "a macro", pattern: /macros.*\.sql$/, files: 1, added: (n) => `{# ${n} #}\n` },
];

/** 95th percentiles in a generated project of `modelCount` models, hovering beside them. */
export async function measureTyping(modelCount: number): Promise<readonly Row[]> {
  const folder = temporaryFolder();
  const paths = writeGenerated(folder.path, modelCount, { runs: RUNS });
  const editor = await startEditor(folder.path);
  try {
    const title = `in ${modelCount.toLocaleString("en")} models`;
    const rows: Row[] = [];
    for (const way of WAYS) {
      const times = await typeIn(editor, paths, way);
      const ms = percentile(times, 0.95);
      const half = percentile(times, 0.5);
      const what = `keystroke p95 ${title}, ${way.what}`;
      rows.push({ what, ms, beside: "the median", besideMs: half });
      if (way.limitMs !== undefined) rows.push(beside(what, ms, way.limitMs));
    }
    const completions = await typeReference(editor, paths);
    rows.push({
      what: `completion p95 ${title} while a ref is typed`,
      ms: percentile(completions, 0.95),
      beside: "the median",
      besideMs: percentile(completions, 0.5),
    });
    const hovers = await hoverOver(editor, paths);
    rows.push(beside(`hover p95 ${title}`, percentile(hovers, 0.95), HOVER_LIMIT_MS));
    return rows;
  } finally {
    editor.close();
    folder.remove();
  }
}

function beside(what: string, ms: number, limitMs: number): Row {
  return { what, ms, beside: "the limit", besideMs: limitMs, goal: 1 };
}

async function typeIn(
  editor: Editor,
  paths: readonly string[],
  { pattern, files, added }: Way,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const path of spread(paths, pattern, files)) {
    const text = readFileSync(path, "utf8");
    await editor.open(path, text);
    for (let count = 1; count <= KEYSTROKES_IN_FILE; count++) {
      const started = performance.now();
      await editor.type(path, text + added(count));
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  return times;
}

/** A reference letter by letter, each of which is another dependency or none. */
async function typeReference(editor: Editor, paths: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const path of spread(paths, /marts.*\.sql$/, 2)) {
    const text = `${readFileSync(path, "utf8")}-- {{ ref('`;
    await editor.open(path, text);
    for (let length = 1; length <= REFERENCE.length; length++) {
      const started = performance.now();
      await editor.typeOn(path, text + REFERENCE.slice(0, length));
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  return times;
}

async function hoverOver(editor: Editor, paths: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const path of spread(paths, /models.*\.sql$/, HOVERED_FILES)) {
    const started = performance.now();
    await editor.hover(path);
    times.push(performance.now() - started);
  }
  return times;
}

/** `count` of the paths that match, from all over the project. */
function spread(paths: readonly string[], pattern: RegExp, count: number): readonly string[] {
  const matching = paths.filter((path) => pattern.test(path));
  const step = Math.max(1, Math.floor(matching.length / count));
  return matching.filter((_, at) => at % step === 0).slice(0, count);
}
