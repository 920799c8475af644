/**
 * Names as MetricFlow wants them. Source: dbt-semantic-interfaces 0.9
 * `validations/unique_valid_name.py`, `validations/reserved_keywords.py`.
 */
import type { YamlPath } from "../../../yaml/parseYaml";
import type { EntryFault } from "../../properties/propertyEntry";
import { GRANULARITIES } from "../../properties/semanticRules";

const NAME = /^[a-z]((?!__)[a-z0-9_])*[a-z0-9]$/;
const RESERVED: ReadonlySet<string> = new Set(["metric_time", "mf_internal_uuid"]);
const SQL_WORDS: ReadonlySet<string> = new Set(
  `AND AS CREATE DISTINCT FOR FROM FULL HAVING IN INNER INTO IS JOIN LEFT LIKE NATURAL NOT NULL ON OR
   RIGHT SELECT UNION USING WHERE WITH`.split(/\s+/),
);

/** Why `name` cannot be one. */
export function* nameFaults(name: string, path: YamlPath): Generator<EntryFault> {
  if (!NAME.test(name)) {
    const message = `'${name}' is no name for the semantic layer: two or more of a-z, 0-9 and single underscores, from a letter to a letter or digit.`;
    yield { path, message };
  } else if (GRANULARITIES.includes(name)) {
    yield { path, message: `'${name}' is a step of time to MetricFlow and can be no name.` };
  } else if (RESERVED.has(name)) {
    yield { path, message: `MetricFlow keeps the name '${name}' for itself.` };
  }
}

/** The same for the parts of a semantic model, which must not be words of SQL either. */
export function* elementNameFaults(name: string, path: YamlPath): Generator<EntryFault> {
  yield* nameFaults(name, path);
  if (SQL_WORDS.has(name.toUpperCase())) {
    yield { path, message: `'${name}' is a word of SQL and can be no name here.` };
  }
}
