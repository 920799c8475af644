/**
 * What generic tests are attached to, and what dbt makes of it for each of its tests, here once for all
 * of them. Source: dbt-core 1.11 `parser/generic_test_builders.py`.
 */
import { pythonRepr } from "../pythonText";
import { type WrittenRef, writtenRefs } from "./siteRef";

export interface NamedTarget {
  readonly kind: "model" | "node" | "source";
  readonly name: string;
  /** Version as Python prints it, for versioned models. */
  readonly version: string | undefined;
  /** `ref('x')` or `source('a', 'b')`. */
  readonly reference: string;
}

export interface TestTarget extends Omit<NamedTarget, "reference"> {
  /** The argument `model` of its tests. */
  readonly model: string;
  /** The same as Python prints it. */
  readonly modelRepr: string;
  /** What its tests refer to. */
  readonly refs: readonly WrittenRef[];
}

export function testTarget({ kind, name, version, reference }: NamedTarget): TestTarget {
  const model = `{{ get_where_subquery(${reference}) }}`;
  const modelRepr = pythonRepr(model);
  return { kind, name, version, model, modelRepr, refs: writtenRefs(reference) };
}
