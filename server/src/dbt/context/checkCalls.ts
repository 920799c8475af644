/**
 * Calls of names that nobody defines. dbt says nothing of them while parsing and stops when it
 * compiles the model: an error where the call always runs, a warning where it stands in a branch.
 */

import { builtinGlobals } from "../../jinja/globals";
import type { CallNode, Statement } from "../../jinja/nodes";
import type { Template } from "../../jinja/template";
import { expressionsOf, walkExpression, walkStatements } from "../../jinja/walk";
import { NEEDS_PACKAGE } from "../missingPackages";
import { didYouMean } from "../suggest";
import { dottedName } from "./callNodes";
import type { EvaluatorCore } from "./evaluation";
import { FOREIGN_NAME, foreignName } from "./foreignNames";
import { type Recording, siteOf } from "./recording";

/** What can be called on Python's `datetime.datetime`. */
const MOMENT_METHODS: ReadonlySet<string> = new Set(
  `astimezone combine ctime date dst fromisocalendar fromisoformat fromordinal fromtimestamp isocalendar
   isoformat isoweekday now replace strftime strptime time timestamp timetuple timetz today toordinal
   tzname utcfromtimestamp utcnow utcoffset utctimetuple weekday`.split(/\s+/),
);

export function checkCalls(core: EvaluatorCore, recording: Recording, template: Template): void {
  const context = core.contextOf(recording);
  const { table } = core.input;
  const isFusion = core.input.resolution().engine === "fusion";
  const foreign = isFusion ? foreignName(template) : undefined;
  if (foreign !== undefined) {
    const site = siteOf(recording, template, foreign, table.placeOf);
    recording.faults.push({ ...site, code: "jinja-syntax", message: FOREIGN_NAME });
  }
  const bound = boundNames(template);
  const isDefined = (name: string): boolean =>
    bound.has(name) || builtinGlobals.has(name) || context.lookup(name) !== undefined;
  const report = (call: CallNode, isAlways: boolean): void => {
    const method = textMethodOfRelation(call, bound);
    if (method !== undefined) {
      const site = siteOf(recording, template, call.callee, table.placeOf);
      const message = `A relation is no text and has no method '${method}'; dbt stops here when it compiles this. Make a text of it first: (… | string).${method}().`;
      recording.faults.push({
        ...site,
        code: "evaluation-error",
        isOfCompiling: true,
        isUnlikely: !isAlways,
        message,
      });
      return;
    }
    const name = dottedName(call.callee);
    if (name === undefined) return;
    const stop = isAlways && !bound.has(name) ? stopOf(name, call) : undefined;
    if (stop !== undefined) {
      const site = siteOf(recording, template, call, table.placeOf);
      const isOfCore = name === "return";
      recording.faults.push({ ...site, code: "evaluation-error", message: stop, isOfCore });
      return;
    }
    const [first, second, ...rest] = name.split(".");
    const { missing } = core.input.resolution();
    if (second !== undefined && !bound.has(first!) && missing?.isNamespace(first!)) {
      const site = siteOf(recording, template, call.callee, table.placeOf);
      recording.faults.push({ ...site, code: NEEDS_PACKAGE, message: `${name}() is called here.` });
      return;
    }
    const moment = second !== undefined && first === "run_started_at" && !bound.has(first);
    if (moment && rest.length === 0 && !MOMENT_METHODS.has(second)) {
      const site = siteOf(recording, template, call.callee, table.placeOf);
      const message = `run_started_at has no method '${second}'; dbt stops here when it compiles this.${didYouMean(second, MOMENT_METHODS)}`;
      recording.faults.push({ ...site, code: "unknown-macro", isUnlikely: !isAlways, message });
      return;
    }
    let known: Iterable<string>;
    if (second === undefined) {
      if (isDefined(first!)) return;
      known = [...table.macros.values()].map((macro) => macro.name);
    } else if (rest.length === 0 && !bound.has(first!)) {
      if (table.has(first!) && context.lookup(first!) !== undefined) {
        if (table.findIn(first!, second) !== undefined || isShadowed(core, recording, first!))
          return;
        known = [...table.macros.values()]
          .filter((macro) => macro.package === first)
          .map((macro) => macro.name);
      } else if (!isDefined(first!)) known = [];
      else return;
    } else return;
    const site = siteOf(recording, template, call.callee, table.placeOf);
    recording.faults.push({
      ...site,
      code: "unknown-macro",
      isUnlikely: !isAlways,
      message:
        second !== undefined && !table.has(first!)
          ? `No package '${first}' is installed, so ${name}() is not known; dbt stops here when it compiles this.`
          : `No macro is called '${name}'${isAlways ? "; dbt stops here when it compiles this" : ""}.${didYouMean(second ?? first!, known)}`,
    });
  };
  // A model's hooks are not compiled before it runs.
  const type = recording.draft?.resourceType;
  const isHook = recording.site !== undefined && type !== "operation" && type !== "test";
  visitCalls(template.root, !isHook, report);
}

