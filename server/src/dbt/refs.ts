/**
 * Finds what a `ref()` or `source()` means: package order, versions, disabled targets.
 * Source: dbt-core 1.11 `contracts/graph/manifest.py` (`resolve_ref`, `_packages_to_search`).
 */

/** What can be referred to, by name. */
export interface RefTarget {
  readonly uniqueId: string;
  readonly name: string;
  readonly package: string;
  readonly version: string | number | null;
  readonly isLatestVersion: boolean;
}

export interface NameTable<T> {
  /** Enabled things of that name, by package. */
  find(name: string, packageName: string | undefined): T | undefined;
  add(name: string, packageName: string, target: T): void;
  names(): Iterable<string>;
}

export function nameTable<T>(): NameTable<T> {
  const byName = new Map<string, Map<string, T>>();
  return {
    find(name, packageName) {
      const packages = byName.get(name);
      if (packages === undefined) return undefined;
      if (packageName !== undefined) return packages.get(packageName);
      for (const target of packages.values()) return target;
      return undefined;
    },
    add(name, packageName, target) {
      let packages = byName.get(name);
      if (packages === undefined) {
        packages = new Map();
        byName.set(name, packages);
      }
      packages.set(packageName, target);
    },
    names: () => byName.keys(),
  };
}

/** Packages in the order in which dbt looks for a name; undefined = any. */
export function packagesToSearch(
  rootPackage: string,
  nodePackage: string,
  wanted: string | undefined,
  isOwnPackageFirst: boolean,
): readonly (string | undefined)[] {
  if (wanted !== undefined) return [wanted];
  if (rootPackage === nodePackage) return [rootPackage, undefined];
  return isOwnPackageFirst
    ? [nodePackage, rootPackage, undefined]
    : [rootPackage, nodePackage, undefined];
}
