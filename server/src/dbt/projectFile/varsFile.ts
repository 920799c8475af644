/**
 * The variables of `vars.yml` beside dbt_project.yml: those of the project where there is such a
 * file, known to the Jinja of dbt_project.yml too. Packages have none. Source: dbt-core 1.12
 * `config/project.py` (`vars_data_from_root`), dbt 2.0.0-alpha.4 `crates/dbt-loader/src/loader.rs`.
 */
import type { Problem } from "../../base/problem";
import { parseYaml } from "../../yaml/parseYaml";
import { entryOf, isYamlMap, type YamlMap } from "../../yaml/values";
import type { Engine } from "../project";
import { holdsIn, type Release } from "../release";
import { describeValue } from "../shape/shape";
import type { NamedFile } from "../sources";
import type { ProjectFile } from "./projectFile";

export interface VarsFile {
  readonly vars: YamlMap;
  /** True where the variables are those of vars.yml and none of dbt_project.yml count. */
  readonly isUsed: boolean;
  readonly problems: readonly Problem[];
}

const NONE: VarsFile = { vars: {}, isUsed: false, problems: [] };

/** What the file says to a dbt that reads it; nothing to one that does not. */
export function readVarsFile(
  file: NamedFile | undefined,
  { engine, release }: { readonly engine: Engine; readonly release: Release },
): VarsFile {
  const isRead = engine === "fusion" || holdsIn(release, "varsFile");
  if (file === undefined || !isRead) return NONE;
  const document = parseYaml(file.text);
  const problem = (code: string, span: Problem["span"], message: string): Problem => ({
    file: file.path,
    span,
    code,
    severity: "error",
    message,
  });
  const problems = document.problems.map((one) =>
    problem("yaml-syntax", one.span, `dbt cannot read this YAML: ${one.message}.`),
  );
  const value = document.value ?? null;
  const vars = isYamlMap(value) ? entryOf(value, "vars") : undefined;
  if (isYamlMap(vars ?? null)) {
    const map = vars as YamlMap;
    return { vars: map, isUsed: Object.keys(map).length > 0, problems };
  }
  // dbt 2 passes over a file without variables, dbt-core over an empty one or one without the key.
  const isPassedOver =
    engine === "fusion" ? vars === null || vars === undefined : vars === undefined;
  const isNothing = value === null || (isYamlMap(value) ? isPassedOver : engine === "fusion");
  if (problems.length > 0 || isNothing) {
    return { ...NONE, problems };
  }
  const message = isYamlMap(value)
    ? `\`vars\` must be a mapping of names to values, not ${describeValue(vars ?? null)}.`
    : "vars.yml must be a mapping with the key `vars`.";
  return { ...NONE, problems: [problem("invalid-project", document.keySpan(["vars"]), message)] };
}

/** The project with the variables that count, and what dbt refuses of having them twice. */
export function withVarsFile(
  project: ProjectFile,
  { vars, isUsed }: VarsFile,
): { readonly project: ProjectFile; readonly problems: readonly Problem[] } {
  if (!isUsed) return { project, problems: [] };
  const isTwice = Object.keys(project.vars).length > 0;
  const twice: Problem = {
    file: project.path,
    get span() {
      return project.document.keySpan(["vars"]);
    },
    code: "invalid-project",
    severity: "error",
    message:
      "Variables stand in vars.yml and here too, which dbt refuses; keep them in one of the two.",
  };
  return { project: { ...project, vars }, problems: isTwice ? [twice] : [] };
}
