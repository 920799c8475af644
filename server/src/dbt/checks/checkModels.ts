/**
 * What dbt refuses of models beyond the types of their config: groups that do not exist, access
 * that contradicts the materialization, incomplete microbatch settings, contracts without columns.
 * Source: dbt-core 1.11 `parser/manifest.py`, `parser/schemas.py`.
 */
import { entryOf, isYamlMap, YamlTime, type YamlValue } from "../../yaml/values";
import { isUnknownKey, layersOf } from "../config/layers";
import { coreOnly } from "../coreOnly";
import type { NodeDraft } from "../nodes/nodeDraft";
import { CONSTRAINT_TYPES, isConstraint } from "../properties/entryRules";
import { addProblem, type Resolution } from "../resolution";
import { describeValue } from "../shape/shape";
import { didYouMean } from "../suggest";
import { isColor } from "./colors";

const BATCH_SIZES = ["hour", "day", "month", "year"];

/** What dbt-core never looks up the group of. */
const UNGROUPED: ReadonlySet<string> = new Set(["exposure", "function"]);

export function checkModel(resolution: Resolution, draft: NodeDraft): void {
  const { config } = draft;
  if (config === undefined) return;
  const { values } = config;
  const { engine } = resolution;
  const refuse = (key: string, message: string, severity = coreOnly(engine)): void => {
    if (isUnknownKey(config.layered, key)) return;
    const site = layersOf(config.layered, key).at(-1)?.originOf(key) ??
      draft.rendering.configs[0] ?? {
        file: draft.file,
        span: { start: draft.offset, end: draft.offset },
      };
    addProblem(resolution, "invalid-config", severity, site, message);
  };
  if (
    draft.group !== null &&
    !resolution.groups.has(draft.group) &&
    (draft.resourceType !== "test" || draft.extra["test_metadata"] === undefined) &&
    (engine === "fusion" || !UNGROUPED.has(draft.resourceType))
  ) {
    refuse(
      "group",
      `No group is called '${draft.group}'.${didYouMean(draft.group, resolution.groups.keys())}`,
    );
  }
  const docs = entryOf(values, "docs");
  const color = isYamlMap(docs) ? entryOf(docs, "node_color") : undefined;
  if (typeof color === "string" && color !== "" && !isColor(color)) {
    refuse("docs", `\`node_color: ${color}\` is neither an HTML colour name nor a hex code.`);
  }
  if (draft.resourceType !== "model") return;
  const materialized = entryOf(values, "materialized");
  if (draft.access === "public" && materialized === "ephemeral") {
    refuse("access", `'${draft.name}' is ephemeral and cannot have public access.`, "error");
  }
  if (materialized === "incremental" && entryOf(values, "incremental_strategy") === "microbatch") {
    checkMicrobatch(draft, refuse);
  }
  const contract = entryOf(values, "contract");
  if (isYamlMap(contract) && contract["enforced"] === true && draft.patchPath !== undefined) {
    const constraints = draft.extra["constraints"];
    if (Array.isArray(constraints) && !constraints.every((one) => isConstraint(one))) {
      refuse(
        "contract",
        `A constraint of '${draft.name}' needs a \`type\`: one of ${CONSTRAINT_TYPES.join(", ")}.`,
        "error",
      );
    }
    if (draft.extra["columns"] === undefined) {
      refuse("contract", `'${draft.name}' enforces a contract and describes no columns.`);
    }
    if (draft.language === "python") {
      const message = `'${draft.name}' is a Python model; contracts work for SQL only.`;
      refuse("contract", message, "error");
    }
  }
}

function checkMicrobatch(draft: NodeDraft, refuse: (key: string, message: string) => void): void {
  const values = draft.config!.values;
  const get = (key: string): YamlValue => entryOf(values, key) ?? null;
  const what = `The microbatch model '${draft.name}'`;
  const eventTime = get("event_time");
  if (typeof eventTime !== "string") {
    refuse(
      "event_time",
      `${what} needs \`event_time\`, the name of a column${eventTime === null ? "" : `, not ${describeValue(eventTime)}`}.`,
    );
  }
  const begin = get("begin");
  const isDate =
    begin instanceof YamlTime ||
    (typeof begin === "string" &&
      /^\d{4}-\d\d-\d\d(?:[T ]\d\d(?::\d\d){0,2}.*)?$/.test(begin) &&
      !Number.isNaN(Date.parse(begin.slice(0, 10))));
  if (!isDate)
    refuse(
      "begin",
      `${what} needs \`begin\`, the date of its earliest batch${begin === null ? "" : `, not ${describeValue(begin)}`}.`,
    );
  const size = get("batch_size");
  if (typeof size !== "string" || !BATCH_SIZES.includes(size)) {
    refuse(
      "batch_size",
      `${what} needs \`batch_size\`: ${BATCH_SIZES.join(", ")}${size === null ? "" : `, not ${describeValue(size)}`}.`,
    );
  }
  const lookback = get("lookback");
  if (
    lookback !== null &&
    !(typeof lookback === "number" && Number.isInteger(lookback)) &&
    typeof lookback !== "boolean"
  ) {
    refuse(
      "lookback",
      `${what}: \`lookback\` must be a whole number, not ${describeValue(lookback)}.`,
    );
  }
  const concurrent = get("concurrent_batches");
  if (concurrent !== null && typeof concurrent !== "boolean") {
    refuse(
      "concurrent_batches",
      `${what}: \`concurrent_batches\` must be true or false, not ${describeValue(concurrent)}.`,
    );
  }
}
