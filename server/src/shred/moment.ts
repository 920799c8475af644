/** Days and seconds since 1970 out of the bytes of `2024-02-29 12:30:15.25`, without strings. */

const ZERO = 0x30;
const SECONDS_PER_DAY = 86_400;
/** Days of a 400-year cycle of the calendar, and from March of year 0 to 1970. */
const CYCLE_DAYS = 146_097;
const EPOCH_DAYS = 719_468;
const MICROS_DIGITS = 6;

/** Digits at `at`, of which there are `count`. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value = value * 10 + (bytes[at + i]! - ZERO);
  return value;
}

/**
 * Days from 1970 to the date at `at`, negative before it, in the calendar of today throughout. Years
 * are counted from March, so that a leap day is their last (Hinnant 2014, days_from_civil).
 */
export function dayAt(bytes: Uint8Array, at: number): number {
  const month = digits(bytes, at + 5, 2);
  const year = digits(bytes, at, 4) - (month <= 2 ? 1 : 0);
  const cycle = Math.floor(year / 400);
  const ofCycle = year - cycle * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const ofYear = Math.floor((153 * monthFromMarch + 2) / 5) + digits(bytes, at + 8, 2) - 1;
  const leapDays = Math.floor(ofCycle / 4) - Math.floor(ofCycle / 100);
  return cycle * CYCLE_DAYS + ofCycle * 365 + leapDays + ofYear - EPOCH_DAYS;
}

/** A timestamp in `bytes[start … end)`, where `cellKind` found one, as seconds and microseconds. */
export function momentAt(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly seconds: number; readonly micros: number } {
  const day = dayAt(bytes, start) * SECONDS_PER_DAY;
  if (end - start === 10) return { seconds: day, micros: 0 };
  const second = end - start >= 19 ? digits(bytes, start + 17, 2) : 0;
  const seconds =
    day + digits(bytes, start + 11, 2) * 3600 + digits(bytes, start + 14, 2) * 60 + second;
  const count = Math.max(0, end - start - 20);
  const micros = digits(bytes, start + 20, count) * 10 ** (MICROS_DIGITS - count);
  return { seconds, micros: count === 0 ? 0 : micros };
}
