/** Python's fnmatch and Path.glob: a table of what Python 3.11 answers, and no exponential time. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { matchesPattern, pathGlob } from "../../server/src/dbt/select/wildcards";

test.each([
  ["stg_orders", "stg_*", true],
  ["stg_orders", "STG_*", false],
  ["a", "?", true],
  ["ab", "?", false],
  ["😀", "?", true],
  ["a.b", "a.b", true],
  ["axb", "a.b", false],
  ["v2", "v[0-9]", true],
  ["vx", "v[!0-9]", true],
  ["v2", "v[!0-9]", false],
  ["v]", "v[]]", true],
  ["v[", "v[", true],
  ["v[]", "v[]", true],
  ["v-", "v[a-]", true],
  ["v^", "v[^]", true],
  ["va", "v[z-a]", false],
  ["a\nb", "a*b", true],
  ["a&&b", "a[&]&b", true],
  ["", "*", true],
  ["", "", true],
])("%j against %j is %s", (text, pattern, expected) => {
  expect(matchesPattern(text, pattern)).toBe(expected);
});

test("many stars take no time to speak of", () => {
  const text = "a".repeat(200);
  expect(matchesPattern(text, `${"*".repeat(300)}b`)).toBe(false);
});

function checkGlob(pattern: string, expected: string): void {
  const paths = [
    "./",
    "models/",
    "models/a.sql",
    "models/core/",
    "models/core/b.sql",
    "../out/c.sql",
  ];
  const glob = pathGlob(pattern);
  const result =
    "failure" in glob
      ? glob.failure
      : paths
          .filter((path) => {
            const isFolder = path.endsWith("/");
            return glob.matches(isFolder ? path.slice(0, -1) : path, isFolder);
          })
          .join(" ");
  expect(result).toBe(expected);
}

describe("path globs", () => {
  test("a folder", () => checkGlob("models", "models/"));
  test("a slash at the end asks for folders", () => checkGlob("models/*/", "models/core/"));
  test("a star stays in its folder", () => checkGlob("models/*", "models/a.sql models/core/"));
  test("two stars are folders", () => checkGlob("models/**", "models/ models/core/"));
  test("two stars may be none", () =>
    checkGlob("models/**/*.sql", "models/a.sql models/core/b.sql"));
  test("the root is a folder", () => checkGlob("**", "./ models/ models/core/"));
  test("dots are dropped", () => checkGlob("./models/./a.sql", "models/a.sql"));
  test("out of the project", () => checkGlob("../out/*.sql", "../out/c.sql"));
  test("an absolute path", () => checkGlob("/models", "a path must be relative to the project"));
  test("nothing", () => checkGlob(".", "a path must name a file or folder"));
  test("two stars with a name", () =>
    checkGlob("models/**.sql", "`**` must stand for a whole folder: `models/**/*.sql`"));
});

interface Recording {
  readonly names: readonly (readonly [string, string, boolean])[];
  readonly globs: {
    readonly paths: Readonly<Record<string, boolean>>;
    readonly cases: Readonly<Record<string, readonly string[] | null>>;
  };
}

describe("random patterns, as Python 3.11 answered them (recordWildcards.py)", () => {
  const file = join(__dirname, "..", "data", "dbt-select", "wildcards.json");
  const { names, globs }: Recording = JSON.parse(readFileSync(file, "utf8"));

  test("fnmatch", () => {
    expect(names.filter(([text, pattern, is]) => matchesPattern(text, pattern) !== is)).toEqual([]);
    expect(names.length).toBe(1500);
  });

  test("Path.glob", () => {
    const answers = Object.keys(globs.cases).map((pattern) => {
      const glob = pathGlob(pattern);
      if ("failure" in glob) return [pattern, null];
      const found = Object.entries(globs.paths)
        .filter(([path, isFolder]) => glob.matches(path, isFolder))
        .map(([path]) => path);
      return [pattern, found.sort()];
    });
    expect(answers).toEqual(Object.entries(globs.cases));
  });
});
