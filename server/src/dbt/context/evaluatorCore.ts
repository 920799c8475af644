/**
 * dbt's parse context over a project: which value every name has in which evaluation, and the one
 * evaluation under way. Source: dbt-core 1.11 `context/providers.py`, `context/macros.py`.
 */

import { dictOf } from "../../jinja/dicts";
import type { RenderOptions } from "../../jinja/render";
import {
  type HostCall,
  hostFunction,
  hostObject,
  orElse,
  textOf,
  type Value,
} from "../../jinja/values";
import { missingNamespace } from "../missingPackages";
import type { NodeDraft } from "../nodes/nodeDraft";
import { hasJinja } from "../render/yamlRender";
import { baseNames } from "./baseNames";
import type { EvaluatorCore, EvaluatorInput } from "./evaluation";
import { FUSION_ENVIRONMENT, fusionNames } from "./fusionNames";
import { macroFunctions } from "./macroFunctions";
import { macroMemo } from "./macroMemo";
import { builtinMacroId } from "./macroTable";
import { modelDict } from "./nodeObject";
import { parseNames } from "./parseNames";
import { recordNames } from "./recordCalls";
import { newRecording, type Recording, siteOf } from "./recording";
import { relationValue } from "./relation";
import { argument, listing } from "./values";
import { renderNested, variable } from "./variables";

const OPTIONS: RenderOptions = {
  undefinedMode: "dbt-parse",
  bindsLocalMacros: false,
  isTolerant: true,
};

const FUSION_OPTIONS: RenderOptions = { ...OPTIONS, environment: FUSION_ENVIRONMENT };

/** Sets up the contexts. */
export function evaluatorCore(input: EvaluatorInput): EvaluatorCore {
  const { table } = input;
  const isFusion = input.resolution().engine === "fusion";
  const options = isFusion ? FUSION_OPTIONS : OPTIONS;
  let current = newRecording({
    packageName: "",
    draft: undefined,
    file: "",
    offset: 0,
    site: undefined,
  });
  const resolution = input.resolution;

  const during = <T>(recording: Recording, body: () => T): T => {
    const outer = current;
    current = recording;
    try {
      return body();
    } finally {
      current = outer;
    }
  };

  const base = baseNames({
    release: input.resolution().release,
    atMs: input.atMs,
    env: input.env,
    onLog: (text) => current.logs.push(text),
    onMissingEnv: (name, call) => {
      const site = siteOf(current, call.template, call.span, table.placeOf);
      current.warnings.push({
        ...site,
        code: "env-var-unset",
        severity: "warning",
        message: `env_var('${name}') has no default, and Heddle reads no environment: give it with --env ${name}=…, else what depends on it stays unknown. dbt stops where it is not set.`,
      });
    },
  });
  const memo = macroMemo(table, () => current);
  const { functionOf, builtinOf, macroFor, dispatch, namespaceOf } = macroFunctions({
    table,
    resolution,
    current: () => current,
    context: () => contextOf(current),
    memo,
  });

  // Relations compare by their parts in Python: one object per name does that here.
  const relations = new Map<string | null, Value>();
  const ownRelation = (): Value => {
    const { draft } = current;
    const { profile } = resolution();
    const known = relations.get(draft?.name ?? null);
    if (known !== undefined) return known;
    const value = relationValue(
      {
        database: profile.target?.database ?? null,
        schema: profile.target?.schema ?? null,
        identifier: draft?.name ?? null,
      },
      profile.adapter,
    );
    relations.set(draft?.name ?? null, value);
    return value;
  };
  const records = recordNames({
    recording: () => current,
    placeOf: table.placeOf,
    ownRelation,
    isFusion: () => resolution().engine === "fusion",
    isMacro: (name) => {
      const [first, second] = name.split(".");
      if (second === undefined) return table.find(current.packageName, first!) !== undefined;
      return table.findIn(first!, second) !== undefined;
    },
  });
  const varFunction = variable(input, () => current, core);
  const statics = new Map<string, Value>([
    ...base,
    ...(isFusion ? fusionNames(base) : []),
    ...records,
    ["builtins", dictOf([...records].concat([["var", varFunction]]))],
    ["var", varFunction],
    ["project_name", resolution().root.name],
    ...parseNames(
      resolution().profile,
      (name, namespace) => dispatch(current.packageName, name, namespace),
      (text) => current.logs.push(text),
      resolution().engine === "fusion",
    ),
    ["render", hostFunction("render", (call) => renderText(call))],
  ]);

  const renderText = (call: HostCall): Value => {
    const value = orElse(argument(call, 0, "string"), () => "");
    const text = textOf(value);
    if (text === undefined || !hasJinja(text)) return value;
    return renderNested(core, current, text, call);
  };

  const contextOf = (recording: Recording) => ({
    lookup(name: string): Value | undefined {
      const macro = table.find(recording.packageName, name);
      if (macro !== undefined) return functionOf(macro);
      if (name === "dbt" || table.has(name)) return namespaceOf(name);
      const special = recording.names?.get(name);
      if (special !== undefined) return special;
      if (builtinMacroId(name) !== undefined) return builtinOf(name);
      const known = statics.get(name);
      if (known !== undefined) return known;
      if (name === "context") return contextObject(recording);
      if (name === "this" || name === "model") memo.noteOwn();
      const { draft } = recording;
      if (draft !== undefined) {
        if (name === "this") return draft.resourceType === "operation" ? null : ownRelation();
        if (name === "model") return modelOf(draft);
      }
      return resolution().missing?.isNamespace(name) ? missingNamespace(name) : undefined;
    },
  });
  const contextObject = (recording: Recording): Value => {
    const context = contextOf(recording);
    const find = (name: string): Value | undefined => context.lookup(name);
    return hostObject(
      "dict",
      {
        get: hostFunction("get", (call) =>
          orElse(find(textOf(orElse(call.args[0], () => "")) ?? ""), () =>
            orElse(call.args[1], () => null),
          ),
        ),
      },
      {
        attribute: (name) => find(name) ?? listing("context", name),
        item: (key) => find(textOf(key) ?? ""),
      },
    );
  };
  const models = new WeakMap<NodeDraft, Value>();
  const modelOf = (draft: NodeDraft): Value => {
    let found = models.get(draft);
    if (found === undefined) {
      found = modelDict(draft, { resolution: resolution() });
      models.set(draft, found);
    }
    return found;
  };

  function core(): EvaluatorCore {
    const parseName = (name: string): Value | undefined => statics.get(name);
    return { input, options, during, contextOf, macroFor, dispatch, parseName };
  }
  return core();
}
