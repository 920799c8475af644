/**
 * The generic tests that dbt brings along and their parameters. Source: dbt-adapters 1.24,
 * `macros/generic_test_sql`.
 */
import type { TestMacro } from "../evaluator";

function test(...parameters: readonly string[]): TestMacro {
  return { parameters: ["model", "column_name", ...parameters], takesMore: false, isRun: false };
}

/** By unique_id of the macro. */
export const BUILTIN_TESTS: ReadonlyMap<string, TestMacro> = new Map([
  ["macro.dbt.test_unique", test()],
  ["macro.dbt.test_not_null", test()],
  ["macro.dbt.test_accepted_values", test("values", "quote")],
  ["macro.dbt.test_relationships", test("to", "field")],
]);
