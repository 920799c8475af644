/**
 * Overloads of a function, files of their own that are no nodes: what they refer to is the function's.
 * Source: dbt-core 1.12.0 `parser/schemas.py` (`FunctionPatchParser._absorb_overloads`).
 */
import { entryOf, isYamlList, isYamlMap } from "../../yaml/values";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { addProblem, type Resolution } from "../resolution";
import { didYouMean } from "../suggest";
import { isEnabled } from "./draft";

/** Takes the overloads that an entry of `functions:` lists into its function. O(their references). */
export function absorbOverloads(resolution: Resolution, entry: PropertyEntry): void {
  const overloads = entryOf(entry.value, "overloads");
  const root = resolution.drafts.get(`function.${entry.owner.name}.${entry.name}`);
  if (root === undefined || !isYamlList(overloads)) return;
  for (const [index, overload] of overloads.entries()) {
    const name = isYamlMap(overload) ? entryOf(overload, "defined_in") : undefined;
    if (typeof name !== "string") continue;
    const id = `function.${entry.owner.name}.${name}`;
    const own = resolution.drafts.get(id);
    if (own === undefined || own === root || !isEnabled(own)) {
      const site = {
        file: entry.file.path,
        span: spanIn(entry, ["overloads", index, "defined_in"]),
      };
      const functions = [...resolution.drafts.values()].filter(
        (one) => one.resourceType === "function" && one !== root && isEnabled(one),
      );
      const advice = didYouMean(
        name,
        functions.map((one) => one.name),
      );
      const message = `No other function of this package that is left stands in '${name}'.${advice}`;
      addProblem(resolution, "invalid-properties", "error", site, message);
      continue;
    }
    root.patchRefs = [...root.patchRefs, ...own.rendering.refs];
    root.rendering = {
      ...root.rendering,
      named: [...root.rendering.named, ...own.rendering.named],
    };
    resolution.drafts.delete(id);
  }
}
