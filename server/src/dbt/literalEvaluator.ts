/**
 * The evaluator of last resort: it knows dbt's own defaults and evaluates nothing, so that
 * everything with Jinja beyond literal calls is reported as not known.
 */
import type { Evaluator } from "./evaluator";
import { defaultName } from "./names";
import { EMPTY_RENDERING } from "./nodes/rendering";
import type { Target } from "./project";

export function literalEvaluator(target: Target | null): Evaluator {
  const reason = "Jinja is not evaluated here";
  return {
    macros: new Map(),
    renderNode: () => ({ ...EMPTY_RENDERING, unknowns: [reason] }),
    propertiesText: () => () => ({ unknown: reason }),
    nameOf: (part, custom, draft) => ({ value: defaultName(part, custom, draft, target) }),
    macroId: (_packageName, name, namespace) => `macro.${namespace ?? "dbt"}.${name}`,
    renderTest: () => ({ ...EMPTY_RENDERING, unknowns: [reason] }),
  };
}
