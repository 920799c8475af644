/**
 * What dbt refuses of a project as a whole: config of a wrong type, cycles, relations that two
 * nodes share, unknown groups. Source: dbt-core 1.11 `parser/manifest.py`, `compilation.py`.
 */
import { finalConfig } from "../config/finalize";
import { layersOf } from "../config/layers";
import type { LinkTables } from "../link";
import { isEnabled } from "../nodes/draft";
import { addProblem, type Resolution } from "../resolution";
import { checkCycles } from "./checkCycles";
import { checkRelations } from "./checkRelations";

export function checkProjectNodes(resolution: Resolution, _tables: LinkTables): void {
  const seen = new Set<string>();
  for (const draft of resolution.drafts.values()) {
    if (draft.config === undefined) continue;
    for (const fault of draft.rendering.faults) {
      const isLate = fault.code === "var-missing" || fault.code === "unknown-macro";
      if (!isEnabled(draft) && isLate) continue;
      resolution.problems.push({
        file: fault.file,
        span: fault.span,
        code: fault.code,
        severity: fault.isUnlikely ? "warning" : "error",
        message: fault.message,
        ...(fault.fixes === undefined || fault.fixes.length === 0 ? {} : { fixes: fault.fixes }),
      });
    }
    const { layered } = draft.config;
    for (const fault of finalConfig(layered).faults) {
      const layer = layersOf(layered, fault.key).at(-1);
      const origin = layer?.originOf(fault.key);
      const site = origin ?? { file: draft.file, span: { start: draft.offset, end: draft.offset } };
      const key = `${fault.key} ${origin?.via ?? draft.uniqueId} ${site.file}`;
      if (seen.has(key)) continue;
      seen.add(key);
      addProblem(resolution, "invalid-config", "error", site, `\`${fault.key}\` ${fault.message}.`);
    }
  }
  checkRelations(resolution);
  checkCycles(resolution);
}
