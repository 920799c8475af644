/** Values of options: numbers, ranges and pairs, each checked with a message of its own. */
import type { ContentionLaw } from "../schedule/schedule";
import type { Arguments } from "./arguments";
import { type Failure, failure } from "./failure";
import type { OptionName } from "./options";

/** No database serves more; a larger figure is a slip of the finger. */
const MAX_THREADS = 4096;

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
}

/** The number given for an option; absent where it was not given. */
export function numberOf(
  args: Arguments,
  name: OptionName,
  { min, max, isWhole = false }: NumberLimits,
): number | undefined | Failure {
  const text = args.value(name);
  if (text === undefined) return undefined;
  const value = plainNumber(text);
  const isUsable =
    value !== undefined && value >= min && value <= max && (!isWhole || Number.isInteger(value));
  if (isUsable) return value;
  const kind = isWhole ? "a whole number" : "a number";
  const limit = max === Number.MAX_VALUE ? `${min} or more` : `from ${min} to ${max}`;
  return failure(`--${name}: "${text}" is not ${kind} ${limit}`);
}

export function threadsOf(args: Arguments): number | undefined | Failure {
  return numberOf(args, "threads", { min: 1, max: MAX_THREADS, isWhole: true });
}

/** `4..16`, or `8` for 1 to 8. */
export function threadRangeOf(
  args: Arguments,
): { readonly from: number; readonly to: number } | undefined | Failure {
  const text = args.value("threads");
  if (text === undefined) return undefined;
  const match = /^(?:(\d+)\.\.)?(\d+)$/.exec(text);
  const from = Number(match?.[1] ?? 1);
  const to = Number(match?.[2] ?? 0);
  if (match === null || from < 1 || to < from || to > MAX_THREADS) {
    return failure(
      `--threads: "${text}" is not a range of thread counts; write A..B with 1 ≤ A ≤ B ≤ ${MAX_THREADS}, e.g. 1..32`,
    );
  }
  return { from, to };
}

/** `ALPHA,BETA`, neither negative. */
export function contentionOf(args: Arguments): ContentionLaw | undefined | Failure {
  const text = args.value("contention");
  if (text === undefined) return undefined;
  const parts = text.split(",");
  const [alpha, beta] = parts.map(plainNumber);
  if (parts.length !== 2 || alpha === undefined || beta === undefined || alpha < 0 || beta < 0) {
    return failure(
      `--contention: "${text}" is not ALPHA,BETA with two numbers of 0 or more, e.g. 0.03,0.001`,
    );
  }
  return { alpha, beta };
}

/** `NAME=VALUE` split at the first `=`; absent where there is none or no name. */
export function parsePair(text: string): readonly [string, string] | undefined {
  const equals = text.indexOf("=");
  return equals > 0 ? [text.slice(0, equals), text.slice(equals + 1)] : undefined;
}

/** Decimal numbers only: not `0x10`, not ``, not `Infinity`. */
function plainNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : undefined;
}
