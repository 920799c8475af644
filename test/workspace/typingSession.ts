/**
 * Somebody types in a small dbt project, key by key and file by file, and saves, closes, removes and
 * configures now and then. After every step the workspace is asked; every few steps its whole answer
 * is held against that of a workspace that has never seen the project before.
 */
import { isDeepStrictEqual } from "node:util";
import { joinPath } from "../../server/src/base/fileSystem";
import type { Settings } from "../../server/src/protocol";
import { seededRandom } from "../../server/src/schedule/seededRandom";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import { createWorkspace } from "../../server/src/workspace/workspace";
import { FIXTURE_ROOT, memoryFileSystem } from "../support/fixture";
import { liveDisk, NOW } from "./liveDisk";
import { projectView } from "./projectView";
import { FILES, SETTINGS } from "./randomChanges";

/** What people type, and halves of it. */
const FRAGMENTS = [
  "{{ ref('a') }}",
  "{{ ref('b') }}",
  "{{ ref('c') }} ",
  "{{ source('raw', 'orders') }}",
  "{{ config(materialized='table') }}",
  "{{ config(enabled=false) }}",
  "{{ config(schema='x', alias='same') }}",
  "{{ config(group='g', access='private', tags='t') }}",
  "{{ config(threads=pick('2')) }}",
  "{{ config(meta={'heddle': {'threads': 2, 'durationMs': 5000}}) }}",
  "{{ config(pre_hook=\"{{ ref('d') }}\") }}",
  "{{ env_var('NOT_GIVEN') }}",
  "{% if is_incremental() %}x{% endif %}",
  "{{ pick('a') }}",
  "{{ pick('a') ~ pick(column) }}",
  "{# nothing #}",
  "-- heddle: ignore unknown-ref\n",
  "-- heddle: ignore serial-chain\n",
  "select sum(x) over (partition by y) from t join u using (z) group by 1 ",
  "{{",
  "}}",
  "{%",
  "'",
  "\n",
  " ",
  "models:\n  - name: a\n    data_tests: [unique]\n",
  "  - name: b\n    config: {tags: [p], schema: s}\n",
];
const LONGEST = 600;

/** Parts of entries, any of which may stand in any entry. */
const PARTS = [
  "description: plain",
  "description: \"{{ doc('d') }}\"",
  "config: {tags: [y]}",
  "config: {enabled: true, meta: {heddle: {threads: 3}}}",
  "config: {schema: other, materialized: table}",
  "config: {pre_hook: \"{{ ref('a') }}\", threads: 2}",
  "data_tests: [unique]",
  "columns: [{name: id, data_tests: [unique, not_null]}]",
  "columns: [{name: id, data_tests: [{accepted_values: {values: [1, 2]}}, small]}]",
  "columns: [{name: x, data_tests: [{relationships: {to: ref('b'), field: id}}]}]",
  "columns: [{name: x, tests: [{small: {config: {severity: warn, tags: q}}}]}]",
  "nonsense: 1",
];

/** Properties of a few models and tables, as whole as somebody leaves them between two edits. */
function someProperties(pick: <T>(items: readonly T[]) => T, isMore: () => boolean): string {
  const lines = ["models:"];
  do {
    lines.push(`  - name: ${pick(["a", "b", "c", "d", "f", "gone"])}`);
    while (isMore()) lines.push(`    ${pick(PARTS)}`);
  } while (isMore());
  if (isMore()) lines.push("seeds:", "  - name: s", `    ${pick(PARTS)}`);
  if (isMore()) {
    lines.push("sources:", "  - name: raw", "    tables:");
    lines.push("      - name: orders", `        ${pick(PARTS.slice(0, 9))}`);
  }
  return `${lines.join("\n")}\n`;
}

export interface SessionReport {
  readonly edits: number;
  readonly compared: number;
  /** The steps that led to a difference, and where it lies; absent where all answers were equal. */
  readonly difference?: string;
}

export interface SessionOptions {
  readonly edits: number;
  readonly compareEvery: number;
  /** The share of edits after which somebody looks, by default all; others come in one with the next. */
  readonly looks?: number;
}

