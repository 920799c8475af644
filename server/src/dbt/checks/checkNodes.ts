/**
 * What dbt refuses of nodes once they are linked: broken code, config of a wrong type, unknown
 * groups. Source: dbt-core 1.11 `parser/manifest.py`, `compilation.py`.
 */

import { entryOf } from "../../yaml/values";
import { finalConfig } from "../config/finalize";
import { layersOf } from "../config/layers";
import { coreOnly } from "../coreOnly";
import { NEEDS_PACKAGE } from "../missingPackages";
import { isEnabled, isSurelyEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import { EMPTY_RENDERING } from "../nodes/rendering";
import type { ResourceType } from "../project";
import { addProblem, type Resolution } from "../resolution";
import { PlainTest } from "../tests/plainTest";
import { checkModel } from "./checkModels";
import { checkRequiredConfig } from "./checkRequiredConfig";
import { checkSnapshot } from "./checkSnapshots";

const NODES_OF_MANIFEST: ReadonlySet<ResourceType> = new Set([
  "model",
  "seed",
  "snapshot",
  "test",
  "analysis",
]);

/** dbt refuses spaces in the names of what it runs, unless a flag of dbt-core allows them. */
function checkSpaces(resolution: Resolution, draft: NodeDraft): void {
  if (!draft.name.includes(" ") || !NODES_OF_MANIFEST.has(draft.resourceType)) return;
  const { flags } = resolution.root.project;
  const isAllowed =
    resolution.engine !== "fusion" &&
    entryOf(flags, "require_resource_names_without_spaces") === false;
  addProblem(
    resolution,
    "invalid-properties",
    isAllowed ? "warning" : "error",
    draft.site ?? { file: draft.file, span: { start: draft.offset, end: draft.offset } },
    `The name '${draft.name}' holds a space${isAllowed ? "" : ", which dbt refuses"}.`,
  );
}

/** Faults of code that is never compiled matter to nobody. */
const LATE: ReadonlySet<string> = new Set(["var-missing", "unknown-macro", NEEDS_PACKAGE]);

/** What is refused of one node by itself: its code, its name, its config. */
export function checkNode(resolution: Resolution, draft: NodeDraft): void {
  // A plain test has no code of which anything could be said.
  const rendering = draft instanceof PlainTest ? EMPTY_RENDERING : draft.rendering;
  if (rendering.warnings !== undefined) resolution.problems.push(...rendering.warnings);
  if (draft.config === undefined) return;
  for (const fault of rendering.faults) {
    const isLate = LATE.has(fault.code) || fault.isOfCompiling === true;
    if (!isEnabled(draft) && isLate) continue;
    resolution.problems.push({
      file: fault.file,
      span: fault.span,
      code: fault.code,
      severity:
        fault.isUnlikely === true || (isLate && !isSurelyEnabled(draft))
          ? "warning"
          : fault.isOfCore === true
            ? coreOnly(resolution.engine)
            : "error",
      message: fault.message,
      ...(fault.fixes === undefined || fault.fixes.length === 0 ? {} : { fixes: fault.fixes }),
    });
  }
  if (isSurelyEnabled(draft)) {
    checkSpaces(resolution, draft);
    checkRequiredConfig(resolution, draft);
    if (draft.resourceType === "snapshot") checkSnapshot(resolution, draft);
    if (draft.configKind !== "source") checkModel(resolution, draft);
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** What a properties file sets of a singular test, dbt-core takes as it stands. */
function isUnchecked(draft: NodeDraft, file: string | undefined): boolean {
  return (
    draft.resourceType === "test" &&
    draft.extra["test_metadata"] === undefined &&
    draft.patchPath !== undefined &&
    file !== undefined &&
    file !== draft.file &&
    file.endsWith(draft.patchPath.replace(/^.*:\/\//, ""))
  );
}

/** Config values that dbt-core finds of wrong types, each place once however many nodes it reaches. */
export function checkConfigTypes(resolution: Resolution): void {
  if (resolution.engine === "fusion") return;
  const seen = new Set<string>();
  for (const draft of resolution.drafts.values()) {
    if (draft.config === undefined) continue;
    const { layered } = draft.config;
    for (const fault of finalConfig(layered).faults) {
      const failure = layered.failures.findLast(({ key }) => key === fault.key);
      const layer = failure?.layer ?? layersOf(layered, fault.key).at(-1);
      const origin = layer?.originOf(fault.key);
      const value = draft.config.values[fault.key];
      // Of a singular test's entry dbt merges the `meta` under `config`, and takes the other as it is.
      const isMerged = fault.key === "meta" && / › config › /.test(origin?.via ?? "");
      const isRead =
        fault.key === "limit" || isMerged || (fault.key === "severity" && !isText(value));
      if (!isRead && isUnchecked(draft, origin?.file)) continue;
      const site = origin ?? { file: draft.file, span: { start: draft.offset, end: draft.offset } };
      const key = `${fault.key} ${origin?.via ?? draft.uniqueId} ${site.file}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const said = fault.message.startsWith(":") ? fault.message : ` ${fault.message}`;
      addProblem(resolution, "invalid-config", "error", site, `\`${fault.key}\`${said}.`);
    }
  }
}
