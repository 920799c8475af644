/**
 * `modules` of dbt's templates: Python's modules as the Jinja room has them, on the clock that the
 * macros of a project see. Source: dbt-core 1.11 `context/base.py` (`get_context_modules`).
 */
import { utcMoment } from "../../jinja/moments";
import { pythonModules } from "../../jinja/pythonModules";
import { unknown, type Value } from "../../jinja/values";

/** The `modules` object. `atMs` is the clock; without one, everything that asks it is unknown. */
export function modules(atMs: number | undefined): Value {
  return pythonModules(atMs === undefined ? unknown("the clock") : utcMoment(atMs));
}
