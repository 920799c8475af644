/**
 * Which dbt a Python project installs, read from its lock file or its list of requirements: the
 * release that whoever installs from these files runs. Reads text; runs no installer.
 * Source: PEP 440 (version specifiers), PEP 508, PEP 621, Poetry's "Dependency specification".
 */

export interface DbtPin {
  /** `dbt-core`; an adapter where only that one is pinned, which told dbt-core's minor before 1.8. */
  readonly package: string;
  /** As written: `==1.9.4`, `^1.8`, or the version of a lock file. */
  readonly written: string;
  /** As dbt writes them: `>=1.9.0`, `<1.10.0`. */
  readonly specifiers: readonly string[];
  /** The one version that fits, where it is one. */
  readonly version?: string;
}

/** Adapters whose minor release was dbt-core's own up to 1.7. */
const ADAPTERS = ["postgres", "redshift", "snowflake", "bigquery", "spark"].map(
  (name) => `dbt-${name}`,
);

/** Names of files that may pin dbt, those that say most first; other `requirements*.txt` after them. */
export const PIN_FILES = [
  "uv.lock",
  "poetry.lock",
  "pdm.lock",
  "Pipfile.lock",
  "requirements.txt",
] as const;

/** Files of a folder that may pin dbt, in the order in which they are believed. */
export function pinFilesOf(names: readonly string[]): readonly string[] {
  const others = names.filter((name) => /^requirements[\w.-]*\.txt$/.test(name)).sort();
  const order = [...PIN_FILES, ...others, "pyproject.toml"];
  return [...new Set(order)].filter((name) => names.includes(name));
}

/** What `text` of a file of that name pins; undefined where it names no dbt. O(text). */
export function dbtPinIn(name: string, text: string): DbtPin | undefined {
  const found = new Map<string, string>();
  for (const [dbt, written] of pinsIn(name, text)) {
    const key = dbt.toLowerCase().replace(/[_.]/g, "-");
    if (!found.has(key)) found.set(key, written.trim());
  }
  const core = found.get("dbt-core");
  if (core !== undefined) return pinOf("dbt-core", core);
  for (const adapter of ADAPTERS) {
    const pin = found.has(adapter) ? pinOf(adapter, found.get(adapter) ?? "") : undefined;
    // From 1.8 on an adapter's version tells nothing of dbt-core's.
    if (pin?.version !== undefined && /^(?:0|1\.[0-7])\./.test(pin.version)) return pin;
  }
  return undefined;
}

function pinsIn(name: string, text: string): Iterable<readonly [string, string]> {
  if (!/dbt[-_.]/i.test(text)) return [];
  if (name === "Pipfile.lock") return pipfilePins(text);
  if (name.endsWith(".lock")) return lockedPins(text);
  return name.endsWith(".toml") ? projectPins(text) : requirementPins(text);
}

/** `[[package]]` tables of uv, Poetry and PDM. */
function* lockedPins(text: string): Generator<readonly [string, string]> {
  for (const table of text.split(/^\[\[package\]\][^\S\n]*$/m).slice(1)) {
    const head = table.split(/^\[/m)[0] ?? "";
    const name = /^name\s*=\s*"(dbt-[\w-]+)"/m.exec(head)?.[1];
    const version = /^version\s*=\s*"([^"]+)"/m.exec(head)?.[1];
    if (name !== undefined && version !== undefined) yield [name, `==${version}`];
  }
}

function* pipfilePins(text: string): Generator<readonly [string, string]> {
  for (const [, name, body] of text.matchAll(/"(dbt-[\w-]+)"\s*:\s*\{([^{}]*)\}/g)) {
    const version = /"version"\s*:\s*"([^"]+)"/.exec(body ?? "")?.[1];
    if (name !== undefined && version !== undefined) yield [name, version];
  }
}

function* requirementPins(text: string): Generator<readonly [string, string]> {
  for (const line of text.split("\n")) {
    const match = /^\s*(dbt[-_.][\w.-]+)\s*(?:\[[^\]]*\])?\s*([^;#\\]*)/i.exec(line);
    const [, name, written = ""] = match ?? [];
    // `--hash=…` follows on the same line.
    if (name !== undefined) yield [name, written.split(/\s--/)[0] ?? ""];
  }
}

/** Texts in lists of dependencies (PEP 621, groups), and Poetry's keys. */
function* projectPins(text: string): Generator<readonly [string, string]> {
  const plain = text.replace(/^\s*#.*$/gm, "");
  for (const match of plain.matchAll(
    /["'](dbt[-_][\w-]+)\s*(?:\[[^\]"']*\])?\s*([^"';=][^"';]*|==[^"';]*)?(?:;[^"']*)?["'](?!\s*=)/gi,
  )) {
    yield [match[1] ?? "", match[2] ?? ""];
  }
  for (const match of plain.matchAll(
    /^\s*["']?(dbt[-_][\w-]+)["']?\s*=\s*(?:["']([^"']*)["']|\{[^}\n]*?\bversion\s*=\s*["']([^"']*)["'])/gim,
  )) {
    yield [match[1] ?? "", poetryWords(match[2] ?? match[3] ?? "")];
  }
}

/** A bare version is exact in Poetry's words. */
function poetryWords(written: string): string {
  return /^\s*v?\d+(?:\.\d+)*\w*\s*$/.test(written) ? `==${written.trim()}` : written;
}

function pinOf(name: string, written: string): DbtPin {
  const parts = written.split(",").map((one) => one.trim());
  const specifiers = parts.flatMap(specifiersOf);
  const exact = /^={2,3}\s*v?(\d[\w.+-]*)$/.exec(parts[0] ?? "")?.[1];
  return {
    package: name,
    written,
    specifiers,
    ...(parts.length === 1 && exact !== undefined && { version: exact }),
  };
}

/** One specifier of PEP 440, or Poetry's `^` and `~`, in dbt's words; what cannot be read limits nothing. */
function specifiersOf(text: string): readonly string[] {
  const [, operator = "", digits = "", rest = ""] =
    /^(===?|~=|>=|<=|>|<|\^|~)?\s*v?(\d+(?:\.\d+)*)(.*)$/.exec(text) ?? [];
  if (digits === "") return [];
  const numbers = digits.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers;
  const from = `${major}.${minor}.${patch}`;
  const below = (isMajor: boolean) => (isMajor ? `<${major + 1}.0.0` : `<${major}.${minor + 1}.0`);
  const isWild = rest === ".*";
  switch (operator) {
    case "^":
      return [`>=${from}`, below(true)];
    case "~":
      return [`>=${from}`, below(numbers.length < 2)];
    case "~=":
      return [`>=${from}`, below(numbers.length < 3)];
    case ">=":
    case "<=":
    case ">":
    case "<":
      return [`${operator}${from}`];
    default:
      if (operator === "" && !isWild) return [];
      return isWild ? [`>=${from}`, below(numbers.length < 2)] : [`=${from}`];
  }
}
