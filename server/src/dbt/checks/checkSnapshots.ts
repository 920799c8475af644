/**
 * What dbt wants of a snapshot's config once every layer is known. Source: dbt-core 1.11
 * `artifacts/resources/v1/snapshot.py` (`final_validate`).
 */
import { entryOf, isYamlList, type YamlMap } from "../../yaml/values";
import { layersOf } from "../config/layers";
import { coreOnly } from "../coreOnly";
import type { NodeDraft } from "../nodes/nodeDraft";
import { addProblem, type Resolution } from "../resolution";

export function checkSnapshot(resolution: Resolution, draft: NodeDraft): void {
  const { config } = draft;
  if (config === undefined) return;
  const fault = faultOf(config.values);
  if (fault === undefined) return;
  const [key, message, isOfBoth] = fault;
  const site = layersOf(config.layered, key).at(-1)?.originOf(key) ??
    draft.rendering.configs[0] ?? {
      file: draft.file,
      span: { start: draft.offset, end: draft.offset },
    };
  addProblem(
    resolution,
    "invalid-config",
    isOfBoth === true ? "error" : coreOnly(resolution.engine),
    site,
    `The snapshot '${draft.name}' ${message}.`,
  );
}

type Fault = readonly [key: string, message: string, isOfBoth?: true];

function faultOf(values: YamlMap): Fault | undefined {
  const text = (key: string): string => {
    const value = entryOf(values, key);
    return typeof value === "string" ? value : "";
  };
  const hasKey = (key: string): boolean => {
    const value = entryOf(values, key);
    return isYamlList(value) ? value.length > 0 : typeof value === "string" && value !== "";
  };
  const strategy = text("strategy");
  if (strategy === "" || !hasKey("unique_key")) {
    const key = strategy === "" ? "strategy" : "unique_key";
    return [key, "needs both `strategy` and `unique_key`", true];
  }
  if (strategy === "check") {
    if (!hasKey("check_cols")) return ["check_cols", "checks columns and needs `check_cols`"];
    const columns = entryOf(values, "check_cols");
    if (typeof columns === "string" && columns !== "all") {
      return [
        "check_cols",
        `has \`check_cols: ${columns}\`: it must be 'all' or a list of columns`,
      ];
    }
  }
  if (strategy === "timestamp") {
    if (!hasKey("updated_at")) return ["updated_at", "compares times and needs `updated_at`"];
    if (hasKey("check_cols")) return ["check_cols", "compares times and cannot have `check_cols`"];
  }
  const materialized = text("materialized");
  if (materialized !== "" && materialized !== "snapshot") {
    return ["materialized", "can only be materialized as 'snapshot'"];
  }
  return undefined;
}
