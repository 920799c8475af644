/**
 * What a keystroke costs until the problems of its file are known, by what is typed: text, a model's
 * dependencies, properties, a macro. Each keystroke is another text, so that nothing is remembered.
 */
import { readFileSync } from "node:fs";
import { hover } from "../server/src/ide/hover";
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { DEFAULT_SETTINGS } from "../server/src/workspace/settings";
import { createWorkspace } from "../server/src/workspace/workspace";
import { percentile, timeMs } from "./measure";

export interface Typed {
  readonly what: string;
  readonly ms: number;
  /** What a person does not notice, where a limit is set. */
  readonly limitMs?: number;
}

/** Inside the config call or the first line, where a model has its card. */
const HOVERED = 3;

interface Way {
  readonly what: string;
  readonly limitMs?: number;
  readonly pattern: RegExp;
  readonly keystrokes: number;
  readonly added: (count: number) => string;
}

const WAYS: readonly Way[] = [
  {
    what: "text",
    limitMs: 10,
    pattern: /models.*\.sql$/,
    keystrokes: 60,
    added: (n) => `-- ${n}\n`,
  },
  {
    what: "a ref",
    pattern: /marts.*\.sql$/,
    keystrokes: 10,
    added: (n) => `-- {{ ref('stg_sales_${(n % 5) * 8}') }}\n`,
  },
  { what: "properties", pattern: /schema_\d+\.yml$/, keystrokes: 30, added: (n) => `# ${n}\n` },
  { what: "a macro", pattern: /macros.*\.sql$/, keystrokes: 3, added: (n) => `{# ${n} #}\n` },
];

/** 95th percentiles over keystrokes spread over the project's files; hovering beside them. */
export function measureTyping(root: string, paths: readonly string[]): readonly Typed[] {
  const workspace = createWorkspace({
    fileSystem: diskFileSystem,
    settings: DEFAULT_SETTINGS,
    folders: [root],
    now: () => "2026-01-15T02:00:00Z",
  });
  workspace.snapshot().projectOf(root)?.problems();
  const type = (path: string, text: string): void => {
    workspace.apply({ kind: "document", path, text });
    const project = workspace.snapshot().projectOf(path);
    project?.problemsIn(path.slice(root.length + 1));
  };
  const rows: Typed[] = [];
  for (const { what, limitMs, pattern, keystrokes, added } of WAYS) {
    const files = paths.filter((path) => pattern.test(path));
    const times: number[] = [];
    for (let count = -3; count < keystrokes; count++) {
      const path = files[((count + 3) * 7919) % files.length];
      if (path === undefined) break;
      const text = readFileSync(path, "utf8") + added(count);
      const ms = timeMs(() => type(path, text));
      if (count >= 0) times.push(ms);
    }
    rows.push({
      what: `keystroke p95, ${what},`,
      ms: percentile(times, 0.95),
      ...(limitMs === undefined ? {} : { limitMs }),
    });
  }
  const project = workspace.snapshot().projectOf(root);
  const models = paths.filter((path) => /models.*\.sql$/.test(path)).slice(0, 300);
  const hovers = models.map((path) =>
    timeMs(() => project && hover(project, path.slice(root.length + 1), HOVERED)),
  );
  rows.push({ what: "hover p95", ms: percentile(hovers.slice(50), 0.95), limitMs: 5 });
  return rows;
}
