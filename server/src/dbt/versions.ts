/**
 * dbt's version specifiers (`>=1.8.0,<2.0.0`), compared as semantic versions.
 * Source: dbt-common `semver.py`.
 */

const SPECIFIER =
  /^\s*(=|>=|<=|>|<)?\s*v?(\d+)\.(\d+)\.(\d+)(?:-?([A-Za-z][0-9A-Za-z.-]*|(?<=-)[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?\s*$/;

interface Specifier {
  readonly operator: string;
  readonly parts: readonly [number, number, number];
}

function parseSpecifier(text: string): Specifier | undefined {
  const match = SPECIFIER.exec(text);
  if (match === null) return undefined;
  return {
    operator: match[1] ?? "=",
    parts: [Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)],
  };
}

/** Whether `specifiers` can be read at all. */
export function areSpecifiersValid(specifiers: readonly string[]): boolean {
  return specifiers.every((text) => parseSpecifier(text) !== undefined);
}

/** Whether some `major.minor.patch` with one of these minors satisfies every specifier. */
export function isSatisfiable(
  specifiers: readonly string[],
  major: number,
  minors: readonly number[],
): boolean {
  const parsed = specifiers.map(parseSpecifier);
  return minors.some((minor) => {
    // Only patch numbers that a specifier names, their neighbours and a large one can matter.
    const patches = new Set([0, 1, 50]);
    for (const one of parsed) {
      const patch = one?.parts[2] ?? 0;
      for (const near of [patch - 1, patch, patch + 1]) if (near >= 0) patches.add(near);
    }
    return [...patches].some((patch) =>
      parsed.every((one) => one === undefined || matches(one, [major, minor, patch])),
    );
  });
}

function matches({ operator, parts }: Specifier, version: readonly number[]): boolean {
  let order = 0;
  for (let i = 0; i < 3 && order === 0; i++) order = version[i]! - parts[i]!;
  switch (operator) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    default:
      return order === 0;
  }
}
