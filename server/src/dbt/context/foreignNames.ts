/** Names with letters beyond ASCII: Python's Jinja takes them, dbt 2's stops at the letter. */
import type { Span } from "../../base/text";
import type { Template } from "../../jinja/template";
import { walkExpressions, walkStatements } from "../../jinja/walk";

const FOREIGN = /[^\p{ASCII}]/u;

/** The first such name of a template. O(length), and only where it holds such a letter more. */
export function foreignName({ source, root }: Template): Span | undefined {
  if (!FOREIGN.test(source)) return undefined;
  const found: Span[] = [];
  const look = (name: string, { start, end }: Span): void => {
    if (FOREIGN.test(name)) found.push({ start, end });
  };
  walkStatements(root, (statement) => {
    if (statement.kind === "macro") look(statement.name, statement.nameSpan);
  });
  walkExpressions(root, (node) => {
    if (node.kind === "name" || node.kind === "getattr") look(node.name, node);
  });
  return found.sort((a, b) => a.start - b.start)[0];
}

/** What is said of one. */
export const FOREIGN_NAME =
  "dbt 2 takes names of Jinja in plain letters, digits and underscores only.";
