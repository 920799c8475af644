/**
 * The rows of a model's card on memory and on the first article's classes: what a heavy model should
 * get in this database, what it has now, and what the article's queries call it.
 */
import { articleClasses } from "../advise/articleClasses";
import { hookMemory } from "../advise/hookMemory";
import { hookTexts } from "../advise/hooks";
import { type MemoryAdvice, memoryAdvice } from "../advise/memoryAdvice";
import type { DbtNode } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CardRow, Phrase, Piece } from "./card";

/** Memory for a node of the run; absent where its default is right, or nobody knows a better one. */
export function memoryOf(project: ProjectSnapshot, node: DbtNode): MemoryAdvice | undefined {
  const recommendation = project.recommendation(node.uniqueId);
  if (recommendation === undefined) return undefined;
  const complexity = project.complexity(node.uniqueId);
  const rows = project.durations().get(node.uniqueId)?.rows;
  return memoryAdvice({
    adapter: project.project.adapter,
    class: recommendation.class,
    ...(complexity !== undefined && { complexity }),
    ...(rows !== undefined && { rows }),
    materialized: String(node.config["materialized"] ?? ""),
  });
}

/** `Memory`: the advice with its statements, then what the model's hooks set now. */
export function memoryRow(project: ProjectSnapshot, node: DbtNode): readonly CardRow[] {
  const advice = memoryOf(project, node);
  if (advice === undefined) return [];
  const { what, preHooks, postHooks, config } = advice;
  const head: Piece = { text: what, isStrong: true };
  const parts: Phrase[] = [
    ...Object.entries(config).map(([key, value]): Phrase => [code(key), ` ${value}`]),
    ...(preHooks.length === 0 ? [] : [listed("pre_hook", preHooks)]),
    ...(postHooks.length === 0 ? [] : [listed("post_hook", postHooks)]),
  ];
  const now = hookMemory(hookTexts(node.config["pre-hook"]));
  return [
    {
      label: "Memory",
      lines: [[head], ...parts, ...(now === undefined ? [] : [[`its hooks set ${now.words} now`]])],
    },
  ];
}

/** `By article`, for a measured model. */
export function articleRow(project: ProjectSnapshot, node: DbtNode): readonly CardRow[] {
  const classes = articleClasses(project.durations().get(node.uniqueId), node.hint);
  if (classes === undefined) return [];
  const { resourceCategory, performanceCategory, priorityTier, monitoring } = classes;
  const words = [
    performanceCategory === undefined
      ? `resource ${resourceCategory}`
      : `resource ${resourceCategory}, performance ${performanceCategory}`,
    `priority ${priorityTier}`,
    monitoring,
  ];
  return [{ label: "By article", lines: [[words.join(" · ")]] }];
}

function listed(key: string, statements: readonly string[]): Phrase {
  const all = statements.flatMap(
    (statement, index): Phrase => (index === 0 ? [code(statement)] : [", ", code(statement)]),
  );
  return [`${key} `, ...all];
}

function code(text: string): Piece {
  return { text, isCode: true };
}
