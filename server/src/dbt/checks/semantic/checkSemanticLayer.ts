/**
 * What dbt refuses of a project's semantic models, metrics and saved queries taken together. It
 * looks at most of it only where there is a semantic model and a metric, both enabled. dbt 2 does not read this
 * older form at all. Source: dbt-core 1.11 and 1.12 `contracts/graph/semantic_manifest.py`,
 * dbt-semantic-interfaces 0.9 and metricflow-semantic-interfaces `validations`.
 */
import { entryOf } from "../../../yaml/values";
import { isEnabled } from "../../nodes/draft";
import type { NodeDraft } from "../../nodes/nodeDraft";
import type { EntryFault, PropertyEntry } from "../../properties/propertyEntry";
import { spanIn } from "../../properties/readProperties";
import { holdsIn } from "../../release";
import { addProblem, type Resolution } from "../../resolution";
import { metricFaults, queryFaults } from "./metricFaults";
import { acrossModelFaults, modelFaults } from "./modelFaults";
import { asOlder } from "./newerForm";
import { nameFaults } from "./semanticNames";
import { mapIn, type SemanticThing } from "./semanticThing";

/** Reports it at the entries concerned. O(elements of the semantic layer). */
export function checkSemanticLayer(resolution: Resolution): void {
  if (resolution.engine === "fusion") return;
  const of = (type: NodeDraft["resourceType"]): readonly SemanticThing[] =>
    [...resolution.drafts.values()].flatMap((draft) =>
      draft.resourceType === type && isEnabled(draft) && draft.entry !== undefined
        ? [
            {
              name: draft.name,
              entry: draft.entry,
              refs: draft.rendering.refs,
              isCreated: draft.metricParams !== undefined,
            },
          ].map(asOlder)
        : [],
    );
  const models = of("semantic_model");
  const metrics = of("metric");
  const queries = of("saved_query");
  const ephemeral = new Set(
    [...resolution.drafts.values()]
      .filter(({ resourceType }) => resourceType === "model")
      .filter(({ config }) => entryOf(config?.values ?? {}, "materialized") === "ephemeral")
      .map(({ name }) => name),
  );
  const report = (entry: PropertyEntry, { path, message }: EntryFault): void => {
    const site = { file: entry.file.path, span: spanIn(entry, path) };
    addProblem(resolution, "invalid-properties", "error", site, message);
  };
  for (const { entry, refs } of models) {
    const name = refs[0]?.args.at(-1);
    if (name === undefined || !ephemeral.has(name)) continue;
    const message = `'${name}' is ephemeral: a semantic model needs one that is built.`;
    report(entry, { path: ["model"], message });
  }
  if (models.length === 0 || metrics.length === 0) return;
  for (const thing of [...models, ...metrics, ...queries]) {
    if (thing.isCreated) continue;
    for (const fault of nameFaults(thing.name, ["name"])) report(thing.entry, fault);
  }
  for (const { entry } of models) {
    for (const fault of modelFaults(entry.value)) report(entry, fault);
  }
  for (const { entry, fault } of acrossModelFaults(models)) report(entry, fault);
  for (const { entry, fault } of metricFaults(models, metrics)) report(entry, fault);
  if (mustNestWindows(resolution)) {
    for (const { entry, isCreated } of metrics) {
      for (const fault of isCreated ? [] : unnestedFaults(entry)) report(entry, fault);
    }
  }
  for (const { entry, fault } of queryFaults(models, metrics, queries)) report(entry, fault);
}

/** Windows stand under `cumulative_type_params` by a flag, which dbt-core 1.12 sets. */
function mustNestWindows({ root, release }: Resolution): boolean {
  const flag = entryOf(root.project.flags, "require_nested_cumulative_type_params");
  return typeof flag === "boolean" ? flag : holdsIn(release, "nestedWindows");
}

/** dbt-core takes the `window` of the newer form for one that is not nested. */
function* unnestedFaults({ value, placeOf }: PropertyEntry): Generator<EntryFault> {
  const isNewerForm = placeOf !== undefined;
  const from = isNewerForm ? value : mapIn(value, "type_params");
  for (const name of isNewerForm ? ["window"] : ["window", "grain_to_date"]) {
    if (!entryOf(from, name)) continue;
    const advice = isNewerForm
      ? "Until it does, set the flag `require_nested_cumulative_type_params: false`."
      : "Put it under `cumulative_type_params`.";
    const message = `dbt does not take \`${name}\` here any more. ${advice}`;
    yield { path: isNewerForm ? [name] : ["type_params", name], message };
  }
}
