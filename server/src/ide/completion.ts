/**
 * What may be typed next in `config(…)`, in dbt_project.yml and under `config:` of properties: config
 * keys with help, thread counts with their reason, `meta.heddle`. Offers no refs and no macros: other
 * extensions do.
 */
import { baseName } from "../base/fileSystem";
import type { Span } from "../base/text";
import type { DbtNode } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { configContext, type TypingContext } from "./configContext";
import { CONFIG_KEYS, type ConfigKey, HEDDLE_KEYS } from "./configKeys";
import { nodeOfFile } from "./modelFacts";
import { isYaml } from "./place";
import { count } from "./words";
import { yamlContext } from "./yamlContext";

export interface CompletionItem {
  readonly label: string;
  readonly kind: "key" | "value";
  /** A few words beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly help: string;
  /** A snippet with `$1` for the cursor; `$` of its own does not occur. */
  readonly snippet: string;
  readonly span: Span;
  /** Items are offered in this order. */
  readonly order: number;
  readonly isPreselected: boolean;
}

/** How keys and values are written where the cursor stands. */
interface Notation {
  readonly writeKey: (key: ConfigKey) => string;
  readonly writeValue: (text: string) => string;
}

/** The first article's steps, each with the kind of model that it is meant for. */
const THREAD_STEPS: readonly { readonly threads: number; readonly reason: string }[] = [
  { threads: 1, reason: "heavy analytical models, score above 15: one at a time" },
  { threads: 2, reason: "medium models, score above 8" },
  { threads: 4, reason: "staging models, score above 3" },
  { threads: 6, reason: "light models, score up to 3" },
  { threads: 8, reason: "utilities that cost next to nothing" },
];

/** The trees of dbt_project.yml that hold configs. */
const CONFIG_TREES = new Set(["models", "seeds", "snapshots"]);

/** Items at `offset` of `file`, in order; empty where Heddle has nothing to offer. */
export function completion(
  project: ProjectSnapshot,
  file: string,
  offset: number,
): readonly CompletionItem[] {
  const text = project.textOf(file);
  if (text === undefined) return [];
  if (!isYaml(file)) {
    const context = configContext(text, offset);
    return context === undefined ? [] : itemsInCall(project, file, context);
  }
  const context = yamlContext(text, offset);
  if (context === undefined) return [];
  return baseName(file) === "dbt_project.yml"
    ? itemsInProjectFile(project, context)
    : itemsInProperties(project, context);
}

function itemsInCall(
  project: ProjectSnapshot,
  file: string,
  context: TypingContext,
): readonly CompletionItem[] {
  const { path, quote } = context;
  const node = nodeOfFile(project, file);
  const close = quote ?? "";
  const isDict = path.length > 0;
  const notation: Notation = {
    writeKey: ({ name, snippet }) => {
      if (!isDict) return `${name}=${snippet}`;
      return quote === undefined ? `'${name}': ${snippet}` : `${name}${close}: ${snippet}`;
    },
    writeValue: (value) => (quote === undefined && !isPlain(value) ? `'${value}'` : value),
  };
  return itemsAt(project, node, path, context, notation);
}

function itemsInProjectFile(
  project: ProjectSnapshot,
  context: TypingContext,
): readonly CompletionItem[] {
  const [tree = "", ...below] = context.path;
  if (!CONFIG_TREES.has(tree)) return [];
  const from = below.findIndex((key) => key.startsWith("+"));
  const path = from < 0 ? [] : below.slice(from).map(withoutPlus);
  const prefix = path.length === 0 ? "+" : "";
  return itemsAt(project, undefined, path, context, yamlNotation(prefix));
}

function itemsInProperties(
  project: ProjectSnapshot,
  context: TypingContext,
): readonly CompletionItem[] {
  const from = context.path.lastIndexOf("config");
  if (from < 1) return [];
  return itemsAt(project, undefined, context.path.slice(from + 1), context, yamlNotation(""));
}

function yamlNotation(prefix: string): Notation {
  return {
    writeKey: ({ name, snippet }) => {
      if (name === "meta") return `${prefix}meta:\n  heddle:\n    threads: $1`;
      const value = snippet.replace(/^['"]\$1['"]$/, "$1");
      return `${prefix}${name}: ${value}`;
    },
    writeValue: (value) => value,
  };
}

/** Items for a path of keys below a config: `[]`, `["meta"]` or `["meta", "heddle"]`. */
function itemsAt(
  project: ProjectSnapshot,
  node: DbtNode | undefined,
  path: readonly string[],
  context: TypingContext,
  notation: Notation,
): readonly CompletionItem[] {
  const where = path.join(".");
  const keys = where === "" ? CONFIG_KEYS : where === "meta.heddle" ? HEDDLE_KEYS : [];
  const { keyOfValue } = context;
  if (keyOfValue === undefined) {
    if (where === "meta") return keyItems([HEDDLE_KEY], context, notation);
    return keyItems(keys, context, notation);
  }
  const name = withoutPlus(keyOfValue);
  if (name === "threads" && (where === "" || where === "meta" || where === "meta.heddle")) {
    return threadItems(project, node, context);
  }
  const values = keys.find((key) => key.name === name)?.values ?? [];
  return values.map(({ text, help }, order) => ({
    label: text,
    kind: "value",
    detail: "",
    help,
    snippet: notation.writeValue(text),
    span: context.span,
    order,
    isPreselected: false,
  }));
}

const HEDDLE_KEY: ConfigKey = {
  name: "heddle",
  help: "Heddle's own settings of this model, legal in every dbt.",
  snippet: "{'threads': $1}",
};

function keyItems(
  keys: readonly ConfigKey[],
  { span }: TypingContext,
  { writeKey }: Notation,
): readonly CompletionItem[] {
  return keys.map((key, order) => {
    const snippet = writeKey(key);
    return {
      label: snippet.startsWith("+") ? `+${key.name}` : key.name,
      kind: "key",
      detail: key.name === "meta" ? "meta.heddle.threads" : "",
      help: key.help,
      snippet,
      span,
      order,
      isPreselected: false,
    };
  });
}

/** The recommended count first, then the others in order. */
function threadItems(
  project: ProjectSnapshot,
  node: DbtNode | undefined,
  { span }: TypingContext,
): readonly CompletionItem[] {
  const advice = node && project.recommendation(node.uniqueId);
  const steps = [...THREAD_STEPS];
  if (advice !== undefined && !steps.some(({ threads }) => threads === advice.threads)) {
    steps.push({ threads: advice.threads, reason: "between the usual steps" });
  }
  return steps
    .map(({ threads, reason }): CompletionItem => {
      const isAdvised = threads === advice?.threads;
      return {
        label: String(threads),
        kind: "value",
        detail: isAdvised ? "recommended" : reason,
        help: isAdvised
          ? `**${count(threads, "thread")} recommended** for ${node?.name ?? "this model"}: ${advice.because.join("; ")}`
          : `For ${reason}.`,
        snippet: String(threads),
        span,
        order: isAdvised ? 0 : threads,
        isPreselected: isAdvised,
      };
    })
    .sort((a, b) => a.order - b.order);
}

function withoutPlus(key: string): string {
  return key.replace(/^\+/, "").trim();
}

/** Values that are no texts: switches and numbers need no quotes. */
function isPlain(value: string): boolean {
  return /^(?:true|false|\d+)$/.test(value);
}
