/**
 * The value of `var('x')` for a package's files: command line, then the root project's vars for
 * that package, then its global ones, then the package's own. Source: dbt-core 1.11
 * `context/providers.py` (`ModelConfiguredVar`), `config/project.py` (`VarProvider`).
 */
import { entryOf, isYamlMap, type YamlMap, type YamlValue } from "../yaml/values";

export interface VarScope {
  /** `--vars`. */
  readonly given: YamlMap;
  readonly root: { readonly name: string; readonly project: { readonly vars: YamlMap } };
  readonly packages: ReadonlyMap<string, { readonly project: { readonly vars: YamlMap } }>;
}

/** What a scope looks like from `Resolution`. */
interface HasVars {
  readonly vars: VarScope;
}

/** The value, or undefined where nobody gives one. Not rendered. */
export function lookUpVar(
  resolution: HasVars,
  packageName: string,
  name: string,
): YamlValue | undefined {
  const { given, root, packages } = resolution.vars;
  const own = packages.get(packageName)?.project.vars;
  const sources: (YamlMap | undefined)[] = [
    given,
    scoped(root.project.vars, packageName),
    root.project.vars,
  ];
  if (packageName !== root.name && own !== undefined) sources.push(scoped(own, packageName), own);
  for (const source of sources) {
    const value = source === undefined ? undefined : entryOf(source, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** All variables that a package's files can see, by name. */
export function allVars(resolution: HasVars, packageName: string): YamlMap {
  const { given, root, packages } = resolution.vars;
  const own = packageName === root.name ? undefined : packages.get(packageName)?.project.vars;
  return {
    ...own,
    ...(own === undefined ? {} : scoped(own, packageName)),
    ...root.project.vars,
    ...scoped(root.project.vars, packageName),
    ...given,
  };
}

function scoped(vars: YamlMap, packageName: string): YamlMap {
  const found = entryOf(vars, packageName);
  return isYamlMap(found) ? found : {};
}