/** Types `edits` times with chances from `seed`. Stops at the first difference. */
export function typingSession(
  seed: number,
  { edits, compareEvery, looks = 1 }: SessionOptions,
): SessionReport {
  const uniform = seededRandom(seed);
  // Every other session is mostly about properties.
  const propertiesShare = seed % 2 === 0 ? 0.6 : 0.05;
  const below = (count: number): number => Math.floor(uniform() * count);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const names = Object.keys(FILES);
  const models = names.filter((name) => /(?:models|more|tests|analyses)\/.*\.sql$/.test(name));
  const macros = names.filter((name) => name.includes("macros/"));
  const files = new Map<string, string>();
  for (const name of names) {
    const isKept = name === "dbt_project.yml" || name === "profiles.yml" || uniform() < 0.7;
    if (isKept) files.set(name, pick(FILES[name]!));
  }
  const disk = liveDisk(files);
  const documents = new Map<string, string>();
  let settings: Settings = DEFAULT_SETTINGS;
  const workspace = createWorkspace({
    fileSystem: disk,
    settings,
    folders: [FIXTURE_ROOT],
    now: () => NOW,
  });
  const pathOf = (name: string): string => joinPath(FIXTURE_ROOT, name);
  const steps: string[] = [];

  const typed = (name: string): string => {
    const text = documents.get(name) ?? disk.files.get(name) ?? "";
    const way = below(10);
    if (name.endsWith("props.yml") && way > 2) {
      return someProperties(pick, () => uniform() < 0.5);
    }
    if (way === 0 || text.length > LONGEST) return pick(FILES[name]!);
    const at = below(text.length + 1);
    if (way < 4) return text.slice(0, at) + text.slice(at + 1 + below(8));
    return text.slice(0, at) + pick(FRAGMENTS) + text.slice(at);
  };
  const step = (): void => {
    const share = uniform();
    const name =
      share < propertiesShare
        ? "models/props.yml"
        : pick(share < 0.8 ? models : share < 0.88 ? macros : names);
    const way = below(100);
    if (way < 78) {
      const text = typed(name);
      steps.push(`type ${name} ${JSON.stringify(text)}`);
      documents.set(name, text);
      workspace.apply({ kind: "document", path: pathOf(name), text });
    } else if (way < 86) {
      steps.push(`close ${name}`);
      documents.delete(name);
      workspace.apply({ kind: "document", path: pathOf(name), text: undefined });
    } else if (way < 95) {
      const text = typed(name);
      steps.push(`write ${name} ${JSON.stringify(text)}`);
      disk.write(name, text);
      workspace.apply({ kind: "disk", paths: [pathOf(name)] });
    } else if (way < 98) {
      steps.push(`remove ${name}`);
      disk.write(name, undefined);
      workspace.apply({ kind: "disk", paths: [pathOf(name)] });
    } else {
      const { projectDir: _, ...some } = pick(SETTINGS);
      steps.push(`set ${JSON.stringify(some)}`);
      settings = { ...DEFAULT_SETTINGS, ...some };
      workspace.apply({ kind: "settings", settings });
    }
  };
  const difference = (): string | undefined => {
    const fileSystem = memoryFileSystem(new Map([...disk.files, ...documents]));
    const options = { fileSystem, settings, folders: [FIXTURE_ROOT], now: () => NOW };
    const fresh = createWorkspace(options).snapshot().projects.map(projectView);
    const known = workspace.snapshot().projects.map(projectView);
    if (isDeepStrictEqual(known, fresh)) return undefined;
    const start = [...files].map(([name, text]) => `file ${name} ${JSON.stringify(text)}`);
    return [...start, ...steps, ...placesOf(known, fresh, "projects").slice(0, 12)].join("\n");
  };

  let compared = 0;
  for (let done = 1; done <= edits; done++) {
    step();
    // Not everybody asks after each key; the states in between are passed through all the same.
    const isAsked = uniform() < 0.4;
    if (looks === 1 || uniform() < looks) {
      for (const project of workspace.snapshot().projects) if (isAsked) project.problems();
    }
    if (done % compareEvery !== 0 && done !== edits) continue;
    compared++;
    const found = difference();
    if (found !== undefined) return { edits: done, compared, difference: found };
  }
  return { edits, compared };
}

/** The innermost places at which two values differ, with both values. */
function placesOf(known: unknown, fresh: unknown, place: string): string[] {
  if (isDeepStrictEqual(known, fresh)) return [];
  if (isTree(known) && isTree(fresh)) {
    const keys = [...new Set([...Object.keys(known), ...Object.keys(fresh)])];
    const inner = keys.flatMap((key) => placesOf(known[key], fresh[key], `${place}.${key}`));
    if (inner.length > 0) return inner;
  }
  return [`${place}: ${JSON.stringify(known)} instead of ${JSON.stringify(fresh)}`];
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
