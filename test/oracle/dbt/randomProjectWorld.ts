/** What a random dbt project knows of itself while it grows. */
import type { Release } from "../../../server/src/dbt/release";
import type { Dice } from "./randomProjectText";

export const ROOT = "shop";
export const PACKAGE = "toolkit";

export interface RandomModel {
  readonly name: string;
  readonly package: string;
  readonly folder: string;
  readonly language: "sql" | "py";
  /** May come out disabled: nothing enabled refers to it. */
  readonly isLoose: boolean;
  /** Versions with the file that holds each; empty for ordinary models. */
  readonly versions: readonly { readonly v: number; readonly file: string }[];
}

export interface RandomWorld {
  readonly d: Dice;
  readonly release: Release;
  readonly hasPackage: boolean;
  /** Texts by path. */
  readonly files: Map<string, string>;
  readonly models: RandomModel[];
  readonly seeds: string[];
  readonly snapshots: string[];
  /** `[source, table]` of the root project. */
  readonly sources: [string, string][];
  readonly functions: string[];
  readonly metrics: string[];
  readonly groups: string[];
  /** Names that a model of `package` written next may refer to. */
  readonly refsOf: (packageName: string) => readonly string[];
}

/** Path of a file of a package. */
export function pathIn(packageName: string, path: string): string {
  return packageName === ROOT ? path : `dbt_packages/${packageName}/${path}`;
}
