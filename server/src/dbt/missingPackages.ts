/**
 * Packages that the project asks for and that are not installed: what they may hold, so that
 * everything that follows from them is one finding. Source: dbt-core 1.11 `config/runtime.py`.
 */
import type { Problem, Related } from "../base/problem";
import { hostObject, textOf, unknown, type Value } from "../jinja/values";
import type { PackageContext } from "./packageContext";

/** The code of what follows from a missing package; `foldMissing` makes one finding of them. */
export const NEEDS_PACKAGE = "needs-package";

const SHOWN_COUNT = 50;

export interface MissingPackages {
  /** As the project asks for them: `dbt-labs/dbt_utils`, an address, a folder. */
  readonly names: readonly string[];
  /** True for a name that code uses as a package's and that no installed package has. */
  isNamespace(name: string): boolean;
}

/** What is known of packages that are not there. Texts are searched when first asked. */
export function missingPackages(
  names: readonly string[],
  packages: ReadonlyMap<string, PackageContext>,
): MissingPackages {
  const asked = new Set(names.map((name) => name.replace(/\.git$/, "").replace(/^.*[/\\]/, "")));
  let used: ReadonlySet<string> | undefined;
  return {
    names,
    isNamespace(name) {
      if (packages.has(name)) return false;
      used ??= namespacesOf(packages);
      return asked.has(name) || used.has(name);
    },
  };
}

/** Names before a dot and a call, in any text of the project: `dbt_utils.star(`. O(length). */
function namespacesOf(packages: ReadonlyMap<string, PackageContext>): ReadonlySet<string> {
  const found = new Set<string>();
  const assigned = new Set<string>();
  for (const { files, project } of packages.values()) {
    // Hooks stand in dbt_project.yml.
    for (const { text } of [project.document, ...files]) {
      if (!text.includes("{")) continue;
      for (const match of text.matchAll(/(?<![.\w'"])([A-Za-z_]\w*)\.[A-Za-z_]\w*\s*\(/g)) {
        found.add(match[1]!);
      }
      for (const match of text.matchAll(
        /\{%-?\s*(?:set|for)\s+([\w\s,]+?)\s*(?:=|\bin\b|-?%\})/g,
      )) {
        for (const name of match[1]!.split(",")) assigned.add(name.trim());
      }
    }
  }
  // A variable that a branch leaves undefined is no package.
  for (const name of assigned) found.delete(name);
  return found;
}

/** A package that is not installed, as code sees it: each macro of it gives Unknown. */
export function missingNamespace(packageName: string): Value {
  const member = (name: string): Value =>
    unknown(`${packageName}.${name}, whose package is not installed`);
  return hostObject(
    "dict",
    {},
    { attribute: member, item: (key) => member(textOf(key) ?? "a macro") },
  );
}

/**
 * The findings with everything that follows from missing packages gathered under the one that
 * says which; the first places of each kind stay as related ones. O(findings).
 */
export function foldMissing(problems: readonly Problem[]): readonly Problem[] {
  const followers = problems.filter(({ code }) => code === NEEDS_PACKAGE);
  if (followers.length === 0) return problems;
  const related: Related[] = followers
    .slice(0, SHOWN_COUNT)
    .map(({ file, span, message }) => ({ file, span, message }));
  const rest = problems.filter(({ code }) => code !== NEEDS_PACKAGE);
  const cause = rest.findIndex(
    ({ code, severity }) => code === "missing-package" && severity === "error",
  );
  const found = rest[cause];
  if (found === undefined) return rest;
  const places = followers.length === 1 ? "1 place waits" : `${followers.length} places wait`;
  return rest.with(cause, {
    ...found,
    message: `${found.message} ${places} for that.`,
    related: [...(found.related ?? []), ...related],
  });
}
