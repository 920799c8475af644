/** Attributes and methods of datetimes, dates, times and timedeltas. */
import { typeError, valueError } from "../errors";
import { daysInMonth, daysOf, fieldsOf, isoText, timedeltaParts } from "../moments";
import { isoWeek, strftime } from "../strftime";
import { localized, zoneOf } from "../timeZones";
import type { Moment, Value } from "../values";
import { integerOf, isKind, textOf, tuple, typeName } from "../values";
import { expectNone, type Method, type MethodCall } from "./methodArguments";

const DAY = 86_400_000_000n;
const EPOCH = BigInt(daysOf(1970, 1, 1)) * DAY;

/** A field that a template reads without calling, e.g. `now.hour`. */
export function momentAttribute(moment: Moment, name: string): Value | undefined {
  if (moment.type === "timedelta") {
    const parts = timedeltaParts(moment.micros);
    if (name === "days" || name === "seconds" || name === "microseconds") {
      return BigInt(parts[name]);
    }
    return undefined;
  }
  if (moment.type === "timezone") {
    return name === "zone" ? (moment.label ?? moment.zone?.name ?? null) : undefined;
  }
  const fields = fieldsOf(moment);
  const hasDate = moment.type !== "time";
  const hasClock = moment.type !== "date";
  if (hasDate && (name === "year" || name === "month" || name === "day")) {
    return BigInt(fields[name]);
  }
  if (!hasClock) return undefined;
  if (name === "hour" || name === "minute" || name === "second" || name === "microsecond") {
    return BigInt(fields[name]);
  }
  if (name !== "tzinfo") return name === "fold" ? 0n : undefined;
  const { zone } = moment;
  return zone === undefined ? null : { kind: "moment", type: "timezone", micros: 0n, zone };
}

type MomentMethod = Method<Moment>;

function plain(run: (moment: Moment) => Value): MomentMethod {
  return (self, call) => {
    expectNone(call, self.type);
    return run(self);
  };
}

function formatMoment(self: Moment, call: MethodCall): Value {
  const format = call.args[0] ?? call.kwargs.get("format");
  const text = format === undefined ? undefined : textOf(format);
  if (text === undefined) {
    throw typeError(
      format === undefined
        ? "strftime() missing required argument 'format' (pos 1)"
        : `strftime() argument 1 must be str, not ${typeName(format)}`,
    );
  }
  return strftime(self, text);
}

const FIELDS = ["year", "month", "day", "hour", "minute", "second", "microsecond"] as const;

function replace(self: Moment, call: MethodCall): Value {
  const old = fieldsOf(self);
  const names = self.type === "time" ? FIELDS.slice(3) : FIELDS;
  const values = new Map<string, number>(FIELDS.map((name) => [name, old[name]]));
  let { zone } = self;
  call.args.forEach((value, index) => {
    values.set(names[index] ?? "", Number(integerOf(value) ?? 0n));
  });
  for (const [name, value] of call.kwargs) {
    if (name === "tzinfo") zone = isKind(value, "moment") ? value.zone : undefined;
    else if (name !== "fold") values.set(name, Number(integerOf(value) ?? 0n));
  }
  const field = (name: (typeof FIELDS)[number]): number => values.get(name) ?? 0;
  const [year, month, day] = [field("year"), field("month"), field("day")];
  if (month < 1 || month > 12) throw valueError("month must be in 1..12");
  if (self.type !== "time" && (day < 1 || day > daysInMonth(year, month))) {
    throw valueError("day is out of range for month");
  }
  const clock = BigInt(field("hour") * 3600 + field("minute") * 60 + field("second")) * 1_000_000n;
  const date = self.type === "time" ? 0n : BigInt(daysOf(year, month, day)) * DAY;
  return { ...self, zone, micros: date + clock + BigInt(field("microsecond")) };
}

function astimezone(self: Moment, call: MethodCall): Value {
  const target = call.args[0];
  if (target === undefined || !isKind(target, "moment")) return self;
  const utc = self.micros - (self.zone?.offset ?? 0n);
  const zone = zoneOf(target, utc);
  return zone === undefined ? self : { ...self, zone, micros: utc + zone.offset };
}

function isoCalendar(self: Moment): Value {
  const { year, dayOfYear, weekday } = fieldsOf(self);
  const iso = isoWeek(year, dayOfYear, weekday);
  return tuple([BigInt(iso.year), BigInt(iso.week), BigInt(weekday + 1)]);
}

function part(self: Moment, type: "date" | "time"): Value {
  const ofDay = ((self.micros % DAY) + DAY) % DAY;
  const micros = type === "date" ? self.micros - ofDay : ofDay;
  return { kind: "moment", type, micros, zone: undefined };
}

/** All methods of datetimes, dates and times. */
export const momentMethods: ReadonlyMap<string, MomentMethod> = new Map<string, MomentMethod>([
  ["strftime", formatMoment],
  ["replace", replace],
  ["astimezone", astimezone],
  ["weekday", plain((self) => BigInt(fieldsOf(self).weekday))],
  ["isoweekday", plain((self) => BigInt(fieldsOf(self).weekday + 1))],
  ["isocalendar", plain(isoCalendar)],
  [
    "isoformat",
    (self, call) => isoText(self, textOf(call.args[0] ?? call.kwargs.get("sep") ?? "T") ?? "T"),
  ],
  ["date", plain((self) => part(self, "date"))],
  ["time", plain((self) => part(self, "time"))],
  [
    "timestamp",
    plain((self) => Number(self.micros - (self.zone?.offset ?? 0n) - EPOCH) / 1_000_000),
  ],
  ["toordinal", plain((self) => self.micros / DAY + 1n)],
  ["tzname", plain((self) => self.zone?.name ?? null)],
  [
    "utcoffset",
    plain((self) =>
      self.zone === undefined
        ? null
        : { kind: "moment", type: "timedelta", micros: self.zone.offset, zone: undefined },
    ),
  ],
]);

/** Gives a datetime without a zone this one, as pytz's UTC does. */
function localize(self: Moment, call: MethodCall): Value {
  const moment = call.args[0] ?? null;
  if (!isKind(moment, "moment")) {
    throw typeError(`'${typeName(moment)}' object has no attribute 'tzinfo'`);
  }
  if (moment.zone !== undefined) throw valueError("Not naive datetime (tzinfo is already set)");
  const isDst = call.args[1] ?? call.kwargs.get("is_dst") ?? false;
  return localized(self, moment, isDst === true);
}

/** Methods of time zones. */
export const timezoneMethods: ReadonlyMap<string, MomentMethod> = new Map<string, MomentMethod>([
  ["localize", localize],
  ["normalize", (self, call) => astimezone(momentOf(call), { ...call, args: [self] })],
  ["tzname", plain((self) => self.zone?.name ?? null)],
]);

function momentOf(call: MethodCall): Moment {
  const moment = call.args[0] ?? null;
  if (isKind(moment, "moment")) return moment;
  throw typeError(`'${typeName(moment)}' object has no attribute 'tzinfo'`);
}

/** Methods of timedelta. */
export const timedeltaMethods: ReadonlyMap<string, MomentMethod> = new Map<string, MomentMethod>([
  ["total_seconds", plain((self) => Number(self.micros) / 1_000_000)],
]);
