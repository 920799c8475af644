/** What the parts of an evaluator share. Types only; `evaluatorCore` builds it. */
import type { Context } from "../../jinja/context";
import type { RenderOptions } from "../../jinja/render";
import type { Value } from "../../jinja/values";
import type { EvaluationWatch } from "../evaluationWatch";
import type { Resolution } from "../resolution";
import type { WatchedMacros } from "./macroLookups";
import type { Recording } from "./recording";

export interface EvaluatorInput {
  readonly resolution: () => Resolution;
  readonly table: WatchedMacros;
  readonly env: Readonly<Record<string, string>>;
  readonly atMs: number | undefined;
  /** Stands for all but a node's own text and the macros that its evaluation can depend on. */
  readonly signature: string;
  /** Macros of generic tests that were run to see whether they can be. */
  readonly tried: Set<string>;
  readonly watch?: EvaluationWatch;
}

/** What the parts of an evaluator share. */
export interface EvaluatorCore {
  readonly input: EvaluatorInput;
  readonly options: RenderOptions;
  /** Runs `body` with `recording` as the evaluation under way. */
  during<T>(recording: Recording, body: () => T): T;
  contextOf(recording: Recording): Context;
  /** A macro found by name, as a callable value; undefined where there is none. */
  macroFor(packageName: string, name: string): Value | undefined;
  dispatch(packageName: string, name: string, namespace: string | undefined): Value;
  /** A name of the parse context alone, macros apart. */
  parseName(name: string): Value | undefined;
}
