/**
 * What differs when a file is rendered for a person rather than read for its dependencies: `ref`
 * gives the target's own relation, `config.get` its resolved value, and what the database would
 * have to be asked is unknown instead of empty. Source: dbt-core 1.11 `context/providers.py`
 * (`RuntimeProvider`).
 */
import {
  type HostCall,
  hostFunction,
  hostObject,
  orElse,
  textOf,
  unknown,
  type Value,
} from "../../jinja/values";
import { entryOf } from "../../yaml/values";
import { findTarget, type LinkTables } from "../linkTables";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { Resolution } from "../resolution";
import type { Recording } from "./recording";
import { relationValue } from "./relation";
import { argument, resolverObject, toJinja } from "./values";

const ASK_DATABASE = ["run_query", "load_result", "statement", "load_relation"];

/** Names that win over those of the parse context while `recording` renders for a person. */
export function compileNames(
  resolution: Resolution,
  tables: LinkTables,
  recording: Recording,
  parse: (name: string) => Value | undefined,
): ReadonlyMap<string, Value> {
  const { draft } = recording;
  const names = new Map<string, Value>([["execute", true]]);
  for (const name of ASK_DATABASE) {
    names.set(
      name,
      hostFunction(name, () => unknown(`${name}() asks the database`)),
    );
  }
  const relation = (kind: "ref" | "source") =>
    resolverObject(kind, (call: HostCall) => {
      const recorder = parse(kind);
      if (recorder !== undefined) call.machine.call(recorder, call.args, call.kwargs);
      const made = recording.refs.at(-1);
      const found =
        made === undefined
          ? undefined
          : findTarget(resolution, tables, draft ?? { package: resolution.root }, made);
      if (found === undefined || !("target" in found)) {
        return unknown(`${kind}('${call.args.map((arg) => textOf(arg) ?? "").join("', '")}')`);
      }
      return relationOf(resolution, found.target);
    });
  names.set("ref", relation("ref"));
  names.set("source", relation("source"));
  names.set(
    "is_incremental",
    hostFunction("is_incremental", () => incremental(draft)),
  );
  names.set("config", configObject(draft, parse));
  if (draft !== undefined) names.set("this", relationOf(resolution, draft));
  return names;
}

function incremental(draft: NodeDraft | undefined): Value {
  const materialized = entryOf(draft?.config?.values ?? {}, "materialized");
  return materialized === "incremental"
    ? unknown("is_incremental() depends on whether the table exists")
    : false;
}

/** The relation of a node or source as it would stand in SQL. */
export function relationOf(resolution: Resolution, draft: NodeDraft): Value {
  const materialized = entryOf(draft.config?.values ?? {}, "materialized");
  if (draft.resourceType === "model" && materialized === "ephemeral") {
    return relationValue(
      { database: null, schema: null, identifier: `__dbt__cte__${draft.name}`, type: "cte" },
      undefined,
    );
  }
  const identifier = draft.resourceType === "source" ? draft.extra["identifier"] : draft.alias;
  return relationValue(
    {
      database: draft.database,
      schema: draft.schema,
      identifier: typeof identifier === "string" ? identifier : draft.name,
      type: typeof materialized === "string" ? materialized : null,
    },
    resolution.profile.adapter,
  );
}

function configObject(
  draft: NodeDraft | undefined,
  parse: (name: string) => Value | undefined,
): Value {
  const values = draft?.config?.values ?? {};
  const get = hostFunction("get", (call) => {
    const key = textOf(orElse(argument(call, 0, "name"), () => "")) ?? "";
    const found = entryOf(
      values,
      key === "pre_hook" ? "pre-hook" : key === "post_hook" ? "post-hook" : key,
    );
    const fallback = orElse(argument(call, 1, "default"), () => null);
    return found === undefined ? fallback : toJinja(found);
  });
  return hostObject(
    "RuntimeConfigObject",
    {
      get,
      require: get,
      meta_get: hostFunction("meta_get", (call) => {
        const key = textOf(orElse(argument(call, 0, "name"), () => "")) ?? "";
        const meta = entryOf(values, "meta");
        const found =
          typeof meta === "object" && meta !== null && Object.hasOwn(meta, key)
            ? (meta as Readonly<Record<string, never>>)[key]
            : undefined;
        return found === undefined
          ? orElse(argument(call, 1, "default"), () => null)
          : toJinja(found);
      }),
      persist_relation_docs: hostFunction("persist_relation_docs", () => false),
      persist_column_docs: hostFunction("persist_column_docs", () => false),
    },
    {
      call: (call) => {
        const recorder = parse("config");
        return recorder === undefined ? "" : call.machine.call(recorder, call.args, call.kwargs);
      },
    },
  );
}
