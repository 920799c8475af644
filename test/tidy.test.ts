/**
 * Keeps the house as ARCHITECTURE.md draws it: which room may import which, and what must be
 * absent where. Each message names the file, the import and what to use instead.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const SERVER = join(ROOT, "server/src");

const BELOW_ADVISE = [
  "schedule",
  "dbt",
  "tabular",
  "shred",
  "jinja",
  "sql",
  "yaml",
  "workload",
  "base",
];
const BELOW_IDE = ["workspace", "advise", ...BELOW_ADVISE];

/** What each room may import, itself apart. `node` and the mains are judged separately. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  base: [],
  yaml: ["base"],
  jinja: ["base"],
  sql: ["base"],
  workload: ["base"],
  schedule: ["workload", "base"],
  dbt: ["jinja", "sql", "yaml", "workload", "base"],
  tabular: ["workload", "base"],
  shred: ["workload", "base"],
  advise: BELOW_ADVISE,
  workspace: ["advise", ...BELOW_ADVISE, "protocol"],
  ide: [...BELOW_IDE, "protocol"],
  report: ["ide", ...BELOW_IDE, "protocol"],
  cli: ["report", "ide", ...BELOW_IDE, "protocol"],
  lsp: ["report", "ide", ...BELOW_IDE, "protocol"],
  mcp: [],
  web: [],
  protocol: ["workload", "schedule", "base"],
};

/** Libraries, each with the rooms that may use it. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  "jsonc-parser": ["tabular", "dbt", "workspace"],
  valibot: ["workspace", "workload", "dbt", "cli", "shred"],
  picomatch: ["dbt", "workspace", "node"],
  ignore: ["dbt"],
  "@modelcontextprotocol/sdk": ["mcp"],
  hyparquet: ["node"],
  pg: ["node"],
  "pg-copy-streams": ["node"],
  "@duckdb/node-api": ["node"],
  "vscode-jsonrpc": ["lsp"],
  "vscode-languageserver": ["lsp"],
  "vscode-languageserver-textdocument": ["lsp"],
};

interface Import {
  readonly from: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[\s\S]*?\sfrom\s+)?"([^"]+)";/gm;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesUnder(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function readSource(path: string): Source {
  const text = readFileSync(path, "utf8");
  const imports = [...text.matchAll(IMPORT)].map(
    (match): Import => ({ from: path, target: match[2] ?? "", isTypeOnly: match[1] !== undefined }),
  );
  return { path, text, imports };
}

function roomOf(path: string): string {
  const [first = ""] = relative(SERVER, path).split(/[\\/]/);
  return first.replace(/\.ts$/, "");
}

function resolveImport({ from, target }: Import): string | undefined {
  if (!target.startsWith(".") || target.endsWith(".json")) return undefined;
  const base = resolve(dirname(from), target);
  return [`${base}.ts`, join(base, "index.ts"), base].find(
    (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  );
}

/** Code without comments and string contents, so that prose cannot break a rule. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:"'`])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

const server = filesUnder(SERVER).map(readSource);
const client = filesUnder(join(ROOT, "client")).map(readSource);
const tests = filesUnder(join(ROOT, "test")).map(readSource);
const isMain = (source: Source) => /Main\.ts$/.test(source.path);
const name = (source: Source) => relative(ROOT, source.path);

function offences(
  sources: readonly Source[],
  find: (source: Source) => readonly string[],
): string[] {
  return sources.flatMap((source) => find(source).map((what) => `${name(source)}: ${what}`));
}

describe("rooms", () => {
  it("import only what they may", () => {
    const found = offences(server, (source) => {
      const room = roomOf(source.path);
      if (isMain(source)) return [];
      return source.imports.flatMap((imported) => {
        const file = resolveImport(imported);
        if (file === undefined) {
          if (imported.target.endsWith(".json")) return [];
          if (imported.target.startsWith("."))
            return [`imports ${imported.target}, which does not exist`];
          if (imported.target.startsWith("node:")) {
            return room === "node" ? [] : [`imports ${imported.target}; only node/ may: inject it`];
          }
          const library = imported.target
            .split("/")
            .slice(0, imported.target.startsWith("@") ? 2 : 1)
            .join("/");
          return LIBRARIES[library]?.includes(room) === true
            ? []
            : [
                `imports the library ${library}, which ${room}/ may not use (see LIBRARIES in this test)`,
              ];
        }
        const target = roomOf(file);
        if (target === room) return [];
        if (room === "node") {
          return imported.isTypeOnly || target === "base"
            ? []
            : [`imports ${target}/; node/ may import base and types of what it implements`];
        }
        return ALLOWED[room]?.includes(target) === true
          ? []
          : [
              `imports ${target}/, but ${room}/ may import only ${ALLOWED[room]?.join(", ") || "nothing"}`,
            ];
      });
    });
    expect(found).toEqual([]);
  });

  it("form no import cycle", () => {
    const graph = new Map(
      [...server, ...client].map((source) => [
        source.path,
        source.imports.flatMap((imported) => resolveImport(imported) ?? []),
      ]),
    );
    expect(findCycle(graph).map((path) => relative(ROOT, path))).toEqual([]);
  });

  it("keep files, processes, clock and chance in node/ and web/", () => {
    const forbidden =
      /\b(process\.|Date\.now|new Date\(\)|setTimeout|setInterval|setImmediate|Math\.random|performance\.|require\()/g;
    const found = offences(server, (source) =>
      ["node", "web"].includes(roomOf(source.path)) || isMain(source)
        ? []
        : [...codeOf(source.text).matchAll(forbidden)].map(
            ([what]) => `uses ${what}; take it as an argument, node/ supplies it`,
          ),
    );
    expect(found).toEqual([]);
  });

  it("keep the editor out of the server", () => {
    const found = offences(server, (source) =>
      source.imports.some(({ target }) => target === "vscode") ? ["imports vscode"] : [],
    );
    expect(found).toEqual([]);
  });

  it("keep the server out of the client, but for its types", () => {
    const found = offences(client, (source) =>
      source.imports.flatMap((imported) => {
        const file = resolveImport(imported);
        if (file === undefined || !file.startsWith(SERVER) || imported.isTypeOnly) return [];
        const isShared = roomOf(file) === "base" && /(duration|text)\.ts$/.test(file);
        return isShared ? [] : [`imports ${relative(ROOT, file)}; use import type`];
      }),
    );
    expect(found).toEqual([]);
  });
});

describe("code", () => {
  const shipped = [...server, ...client];

  it("has no any, no cast through unknown, no console, no eval", () => {
    const found = offences(shipped, (source) => {
      const code = codeOf(source.text);
      return [
        ...(/[:<(,|&]\s*any\s*[)>,;=\]|&]|\bas any\b/.test(code)
          ? ["uses any; use unknown and narrow"]
          : []),
        ...(/\bas unknown as\b/.test(code) ? ["casts through unknown; parse or narrow"] : []),
        ...(/\bconsole\./.test(code) ? ["writes to console; use the injected log"] : []),
        ...(/\beval\(|\bnew Function\b/.test(code) ? ["runs text as code"] : []),
        ...(/\bTODO\b|\bFIXME\b/.test(source.text) ? ["has a TODO; do it or open an issue"] : []),
        ...(/^export default/m.test(code) ? ["has a default export; name it"] : []),
      ];
    });
    expect(found).toEqual([]);
  });

  it("has no attic", () => {
    const odd =
      /(^|[/\\])(utils?|helpers?|common|misc|shared|manager|service)(\.ts|[/\\])|(Util|Helper|Manager|Service|Provider)s?\.ts$/i;
    expect(shipped.map(name).filter((path) => odd.test(path))).toEqual([]);
  });

  it("opens each file with what it answers", () => {
    const found = offences(shipped, (source) =>
      source.text.startsWith("/**") ? [] : ["does not open with a doc comment"],
    );
    expect(found).toEqual([]);
  });

  it("stays short", () => {
    const found = offences(shipped, (source) => {
      const lines = source.text.split("\n").length;
      return lines > 450 ? [`has ${lines} lines; split it by concern`] : [];
    });
    expect(found).toEqual([]);
  });
});

describe("tests", () => {
  it("skip nothing", () => {
    const found = offences(
      tests.filter((source) => !source.path.endsWith("tidy.test.ts")),
      (source) =>
        /\b(it|test|describe)\.(skip|only|todo)\b/.test(codeOf(source.text))
          ? ["skips or singles out a test"]
          : [],
    );
    expect(found).toEqual([]);
  });
});

/** One cycle of the import graph as a list of files; empty where there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const visit = (node: string): readonly string[] => {
    if (state.get(node) === "done") return [];
    if (state.get(node) === "open") return [...path.slice(path.indexOf(node)), node];
    state.set(node, "open");
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle.length > 0) return cycle;
    }
    path.pop();
    state.set(node, "done");
    return [];
  };
  for (const node of graph.keys()) {
    const cycle = visit(node);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
