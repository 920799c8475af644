/** YAML with tags that only the writer knows: dbt-core refuses them, dbt 2 reads past them. */
import { parseYaml, type YamlDocument } from "../../yaml/parseYaml";

const TAG = /(^|[\s,[{])(!(?!!)[^\s,[\]{}]+|!!python\/[^\s,[\]{}]+)(?=\s)/gm;

/** The document as dbt 2 reads it; `document` itself where no tag is in the way. O(length). */
export function withoutLocalTags(document: YamlDocument, text: string): YamlDocument {
  const isHindered = document.problems.some(({ message }) => message.includes("for the tag '"));
  if (!isHindered) return document;
  const again = parseYaml(
    text.replace(TAG, (_, before: string, tag: string) => before + " ".repeat(tag.length)),
  );
  return again.problems.length < document.problems.length ? again : document;
}
