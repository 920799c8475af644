/**
 * `config.require` and `config.meta_require` of a key that no layer sets: dbt stops there when it
 * compiles the node. Looks at calls in the node's own code that run whenever it is compiled, and
 * that name the key as plain text. Source: dbt-core 1.11 `context/providers.py`
 * (`RuntimeConfigObject`).
 */
import { parseTemplate } from "../../jinja/template";
import { isYamlMap, type YamlValue } from "../../yaml/values";
import { finalConfig } from "../config/finalize";
import { isUnknownKey } from "../config/layers";
import { dottedName } from "../context/callNodes";
import { visitCalls } from "../context/checkCalls";
import type { NodeDraft } from "../nodes/nodeDraft";
import { addProblem, type Resolution } from "../resolution";
import { didYouMean } from "../suggest";

/** Reports them at the call. O(code) where the code holds such a call, else O(1) a character. */
export function checkRequiredConfig(resolution: Resolution, draft: NodeDraft): void {
  if (draft.config === undefined || !draft.rawCode.includes("require(")) return;
  const { layered } = draft.config;
  const values = finalConfig(layered).values;
  visitCalls(parseTemplate(draft.rawCode).root, true, (call, isAlways) => {
    const method = dottedName(call.callee);
    if (!isAlways || (method !== "config.require" && method !== "config.meta_require")) return;
    const [first] = call.args;
    const key = first?.kind === "constant" ? first.value : undefined;
    if (typeof key !== "string") return;
    const isMeta = method === "config.meta_require";
    const found = isMeta ? metaOf(values["meta"]) : values;
    // dbt 2 takes a default that is null for a key that is not there.
    const isThere =
      Object.hasOwn(found, key) &&
      (isMeta || resolution.engine !== "fusion" || found[key] !== null);
    if (isThere || isUnknownKey(layered, isMeta ? "meta" : key)) return;
    addProblem(
      resolution,
      "invalid-config",
      "error",
      {
        file: draft.file,
        span: { start: draft.offset + call.start, end: draft.offset + call.end },
      },
      `'${draft.name}' requires the ${isMeta ? "meta" : "config"} key '${key}', which nothing sets; dbt stops here when it compiles this.${didYouMean(key, Object.keys(found))}`,
    );
  });
}

function metaOf(value: YamlValue | undefined): Readonly<Record<string, YamlValue>> {
  return value !== undefined && isYamlMap(value) ? value : {};
}
