/**
 * Dates and times of Python's `datetime` module: calendar fields and their texts. Proleptic
 * Gregorian calendar, years 1 to 9999.
 */
import type { Moment } from "./values";

const DAY = 86_400_000_000n;
const HOUR = 3_600_000_000n;
const MINUTE = 60_000_000n;
const SECOND = 1_000_000n;

/** Calendar and clock fields; `weekday` counts from Monday = 0. */
export interface MomentFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly weekday: number;
  readonly dayOfYear: number;
}

/** Days from 0001-01-01 to this date. */
export function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 306;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/** Fields of a datetime, date or time. */
export function fieldsOf(moment: Moment): MomentFields {
  const ofDay = moment.type === "date" ? 0n : ((moment.micros % DAY) + DAY) % DAY;
  const days = moment.type === "time" ? 0 : Number((moment.micros - ofDay) / DAY);
  const shifted = days + 306;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day,
    hour: Number(ofDay / HOUR),
    minute: Number((ofDay / MINUTE) % 60n),
    second: Number((ofDay / SECOND) % 60n),
    microsecond: Number(ofDay % SECOND),
    weekday: ((days % 7) + 7) % 7,
    dayOfYear: days - daysOf(year, 1, 1) + 1,
  };
}

/** A datetime of these fields; `zone` makes it aware. */
export function datetimeOf(
  date: readonly [year: number, month: number, day: number],
  time: readonly number[] = [],
  zone?: Moment["zone"],
): Moment {
  const [hour = 0, minute = 0, second = 0, microsecond = 0] = time;
  const micros =
    BigInt(daysOf(...date)) * DAY +
    BigInt(hour) * HOUR +
    BigInt(minute) * MINUTE +
    BigInt(second) * SECOND +
    BigInt(microsecond);
  return { kind: "moment", type: "datetime", micros, zone };
}

/** UTC as a time zone. */
export const UTC = { offset: 0n, name: "UTC" } as const;

/** The moment that lies `epochMs` milliseconds after 1970-01-01T00:00Z, aware in UTC. */
export function utcMoment(epochMs: number): Moment {
  const micros = BigInt(daysOf(1970, 1, 1)) * DAY + BigInt(Math.round(epochMs * 1000));
  return { kind: "moment", type: "datetime", micros, zone: UTC };
}

export function two(value: number): string {
  return String(value).padStart(2, "0");
}

function clockText(fields: MomentFields): string {
  const micros = fields.microsecond === 0 ? "" : `.${String(fields.microsecond).padStart(6, "0")}`;
  return `${two(fields.hour)}:${two(fields.minute)}:${two(fields.second)}${micros}`;
}

/** `+02:00`, empty for a naive value. */
export function offsetText(zone: Moment["zone"], separator = ":"): string {
  if (zone === undefined) return "";
  const size = zone.offset < 0n ? -zone.offset : zone.offset;
  const minutes = Number(size / MINUTE);
  const sign = zone.offset < 0n ? "-" : "+";
  return `${sign}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

/** `2024-03-06` */
export function dateText(fields: MomentFields): string {
  return `${String(fields.year).padStart(4, "0")}-${two(fields.month)}-${two(fields.day)}`;
}

/** `isoformat(separator)`. */
export function isoText(moment: Moment, separator = "T"): string {
  const fields = fieldsOf(moment);
  if (moment.type === "date") return dateText(fields);
  const clock = `${clockText(fields)}${offsetText(moment.zone)}`;
  return moment.type === "time" ? clock : `${dateText(fields)}${separator}${clock}`;
}

/** `str(moment)`. */
export function textOfMoment(moment: Moment): string {
  if (moment.type === "timedelta") return timedeltaText(moment.micros);
  if (moment.type === "timezone") return moment.label ?? moment.zone?.name ?? "UTC";
  return isoText(moment, " ");
}

function timedeltaText(micros: bigint): string {
  const { days, seconds, microseconds } = timedeltaParts(micros);
  const rest = microseconds === 0 ? "" : `.${String(microseconds).padStart(6, "0")}`;
  const hours = Math.floor(seconds / 3600);
  const clock = `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${rest}`;
  return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`;
}

/** A timedelta as Python keeps it: the days carry the sign. */
export function timedeltaParts(micros: bigint): {
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;
} {
  const rest = ((micros % DAY) + DAY) % DAY;
  return {
    days: Number((micros - rest) / DAY),
    seconds: Number(rest / SECOND),
    microseconds: Number(rest % SECOND),
  };
}

/** `repr(moment)`. */
export function reprMoment(moment: Moment): string {
  const fields = fieldsOf(moment);
  const zone = moment.zone === undefined ? "" : `, tzinfo=${reprZone(moment.zone)}`;
  const clock = [fields.hour, fields.minute];
  if (fields.second !== 0 || fields.microsecond !== 0) clock.push(fields.second);
  if (fields.microsecond !== 0) clock.push(fields.microsecond);
  const date = `${fields.year}, ${fields.month}, ${fields.day}`;
  switch (moment.type) {
    case "datetime":
      return `datetime.datetime(${date}, ${clock.join(", ")}${zone})`;
    case "date":
      return `datetime.date(${date})`;
    case "time":
      return `datetime.time(${clock.join(", ")}${zone})`;
    case "timezone":
      return reprZone(moment.zone ?? UTC);
    case "timedelta": {
      const { days, seconds, microseconds } = timedeltaParts(moment.micros);
      const parts: string[] = [];
      if (days !== 0) parts.push(`days=${days}`);
      if (seconds !== 0) parts.push(`seconds=${seconds}`);
      if (microseconds !== 0) parts.push(`microseconds=${microseconds}`);
      return `datetime.timedelta(${parts.length === 0 ? "0" : parts.join(", ")})`;
    }
  }
}

function reprZone(zone: NonNullable<Moment["zone"]>): string {
  return zone.offset === 0n ? "datetime.timezone.utc" : `<${zone.name}>`;
}
