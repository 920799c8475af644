/**
 * Every macro of a project and its packages, found by name the way dbt looks for it, with dbt's own
 * behind them. Source: dbt-core 1.11 `context/macros.py`, `context/macro_resolver.py`.
 */

import type { Problem } from "../../base/problem";
import { type MacroDefinition, parseTemplate, type Template } from "../../jinja/template";
import type { TemplateText } from "../../jinja/values";
import { topLevelBlocks } from "../blocks";
import { BUILTIN_MACROS, DISPATCHED_BUILTINS } from "../builtins/macroNames";
import { coreOnly } from "../coreOnly";
import type { PackageContext } from "../packageContext";
import type { DbtMacro, Engine } from "../project";
import type { Memory } from "../resolution";
import { addProblem } from "../resolution";
import { sentence } from "./evaluationFaults";
import { FOREIGN_NAME, foreignName } from "./foreignNames";
import type { MacroTable, TableMacro } from "./projectMacros";

const KINDS: ReadonlySet<string> = new Set(["macro", "test", "data_test", "materialization"]);

/** Reads the macro files of all packages, the root project's first. */
export function macroTable(input: {
  readonly packages: Iterable<Pick<PackageContext, "name" | "files">>;
  readonly rootName: string;
  readonly engine: Engine;
  readonly problems: Problem[];
  readonly memory: Memory;
}): MacroTable {
  const byPackage = new Map<string, Map<string, TableMacro>>();
  const macros = new Map<string, DbtMacro>();
  const places = new WeakMap<TemplateText, { file: string; offset: number }>();
  const labels = new Map<string, Template>();
  for (const owner of input.packages) {
    const own = new Map<string, TableMacro>();
    byPackage.set(owner.name, own);
    for (const file of owner.files) {
      if (file.kind !== "macro" && file.kind !== "genericTest") continue;
      const { blocks, faults } = input.memory.of("blocks", file.text, () =>
        topLevelBlocks(file.text, KINDS),
      );
      for (const fault of faults) {
        // dbt-core's reader of blocks stops at one inside another; dbt 2 reads blocks with Jinja.
        const isError = input.engine === "fusion" ? fault.isNested !== true : !fault.isStray;
        addProblem(
          input,
          "jinja-syntax",
          isError ? "error" : "warning",
          { file: file.path, span: fault.span },
          `Jinja: ${fault.message}${isError ? "" : "; dbt goes on"}.`,
        );
      }
      for (const block of blocks) {
        const text = file.text.slice(block.span.start, block.span.end);
        // A label of its own for every macro: errors name the template that they lie in by it.
        const label = `${file.path}\0${block.span.start}`;
        const template = input.memory.of("template", `${label}\0${text}`, () =>
          parseTemplate(text, { file: label }),
        );
        labels.set(label, template);
        places.set(template, { file: file.path, offset: block.span.start });
        const isCalledFirst = isCompileError(template);
        for (const problem of template.problems) {
          input.problems.push({
            file: file.path,
            span: shifted(problem.span, block.span.start),
            code: problem.code,
            severity: isCalledFirst ? "warning" : "error",
            message: sentence(problem.message),
            fixes: problem.fixes.map((fix) => ({
              ...fix,
              edits: fix.edits.map((edit) => ({
                ...edit,
                file: file.path,
                span: shifted(edit.span, block.span.start),
              })),
            })),
          });
        }
        const foreign = input.engine === "fusion" ? foreignName(template) : undefined;
        if (foreign !== undefined) {
          const span = shifted(foreign, block.span.start);
          addProblem(input, "jinja-syntax", "error", { file: file.path, span }, FOREIGN_NAME);
        }
        const definition = template.definitions[0];
        if (definition === undefined) continue;
        const name = macroName(block.kind, definition, text);
        const uniqueId = `macro.${owner.name}.${name}`;
        const macro: TableMacro = {
          uniqueId,
          name,
          package: owner.name,
          file: file.path,
          nameSpan: block.nameSpan,
          span: block.span,
          parameters: definition.parameters.map((parameter) => parameter.name),
          template,
          definition,
        };
        const known = own.get(name);
        if (known !== undefined) {
          addProblem(
            input,
            "duplicate-model-name",
            coreOnly(input.engine),
            { file: file.path, span: block.nameSpan },
            `The macro '${name}' is also defined in ${known.file}; dbt refuses two of one name in a package.`,
          );
          continue;
        }
        own.set(name, macro);
        macros.set(uniqueId, macro);
      }
    }
  }
  const byName = new Map<string, TableMacro>();
  for (const own of byPackage.values()) for (const [name, macro] of own) byName.set(name, macro);
  return {
    macros,
    find(packageName, name) {
      const local = byPackage.get(packageName)?.get(name);
      return local ?? byPackage.get(input.rootName)?.get(name);
    },
    findIn: (packageName, name) => byPackage.get(packageName)?.get(name),
    lastNamed: (name) => byName.get(name),
    has: (packageName) => byPackage.has(packageName),
    placeOf: (template) => places.get(template),
    labelled: (label) => labels.get(label),
  };
}

/** True for errors that Jinja finds only when it compiles a template: where the macro is called. */
function isCompileError({ syntaxError }: Template): boolean {
  if (syntaxError === undefined) return false;
  return /^(?:No (?:filter|test) named|duplicate argument)/.test(syntaxError.message);
}

function shifted(span: { start: number; end: number }, by: number): { start: number; end: number } {
  return { start: span.start + by, end: span.end + by };
}

/** The name dbt files a block under. */
function macroName(kind: string, definition: MacroDefinition, text: string): string {
  const { name } = definition;
  // dbt puts it before every name, `test_x` too.
  if (kind === "test" || kind === "data_test") return `test_${name}`;
  if (kind !== "materialization" || name.startsWith("materialization_")) return name;
  const tag = text.slice(0, text.indexOf("%}"));
  const adapter = /\badapter\s*=\s*['"](\w+)['"]/.exec(tag)?.[1] ?? "default";
  return `materialization_${name}_${adapter}`;
}

/** A macro of the project or of a package by its unique_id, `macro.<package>.<name>`. */
export function macroById(table: MacroTable, uniqueId: string): TableMacro | undefined {
  const dot = uniqueId.lastIndexOf(".");
  return table.findIn(uniqueId.slice("macro.".length, dot), uniqueId.slice(dot + 1));
}

/** unique_id of one of dbt's own macros, or undefined. */
export function builtinMacroId(name: string): string | undefined {
  if (BUILTIN_MACROS.has(name)) return `macro.dbt.${name}`;
  const [, prefix, plain] = /^([a-z]+)__(\w+)$/.exec(name) ?? [];
  if (plain === undefined || !DISPATCHED_BUILTINS.has(plain)) return undefined;
  return prefix === "default" ? `macro.dbt.${name}` : `macro.dbt_${prefix}.${name}`;
}
