/** What a model's text says together with the macros that it calls, directly or through others. */
import type { DbtMacro, DbtProject } from "../dbt/project";

/**
 * True where `text` or a macro that it reaches matches, or where such a macro's text is not known.
 * Goes by names, so that a macro of the same name in another package counts too. O(text × macros).
 */
export function isMentioned(project: DbtProject, text: string, pattern: RegExp): boolean {
  if (pattern.test(text)) return true;
  const seen = new Set<string>();
  const queue = callsIn(project, text);
  for (const macro of queue) {
    if (seen.has(macro.uniqueId)) continue;
    seen.add(macro.uniqueId);
    const body = project.files.get(macro.file)?.slice(macro.span.start, macro.span.end);
    if (body === undefined || pattern.test(body)) return true;
    queue.push(...callsIn(project, body));
  }
  return false;
}

function callsIn(project: DbtProject, text: string): DbtMacro[] {
  const names = new Set([...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map((match) => match[1]));
  return [...project.macros.values()].filter(({ name }) => names.has(name));
}
