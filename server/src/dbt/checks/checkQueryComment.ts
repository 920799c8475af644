/**
 * Names that nobody defines in `query-comment`, a template of its own that is rendered
 * before the first query. Source: dbt-core 1.11 `context/query_header.py`.
 */
import { builtinGlobals } from "../../jinja/globals";
import { parseTemplate } from "../../jinja/template";
import { walkExpressions } from "../../jinja/walk";
import { entryOf, isYamlMap } from "../../yaml/values";
import { BUILTIN_MACROS } from "../builtins/macroNames";
import { dottedName } from "../context/callNodes";
import { visitCalls } from "../context/checkCalls";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";

/** Names of dbt that a comment sees. */
const NAMES: ReadonlySet<string> = new Set(
  `node connection_name target var env_var tojson fromjson toyaml fromyaml set set_strict zip
   zip_strict return log print debug run_started_at invocation_id dbt_version thread_id modules flags
   builtins local_md5 diff_of_two_dicts dbt context exceptions varargs kwargs caller loop`.split(
    /\s+/,
  ),
);

/** The comment's template and its place; undefined where the comment is plain text or missing. */
export function commentTemplate({ root }: Pick<Resolution, "root">) {
  const { value } = root.project.document;
  const given = isYamlMap(value) ? (value["query-comment"] ?? null) : null;
  const text = isYamlMap(given) ? entryOf(given, "comment") : given;
  if (typeof text !== "string" || !hasJinja(text)) return undefined;
  return { text, path: isYamlMap(given) ? ["query-comment", "comment"] : ["query-comment"] };
}

/** Reports them at the comment. O(length of the comment). */
export function checkQueryComment(resolution: Resolution): void {
  const { document, path: file } = resolution.root.project;
  const comment = commentTemplate(resolution);
  if (comment === undefined) return;
  const { text, path } = comment;
  const template = parseTemplate(text);
  if (template.syntaxError !== undefined || text.includes("{% set") || text.includes("{%- set")) {
    return;
  }
  const isKnown = (name: string): boolean =>
    NAMES.has(name) ||
    builtinGlobals.has(name) ||
    BUILTIN_MACROS.has(name) ||
    resolution.packages.has(name) ||
    resolution.missing?.isNamespace(name) === true ||
    [...resolution.packages.keys()].some((owner) => resolution.evaluator.hasMacro(owner, name));
  const report = (message: string): void => {
    const site = { file, span: document.valueSpan(path) };
    addProblem(resolution, "unknown-macro", "error", site, message);
  };
  visitCalls(template.root, true, (call, isAlways) => {
    const name = dottedName(call.callee);
    if (!isAlways || name === undefined || name.includes(".") || isKnown(name)) return;
    report(`No macro is called '${name}'; dbt stops at this comment before its first query.`);
  });
  if (resolution.engine === "fusion" || text.includes("{%")) return;
  walkExpressions(template.root, (node) => {
    if (node.kind !== "getattr" || node.object.kind !== "name") return;
    const { name } = node.object;
    if (!isKnown(name)) report(`'${name}' is not defined in the query comment; dbt stops there.`);
  });
}
