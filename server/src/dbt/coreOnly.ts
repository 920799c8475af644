/** How heavy a finding is that stops dbt-core and that dbt 2 takes without a word. */
import type { Severity } from "../base/problem";
import type { Engine } from "./project";

/** A warning on dbt 2, so that a project that works there is kept working with both. */
export function coreOnly(engine: Engine): Severity {
  return engine === "fusion" ? "warning" : "error";
}
