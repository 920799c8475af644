/** A public dbt project that Heddle is compared on, at one commit, with all that it needs. */

export interface PublicProject {
  readonly name: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** Folder of dbt_project.yml; absent = the repository's own. */
  readonly folder?: string;
  /** `owner/name@tag`, or `owner/name@tag:folder`: what its packages.yml resolves to, all of it. */
  readonly packages?: readonly string[];
  /** Packages of the same repository, relative to the folder. */
  readonly locals?: readonly string[];
  /** True where not all of its packages can be had: packages.yml is taken out on both sides. */
  readonly withoutPackages?: boolean;
  /** The adapter of the profile; duckdb where nothing is said. */
  readonly adapter?:
    | "duckdb"
    | "postgres"
    | "redshift"
    | "snowflake"
    | "bigquery"
    | "databricks"
    | "spark"
    | "trino";
  /** The profile's name where dbt_project.yml does not say it in plain words. */
  readonly profile?: string;
  /** What dbt would stop at, mended on both sides; files from the repository's root. */
  readonly mended?: readonly { readonly file: string; readonly of: string; readonly to: string }[];
  /** The name of its target; dev where nothing is said. */
  readonly target?: string;
  readonly vars?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Differences that stay, by a part of their line, each with its reason. */
  readonly known?: readonly { readonly of: string; readonly why: string }[];
}

/** The projects of a list that holds one as JSON in each line, such as `publicProjects.jsonl`. */
export function projectsIn(lines: string): readonly PublicProject[] {
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PublicProject);
}
