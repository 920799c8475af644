/** Where a finding about a node stands: its ref to another node, its config call, its first line. */
import type { Span } from "../base/text";
import type { DbtNode, DbtProject, Site } from "../dbt/project";

/** The node's config call, else the first line of its file. */
export function nodeSite(project: DbtProject, node: DbtNode): Site {
  const call = node.configCalls[0];
  if (call !== undefined) return { file: call.file, span: call.span };
  return { file: node.file, span: firstLine(project.files.get(node.file) ?? "") };
}

/** The first `ref()` to `target` in the node's own file, else the place of the node. */
export function refSite(project: DbtProject, node: DbtNode, target: string): Site {
  const ref = node.refs.find((site) => site.target === target && site.file === node.file);
  return ref === undefined ? nodeSite(project, node) : { file: ref.file, span: ref.span };
}

/** Without the line break; the first line that holds something. */
function firstLine(text: string): Span {
  const start = Math.max(0, text.search(/\S/));
  const length = text.slice(start).search(/\r?\n|$/);
  return { start, end: start + length };
}

/** `name:` of dbt_project.yml, where findings about the project as a whole stand. */
export function projectNameSite(project: DbtProject): Site | undefined {
  const file = "dbt_project.yml";
  const text = project.files.get(file);
  const line = text === undefined ? null : /^name\s*:[^\n\r#]*/m.exec(text);
  if (line === null) return undefined;
  return { file, span: { start: line.index, end: line.index + line[0].trimEnd().length } };
}

/** Nodes by the place that gives them config `key`, each place once, in node order. */
export function nodesByPlace(
  project: DbtProject,
  nodes: Iterable<DbtNode>,
  key: string,
): readonly { readonly site: Site; readonly nodes: readonly DbtNode[] }[] {
  const places = new Map<string, { readonly site: Site; readonly nodes: DbtNode[] }>();
  for (const node of nodes) {
    const { file, span } = node.origins.get(key) ?? nodeSite(project, node);
    const id = `${file}:${span.start}:${span.end}`;
    const place = places.get(id) ?? { site: { file, span }, nodes: [] };
    places.set(id, place);
    place.nodes.push(node);
  }
  return [...places.values()];
}
