/**
 * Which dbt would run the project: what the caller says, else what the project shows, else
 * dbt-core.
 */
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap } from "../yaml/values";
import type { Engine } from "./project";
import type { ProjectSources } from "./sources";
import { isSatisfiable } from "./versions";

const MINORS = Array.from({ length: 30 }, (_, minor) => minor);

export function chooseEngine(
  sources: ProjectSources,
  given: Engine | undefined,
): { readonly engine: Engine; readonly origin: string } {
  if (given !== undefined) return { engine: given, origin: "--engine" };
  const text = sources.packages[0]?.projectFile.text ?? "";
  const match = /^require-dbt-version\s*:/m.exec(text);
  if (match !== null) {
    const value = parseYaml(text).value;
    const required = isYamlMap(value) ? entryOf(value, "require-dbt-version") : undefined;
    const specifiers =
      typeof required === "string"
        ? required.split(",")
        : isYamlList(required)
          ? required.filter((one) => typeof one === "string")
          : [];
    if (
      specifiers.length > 0 &&
      !isSatisfiable(specifiers, 1, MINORS) &&
      isSatisfiable(specifiers, 2, MINORS)
    ) {
      return { engine: "fusion", origin: "require-dbt-version" };
    }
  }
  return { engine: "dbt-core", origin: "default" };
}
