/**
 * `pytz.timezone(name)`: time zones from the data that Node itself carries. A zone gives the offset
 * that holds at a moment; without a moment it stands, as in pytz, for the local mean time of old.
 */
import { lazy } from "../base/lazy";
import { daysOf } from "./moments";
import type { Moment } from "./values";

type Zone = NonNullable<Moment["zone"]>;

const DAY = 86_400_000_000n;
const MINUTE = 60_000_000n;
const EPOCH = BigInt(daysOf(1970, 1, 1)) * DAY;
/** Before any country had a standard time. */
const OLD = BigInt(daysOf(1800, 1, 1)) * DAY;
/** Each writes the abbreviations of its own parts of the world; the rest as `GMT+3`. */
const LOCALES = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA", "en-CA"] as const;

/** Abbreviations that no English-speaking country writes, of zones without summer time. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  (
    "Asia/Tokyo JST Asia/Seoul KST Asia/Shanghai CST Asia/Taipei CST Asia/Hong_Kong HKT " +
    "Asia/Manila PST Asia/Jakarta WIB Asia/Karachi PKT Africa/Lagos WAT Africa/Nairobi EAT " +
    "Africa/Algiers CET Europe/Moscow MSK Asia/Macau CST"
  )
    .split(" ")
    .flatMap((word, index, words) => (index % 2 === 0 ? [[word, words[index + 1] ?? ""]] : [])),
);

interface Formats {
  readonly clock: Intl.DateTimeFormat;
  /** Made when a name is asked for: each costs about as much as a small template. */
  readonly names: () => readonly Intl.DateTimeFormat[];
}

/** Zones met before. A project uses one or two. */
const MET = new Map<string, Formats>();
const MET_LIMIT = 30;

/** The time zone of this name, or JS undefined where nobody knows one. */
export function timeZone(name: string): Moment | undefined {
  const formats = formatsOf(name);
  if (formats === undefined) return undefined;
  const old = offsetAt(formats, OLD);
  // pytz rounds local mean time to minutes.
  const rounded = ((old + (old < 0n ? -MINUTE : MINUTE) / 2n) / MINUTE) * MINUTE;
  return {
    kind: "moment",
    type: "timezone",
    micros: 0n,
    zone: { offset: rounded, name: "LMT" },
    label: name,
    zoneAt: (utcMicros) => zoneAt(formats, utcMicros, ABBREVIATIONS.get(name)),
  };
}

function formatsOf(timeZone: string): Formats | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(timeZone)) return undefined;
  const met = MET.get(timeZone);
  if (met !== undefined) return met;
  if (MET.size >= MET_LIMIT) MET.clear();
  try {
    const formats: Formats = {
      clock: new Intl.DateTimeFormat("en-US", {
        timeZone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      }),
      names: lazy(() =>
        LOCALES.map(
          (locale) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" }),
        ),
      ),
    };
    MET.set(timeZone, formats);
    return formats;
  } catch {
    return undefined;
  }
}

function epochMs(utcMicros: bigint): number {
  return Number((utcMicros - EPOCH) / 1_000n);
}

function offsetAt({ clock }: Formats, utcMicros: bigint): bigint {
  const whole = (utcMicros / 1_000_000n) * 1_000_000n;
  const parts = new Map(
    clock.formatToParts(epochMs(whole)).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const days = BigInt(daysOf(part("year"), part("month"), part("day")));
  const seconds = BigInt(part("hour") * 3_600 + part("minute") * 60 + part("second"));
  return days * DAY + seconds * 1_000_000n - whole;
}

function zoneAt(formats: Formats, utcMicros: bigint, known: string | undefined): Zone {
  const offset = offsetAt(formats, utcMicros);
  if (known !== undefined) return { offset, name: known };
  return {
    offset,
    get name() {
      return nameAt(formats, utcMicros) ?? numericName(offset);
    },
  };
}

function nameAt(formats: Formats, utcMicros: bigint): string | undefined {
  for (const format of formats.names()) {
    const parts = format.formatToParts(epochMs(utcMicros));
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{3,5}$/.test(name)) return name;
  }
  return undefined;
}

/** As the data names zones without an abbreviation: `-03`, `+0545`. */
function numericName(offset: bigint): string {
  const minutes = Number((offset < 0n ? -offset : offset) / MINUTE);
  const two = (value: number): string => String(value).padStart(2, "0");
  const rest = minutes % 60 === 0 ? "" : two(minutes % 60);
  return `${offset < 0n ? "-" : "+"}${two(Math.floor(minutes / 60))}${rest}`;
}

/**
 * `zone.localize(moment, is_dst)`: the zone's own clock reading as a moment. Where the clock goes
 * through an hour twice, or leaves one out, `isDst` decides.
 */
export function localized(zone: Moment, moment: Moment, isDst: boolean): Moment {
  const { zoneAt } = zone;
  if (zoneAt === undefined) return { ...moment, zone: zone.zone };
  const around = [zoneAt(moment.micros - DAY), zoneAt(moment.micros + DAY)];
  const fitting = around.filter(({ offset }) => zoneAt(moment.micros - offset).offset === offset);
  const choices = [...(fitting.length > 0 ? fitting : around)].sort((a, b) =>
    a.offset < b.offset ? -1 : a.offset > b.offset ? 1 : 0,
  );
  return { ...moment, zone: (isDst ? choices.at(-1) : choices[0]) ?? moment.zone };
}

/** The zone that holds at `utcMicros`. */
export function zoneOf(zone: Moment, utcMicros: bigint): Moment["zone"] {
  return zone.zoneAt === undefined ? zone.zone : zone.zoneAt(utcMicros);
}
