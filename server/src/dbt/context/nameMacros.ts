/**
 * `generate_schema_name`, `generate_database_name`, `generate_alias_name`: which macro decides, and
 * what it says. A macro that looked at the same fields of two nodes is asked once.
 * Source: dbt-core 1.11 `contracts/graph/manifest.py` (`find_generate_macro_by_name`).
 */
import { repr, str } from "../../jinja/print";
import { callMacro } from "../../jinja/render";
import { isUndefined, isUnknown, textOf, type Value } from "../../jinja/values";
import type { YamlValue } from "../../yaml/values";
import { coreOnly } from "../coreOnly";
import type { Evaluator, NamePart, NameResult } from "../evaluator";
import { defaultName } from "../names";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { Resolution } from "../resolution";
import type { EvaluatorCore } from "./evaluation";
import { sentence } from "./evaluationFaults";
import { nodeValue } from "./nodeObject";
import type { MacroTable, TableMacro } from "./projectMacros";
import { newRecording } from "./recording";
import { toJinja } from "./values";

interface Answer {
  /** Fields of the node that the macro read, and what they held. */
  readonly reads: ReadonlyMap<string, string>;
  readonly result: NameResult;
}

export function nameMacros(core: EvaluatorCore): Evaluator["nameOf"] {
  const { table, resolution } = core.input;
  const answers = new Map<string, Answer[]>();
  const defaults = {
    schema: new Map<string | null, NameResult>(),
    database: new Map<string | null, NameResult>(),
  } as const;
  const macros = { schema: new Map(), alias: new Map(), database: new Map() } as const;
  const deciding = (part: NamePart, packageName: string): TableMacro | undefined => {
    const known: Map<string, TableMacro | undefined> = macros[part];
    const found = known.get(packageName);
    if (found !== undefined || known.has(packageName)) return found;
    const macro = decidingMacro(table, resolution(), part, packageName);
    known.set(packageName, macro);
    return macro;
  };
  return (part, custom, draft) => {
    const macro = deciding(part, draft.package.name);
    if (macro === undefined) {
      const isShared = part !== "alias" && (typeof custom === "string" || custom === null);
      const known = isShared ? defaults[part].get(custom) : undefined;
      if (known !== undefined) return known;
      const result = { value: defaultName(part, custom, draft, resolution().profile.target) };
      // dbt's own rule looks at nothing else, and there are few schemas and databases.
      if (isShared) defaults[part].set(custom, result);
      return result;
    }
    const key = `${macro.uniqueId} ${JSON.stringify(custom)}`;
    const known = answers.get(key) ?? [];
    answers.set(key, known);
    for (const answer of known) {
      if (matches(answer, draft, resolution())) return answer.result;
    }
    const answer = ask(core, macro, part, custom, draft);
    if (known.length < 64) known.push(answer);
    return answer.result;
  };
}

/** The macro of the project or package that names this part; undefined where dbt's own does. */
function decidingMacro(
  table: MacroTable,
  { root, packages, profile }: Resolution,
  part: NamePart,
  packageName: string,
): TableMacro | undefined {
  const name = `generate_${part}_name`;
  if (packageName !== root.name) {
    const own = table.findIn(packageName, name);
    if (own !== undefined) return own;
  }
  const ofRoot = table.findIn(root.name, name);
  if (ofRoot !== undefined) return ofRoot;
  const order = root.project.dispatch.get("dbt") ?? [root.name];
  for (const owner of order) {
    if (!packages.has(owner)) continue;
    for (const prefix of [...(profile.adapter?.dispatchTypes ?? []), "default"]) {
      const found = table.findIn(owner, `${prefix}__${name}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function matches(answer: Answer, draft: NodeDraft, resolution: Resolution): boolean {
  if (answer.reads.size === 0) return true;
  let isSame = true;
  const node = nodeValue(draft, { resolution }, (path, value) => {
    if (answer.reads.get(path) !== repr(value)) isSame = false;
  });
  for (const path of answer.reads.keys()) {
    if (!isSame) return false;
    readPath(node, path);
  }
  return isSame;
}

/** Reads a field again so that `onRead` hears of it. */
function readPath(node: Value, path: string): void {
  const [first, ...rest] = path.split(".");
  const attribute = attributeOf(node, first === "meta" && rest.length > 0 ? "config" : first!);
  if (rest.length === 0 || attribute === undefined) return;
  if (first === "meta") {
    const getter = attributeOf(attribute, "meta_get");
    if (getter !== undefined && typeof getter === "object" && getter !== null && "call" in getter) {
      getter.call?.({ args: [rest.join(".")], kwargs: new Map() } as never);
    }
    return;
  }
  attributeOf(attribute, rest.join("."));
}

function attributeOf(value: Value, name: string): Value | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (value.kind !== "object") return undefined;
  return value.attributes.get(name) ?? value.attribute?.(name, undefined as never);
}

function ask(
  core: EvaluatorCore,
  macro: TableMacro,
  part: NamePart,
  custom: YamlValue,
  draft: NodeDraft,
): Answer {
  const reads = new Map<string, string>();
  const node = nodeValue(draft, { resolution: core.input.resolution() }, (path, value) => {
    reads.set(path, repr(value));
  });
  const recording = newRecording({
    packageName: macro.package,
    draft: undefined,
    file: macro.file,
    offset: 0,
    site: { file: macro.file, span: macro.nameSpan },
  });
  recording.depth = 1;
  const outcome = core.during(recording, () =>
    callMacro(
      macro.definition,
      macro.template,
      [toJinja(custom), node],
      new Map(),
      core.contextOf(recording),
      { ...core.options, isTolerant: false, undefinedMode: "jinja" },
    ),
  );
  core.input.resolution().problems.push(...recording.warnings);
  if (outcome.error !== undefined) {
    const { problems } = core.input.resolution();
    const place = core.input.table.placeOf(macro.template);
    const offset = place?.offset ?? 0;
    problems.push({
      file: macro.file,
      span: { start: outcome.error.span.start + offset, end: outcome.error.span.end + offset },
      code: "evaluation-error",
      severity: coreOnly(core.input.resolution().engine),
      message: sentence(`${macro.name} fails for '${draft.name}': ${outcome.error.message}`),
    });
    return {
      reads,
      result: { value: defaultName(part, custom, draft, core.input.resolution().profile.target) },
    };
  }
  const { value } = outcome;
  if (value === undefined || value === null) return { reads, result: { value: null } };
  if (isUnknown(value)) return { reads, result: { unknown: value.reason } };
  if (outcome.unknown.length > 0 && textOf(value) !== undefined) {
    return { reads, result: { unknown: outcome.unknown[0]!.reason } };
  }
  return {
    reads,
    result: { value: isUndefined(value) ? "" : (textOf(value) ?? str(value)).trim() },
  };
}
