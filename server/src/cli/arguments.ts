/**
 * Turns the words after `heddle` into a command's options and positionals, or into one line that
 * says what is wrong. Knows the table of options, not what any command does.
 */
import { closestWord } from "./closest";
import { type Failure, failure } from "./failure";
import { type Option, type OptionName, optionOf } from "./options";

/** Values by option, in the order given; switches hold an empty list. */
export interface Arguments {
  readonly positionals: readonly string[];
  has(name: OptionName): boolean;
  /** The last value given. */
  value(name: OptionName): string | undefined;
  values(name: OptionName): readonly string[];
}

/**
 * Reads `words` against the options a command `allowed`. Takes `--name value`, `--name=value`,
 * `-x value`, and everything after `--` as a positional. An option that may be given once takes
 * its last value, as most tools do.
 */
export function parseArguments(
  words: readonly string[],
  allowed: readonly OptionName[],
  command?: string,
  changes: Readonly<Partial<Record<OptionName, Partial<Option>>>> = {},
): Arguments | Failure {
  const options = allowed.map((name): Option => ({ ...optionOf(name), ...changes[name] }));
  const found = new Map<string, string[]>();
  const positionals: string[] = [];

  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === "--") {
      positionals.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      positionals.push(word);
      continue;
    }
    const equals = word.startsWith("--") ? word.indexOf("=") : -1;
    const written = equals < 0 ? word : word.slice(0, equals);
    const option = findOption(written, options);
    if (option === undefined) return unknownOption(written, options, command);
    const values = found.get(option.name) ?? [];
    found.set(option.name, values);
    if (option.value === undefined) {
      if (equals >= 0) return failure(`--${option.name} takes no value; write it alone`);
      continue;
    }
    if (
      option.isValueOptional === true &&
      equals < 0 &&
      !isOptionalValue(words[index + 1], option)
    ) {
      continue;
    }
    const value = equals >= 0 ? word.slice(equals + 1) : words[++index];
    if (value === undefined || (equals < 0 && isOption(value, options))) {
      return failure(`--${option.name} needs a value: --${option.name} ${option.value}`);
    }
    if (option.choices !== undefined && !option.choices.includes(value)) {
      return failure(`--${option.name}: "${value}" is none of ${option.choices.join(", ")}`);
    }
    values.push(value);
  }

  return {
    positionals,
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
  };
}

function findOption(written: string, options: readonly Option[]): Option | undefined {
  return written.startsWith("--")
    ? options.find(({ name }) => name === written.slice(2))
    : options.find(({ short }) => short === written.slice(1));
}

/** `--write-baseline marts` names a folder to check, `--write-baseline old.json` a file to write. */
function isOptionalValue(word: string | undefined, { value = "" }: Option): boolean {
  const ending = value.slice(value.lastIndexOf("."));
  return word?.endsWith(ending) === true && !word.startsWith("-");
}

/** `-1` and the like are values; a known option where a value should stand is a value forgotten. */
function isOption(word: string, options: readonly Option[]): boolean {
  if (!word.startsWith("-")) return false;
  const [written = ""] = word.split("=");
  return findOption(written, options) !== undefined;
}

function unknownOption(
  written: string,
  options: readonly Option[],
  command: string | undefined,
): Failure {
  const near = closestWord(
    written,
    options.map(({ name }) => `--${name}`),
  );
  const subject = command === undefined ? "heddle" : `heddle ${command}`;
  const next = near === undefined ? `see ${subject} --help` : `did you mean ${near}?`;
  return failure(`${subject} has no option ${written}; ${next}`);
}
