/**
 * The rendering of a model that consists of literal calls only. Falls back (undefined) where a
 * variable's value would itself have to be rendered, or a macro does more than print.
 */
import type { AskedMacros } from "../context/macroLookups";
import type { LiteralCalls } from "../literal/scanCalls";
import { hasJinja } from "../render/yamlRender";
import type { Resolution } from "../resolution";
import { lookUpVar } from "../vars";
import type { NodeDraft } from "./nodeDraft";
import { EMPTY_RENDERING, plainRendering, type RenderFault, type Rendering } from "./rendering";

const IS_INCREMENTAL = "is_incremental";

export function literalRendering(
  resolution: Resolution,
  draft: NodeDraft,
  calls: LiteralCalls,
): Rendering | undefined {
  const faults: RenderFault[] = [];
  for (const one of calls.vars) {
    const value = lookUpVar(resolution, draft.package.name, one.name);
    if (value === undefined && !one.hasDefault) {
      faults.push({
        file: draft.file,
        span: one.span,
        code: "var-missing",
        message: `No value is given for the variable '${one.name}', and it has no default: dbt stops here when it compiles this.`,
      });
    }
    if (typeof value === "string" && hasJinja(value)) return undefined;
  }
  if (!calls.isIncrementalAsked && calls.macros.length === 0 && faults.length === 0) {
    const { configs, refs } = calls;
    return configs.length === 0 && refs.length === 0
      ? EMPTY_RENDERING
      : plainRendering(configs.length === 0 ? { refs } : { configs, refs });
  }
  const macros = new Set<string>();
  const asked = new Set<AskedMacros>();
  for (const call of calls.macros) {
    const macro = resolution.evaluator.silentMacro(draft.package.name, call);
    if (macro === undefined) return undefined;
    macros.add(macro.uniqueId);
    asked.add(macro.asked);
  }
  if (calls.isIncrementalAsked) {
    const id = resolution.evaluator.macroId(draft.package.name, IS_INCREMENTAL);
    if (id !== `macro.dbt.${IS_INCREMENTAL}`) return undefined;
    macros.add(id);
  }
  if (
    macros.size === 0 &&
    calls.configs.length === 0 &&
    calls.refs.length === 0 &&
    faults.length === 0
  ) {
    return EMPTY_RENDERING;
  }
  return plainRendering({
    ...(calls.configs.length === 0 ? {} : { configs: calls.configs }),
    refs: calls.refs,
    ...(faults.length === 0 ? {} : { faults }),
    ...(macros.size === 0 ? {} : { macros: macros.size === 1 ? [...macros] : [...macros].sort() }),
    ...(asked.size === 0 ? {} : { asked: [...asked] }),
  });
}
