/**
 * What dbt-core refuses and dbt 2 takes without a word, as a table: its findings stay, as warnings,
 * so that a project still works with both. Source: dbt 2.0.0a4, asked with the projects of
 * `test/data/dbt/verdicts`.
 */
import type { Problem } from "../../base/problem";

const ACCEPTED: Readonly<Record<string, readonly RegExp[]>> = {
  "invalid-properties": [
    /got nothing\.$/,
    /^An `owner` needs a `name`/,
    /^The group '.*' is defined twice/,
    /^`latest_version` names none/,
    /can hold one `include` only/,
    /is no date; write/,
    /^An item of `(?:metrics|semantic_models|functions)`: the key `\w+` is missing/,
    /^An item of `unit_tests`: the key `given` is missing/,
    /^`arguments`: the key `data_type` is missing/,
    /^`type_params\.window`: expected/,
    /^Rows of the format/,
    /^`maturity`: expected/,
    /^No file of the folder `fixtures`/,
    /^`relation` of a snapshot must be/,
    /takes no argument 'model'/,
    /quoting\.\w+`: expected true or false/,
  ],
  "invalid-config": [
    /(?:got|not) nothing\.$/,
    /^`(?:enabled|full_refresh|quote_columns)` expected true or false/,
    /^`on_configuration_change` expected/,
    /^`materialized` (?:expected 'test'|of a seed can only be)/,
    /is neither an HTML colour name/,
    /^No group is called/,
    /enforces a contract and describes no columns/,
    /^`on_schema_change` must be/,
    /^The microbatch model .* needs `(?:event_time|begin)`/,
    /^The microbatch model .* needs `batch_size`: [a-z, ]*\.$/,
    /^The microbatch model .*`concurrent_batches` must be/,
    /^The snapshot '.*' (?:compares times|checks columns|has `check_cols|can only be materialized)/,
  ],
  "duplicate-model-name": [
    /^The (?:macro|docs block) '/,
    /^Two (?:snapshots|tests) are called/,
    /^Two entries of `(?:unit_tests|semantic_models|exposures)`/,
  ],
  "evaluation-error": [
    /^generate_\w+_name fails/,
    /^dbt cannot render this description: (?:no docs block|doc\(\) takes)/,
    /^dbt cannot render the docs block/,
    /^dbt cannot render \{\{[^(]*\}\}(?: of this test)?: '\w+' is undefined/,
    /^`return` works inside macros only/,
    /^duplicate argument/,
    /takes (?:not more than \d+ argument|no keyword argument)/,
    /division by zero/,
    /'NoneType' object is not iterable/,
    /Undefined is not JSON serializable/,
    /tuple index out of range/,
    /^config\(\) needs at least/,
  ],
  "jinja-syntax": [
    /a macro cannot begin inside/,
    /^Snapshots belong in a folder/,
    /^dbt cannot read this file's docs blocks/,
  ],
  "invalid-project": [
    /is a word that dbt keeps for itself/,
    /^Two packages are called/,
    /^Only `config-version/,
    /is no key of `query-comment`/,
    /^`quoting\.\w+`: expected true or false/,
    /^`flags`: expected a mapping/,
    /is no version range/,
    /selectors\.yml: (?:(?!"exclude").* is no selection method|`union` must be a list|only one `exclude`|.*cannot stand together)/,
  ],
  "missing-package": [/stands both in packages\.yml/],
  "unknown-ref": [/^No model is called/, /^The unit test names no existing version/],
};

/** The findings as dbt 2 would weigh them. O(findings). */
export function asFusionWeighs(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    if (problem.severity !== "error") return problem;
    // Names in dbt_project.yml must be there; only members of `target` may be missing.
    const isOfProject = problem.file.endsWith("dbt_project.yml");
    if (isOfProject && /^dbt cannot render \{\{ (?!target\.)/.test(problem.message)) return problem;
    const isAccepted = ACCEPTED[problem.code]?.some((pattern) => pattern.test(problem.message));
    return isAccepted === true ? { ...problem, severity: "warning" } : problem;
  });
}