/** Methods of texts that no adapter's relations have, though they are printed as texts. */
const OF_TEXT: ReadonlySet<string> = new Set(
  `capitalize endswith find join lower lstrip rsplit rstrip split splitlines startswith strip title
   upper zfill`.split(/\s+/),
);

/** The method of texts that is called on what `ref`, `source` or `this` gives. */
function textMethodOfRelation({ callee }: CallNode, bound: ReadonlySet<string>) {
  if (callee.kind !== "getattr" || !OF_TEXT.has(callee.name)) return undefined;
  const { object } = callee;
  const of = object.kind === "call" ? object.callee : object;
  if (of.kind !== "name" || bound.has(of.name)) return undefined;
  const isRelation = object.kind === "call" ? /^(?:ref|source)$/.test(of.name) : of.name === "this";
  return isRelation ? callee.name : undefined;
}

/** Why a call that always runs stops dbt when it compiles; undefined for other calls. */
function stopOf(name: string, call: CallNode): string | undefined {
  if (name === "return") return "`return` works inside macros only; dbt stops here.";
  if (name !== "exceptions.raise_compiler_error") return undefined;
  const [first] = call.args;
  const text = first?.kind === "constant" && typeof first.value === "string" ? first.value : "";
  return `dbt stops here when it compiles this${text === "" ? "" : `: ${text}`}.`;
}

/** A package's name that something else of the context hides. */
function isShadowed(core: EvaluatorCore, recording: Recording, name: string): boolean {
  return core.input.table.find(recording.packageName, name) !== undefined;
}

/** Names that the template binds itself: assignments, loops, parameters. */
function boundNames(template: Template): ReadonlySet<string> {
  const names = new Set<string>(["caller", "loop", "varargs", "kwargs", "super", "self"]);
  walkStatements(template.root, (statement) => {
    if (statement.kind === "set" || statement.kind === "setBlock" || statement.kind === "for") {
      walkExpression(statement.target, (node) => {
        if (node.kind === "name") names.add(node.name);
      });
    }
    if (statement.kind === "with") {
      for (const { target } of statement.bindings) {
        walkExpression(target, (node) => {
          if (node.kind === "name") names.add(node.name);
        });
      }
    }
    if (statement.kind === "macro" || statement.kind === "callBlock") {
      for (const parameter of statement.parameters) names.add(parameter.name);
    }
  });
  return names;
}

/** Visits calls, telling those that run whenever the template runs from those in branches. */
export function visitCalls(
  statements: readonly Statement[],
  isAlways: boolean,
  report: (call: CallNode, isAlways: boolean) => void,
): void {
  for (const statement of statements) {
    if (statement.kind === "macro") continue;
    for (const [index, expression] of expressionsOf(statement).entries()) {
      const runs = isAlways && (statement.kind !== "if" || index === 0);
      walkCertain(expression, runs, report);
    }
    const inner =
      statement.kind === "if" || statement.kind === "for" || statement.kind === "callBlock";
    for (const body of bodies(statement)) {
      const isRun = !inner || (statement.kind === "if" && body === executedBody(statement));
      visitCalls(body, isAlways && isRun, report);
    }
  }
}

/** What `{% if execute %}` holds: it runs whenever dbt compiles. */
function executedBody(
  statement: Extract<Statement, { kind: "if" }>,
): readonly Statement[] | undefined {
  const [first] = statement.branches;
  return first?.test.kind === "name" && first.test.name === "execute" ? first.body : undefined;
}

function walkCertain(
  expression: Parameters<typeof walkExpression>[0],
  isAlways: boolean,
  report: (call: CallNode, isAlways: boolean) => void,
): void {
  let isBranched = false;
  walkExpression(expression, (node) => {
    if (node.kind === "conditional" || node.kind === "logical") isBranched = true;
    if (node.kind === "call") report(node, isAlways && !isBranched);
  });
}

function bodies(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return [...statement.branches.map(({ body }) => body), statement.otherwise];
    case "for":
      return [statement.body, statement.otherwise];
    case "setBlock":
    case "callBlock":
    case "filterBlock":
    case "with":
    case "block":
    case "autoescape":
      return [statement.body];
    default:
      return [];
  }
}
