/** One named entry of a properties file, with its place. Types only. */
import type { YamlDocument, YamlPath } from "../../yaml/parseYaml";
import type { YamlMap } from "../../yaml/values";
import type { PackageContext } from "../packageContext";
import type { SourceFile } from "../sources";

/** One item of a list such as `models:`. */
export interface PropertyEntry {
  /** The list's key: `models`, `sources`, `exposures` … */
  readonly key: string;
  readonly name: string;
  readonly value: YamlMap;
  readonly file: SourceFile;
  readonly owner: PackageContext;
  readonly document: YamlDocument;
  /** Path of the entry in the document. */
  readonly path: YamlPath;
  /** Keys under `config` whose value is not known offline, and why. */
  readonly unknowns: ReadonlyMap<string, string>;
  /** The semantic model of a model's own entry that this stands for or belongs to. */
  readonly plainOf?: string;
  /** The model's own entry, where this stands for a part of it. */
  readonly ofModel?: PropertyEntry;
  /** Where in the document a path of `value` stands, where `value` is not as written. */
  readonly placeOf?: (path: YamlPath) => YamlPath;
}

/** What dbt refuses of an entry, and where in it. */
export interface EntryFault {
  readonly path: YamlPath;
  readonly message: string;
}
