/**
 * `modules` of dbt's contexts as far as they are safe: `datetime` and `pytz` with values of
 * their own, `itertools` within budgets; what `re` finds is Unknown, because a user's pattern must
 * not become a regular expression here; only that it is one is looked at.
 */
import { PythonError, typeError, valueError } from "./errors";
import { isoMoment } from "./isoMoments";
import { generator, iterate } from "./iterate";
import { datetimeOf, daysInMonth, fieldsOf, UTC } from "./moments";
import { numberOf } from "./numbers";
import { patternFault } from "./patternSyntax";
import { lookBehindFault } from "./patternWidth";
import { repr } from "./print";
import { timeZone, zoneOf } from "./timeZones";
import type { CallArguments, HostCall, HostObject, Moment, Unknown, Value } from "./values";
import {
  hostFunction,
  hostObject,
  integerOf,
  isKind,
  orElse,
  textOf,
  tuple,
  typeName,
  unknown,
} from "./values";

/** `modules`; `now` is the moment that `datetime.now()` and its kin give, where it is known. */
export function pythonModules(now: Moment | Unknown): HostObject {
  return hostObject("dict", {
    datetime: datetimeModule(now),
    pytz: pytzModule(),
    re: patternModule(),
    itertools: itertoolsModule(),
  });
}

function patternModule(): HostObject {
  return hostObject(
    "module",
    {},
    {
      attribute: (member) =>
        hostFunction(member, ({ args }) => {
          const pattern = TAKE_PATTERN.has(member) && args[0] !== undefined ? textOf(args[0]) : "";
          const fault = patternFault(pattern ?? "") ?? lookBehindFault(pattern ?? "");
          if (fault !== undefined) throw new PythonError("PatternError", fault);
          const shown = args.map((value) => repr(value).slice(0, 40)).join(", ");
          return unknown(`modules.re.${member}(${shown})`);
        }),
    },
  );
}

const TAKE_PATTERN: ReadonlySet<string> = new Set(
  "compile search match fullmatch split findall finditer sub subn".split(" "),
);

function field(call: CallArguments, index: number, name: string): number {
  const value = call.args[index] === undefined ? call.kwargs.get(name) : call.args[index];
  if (value === undefined) return 0;
  const integer = integerOf(value);
  if (integer === undefined) {
    throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  return Number(integer);
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  year: [1, 9999],
  month: [1, 12],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  microsecond: [0, 999_999],
};

function checked(call: CallArguments, index: number, name: string): number {
  const value = field(call, index, name);
  const [least, most] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (value >= least && value <= most) return value;
  throw valueError(
    name === "year" ? `year ${value} is out of range` : `${name} must be in ${least}..${most}`,
  );
}

function dateFields(call: CallArguments): [number, number, number] {
  if (call.args.length + call.kwargs.size < 3) {
    throw typeError("function missing required argument 'year' (pos 1)");
  }
  const year = checked(call, 0, "year");
  const month = checked(call, 1, "month");
  const day = field(call, 2, "day");
  if (day < 1 || day > daysInMonth(year, month)) throw valueError("day is out of range for month");
  return [year, month, day];
}

function clockFields(call: CallArguments, from: number): number[] {
  return ["hour", "minute", "second", "microsecond"].map((name, index) =>
    checked(call, from + index, name),
  );
}

function zoneArgument(value: Value | undefined): Moment["zone"] {
  return value !== undefined && isKind(value, "moment") ? value.zone : undefined;
}

function inZone(now: Moment | Unknown, given: Value | undefined): Moment | Unknown {
  if (now.kind === "unknown") return now;
  const utc = now.micros - (now.zone?.offset ?? 0n);
  const zone = given !== undefined && isKind(given, "moment") ? zoneOf(given, utc) : undefined;
  return { kind: "moment", type: "datetime", micros: utc + (zone?.offset ?? 0n), zone };
}

function datePart(moment: Moment): Moment {
  const { year, month, day } = fieldsOf(moment);
  return { ...datetimeOf([year, month, day]), type: "date" };
}

function timedelta({ args, kwargs }: HostCall): Value {
  const units = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"];
  const sizes = [86_400e6, 1e6, 1, 1e3, 60e6, 3_600e6, 604_800e6];
  for (const name of kwargs.keys()) {
    if (units.includes(name)) continue;
    throw typeError(`'${name}' is an invalid keyword argument for __new__()`);
  }
  let micros = 0n;
  units.forEach((name, index) => {
    const value = args[index] === undefined ? kwargs.get(name) : args[index];
    if (value === undefined) return;
    const number = numberOf(value);
    if (number === undefined) {
      throw typeError(`unsupported type for timedelta ${name} component: ${typeName(value)}`);
    }
    const size = sizes[index] ?? 1;
    micros +=
      typeof number === "bigint" ? number * BigInt(size) : BigInt(Math.round(number * size));
  });
  return { kind: "moment", type: "timedelta", micros, zone: undefined };
}

const NUMERIC_CODES = "YmdHMSfy";

/** `datetime.strptime` for numeric codes; other codes are Unknown. */
function parseDatetime({ args }: HostCall): Value {
  const text = textOf(args[0] ?? null);
  const format = textOf(args[1] ?? null);
  if (text === undefined || format === undefined) {
    const [index, wrong = null] = text === undefined ? [1, args[0]] : [2, args[1]];
    const type = wrong === null ? "None" : typeName(wrong);
    throw typeError(`strptime() argument ${index} must be str, not ${type}`);
  }
  const fields = new Map<string, number>();
  let at = 0;
  for (let index = 0; index < format.length; index++) {
    const code = format[index] === "%" ? format[++index] : undefined;
    if (code !== undefined && code !== "%") {
      if (!NUMERIC_CODES.includes(code)) return unknown(`datetime.strptime with %${code}`);
      const digits = /^\d+/.exec(text.slice(at, at + (code === "Y" ? 4 : code === "f" ? 6 : 2)));
      if (digits === null) throw mismatch(text, format);
      const shown = code === "f" ? digits[0].padEnd(6, "0") : digits[0];
      fields.set(code, Number(shown));
      at += digits[0].length;
    } else if (text[at++] !== format[index]) throw mismatch(text, format);
  }
  if (at < text.length) throw valueError(`unconverted data remains: ${text.slice(at)}`);
  const shortYear = fields.get("y");
  const year =
    fields.get("Y") ??
    (shortYear === undefined ? 1900 : shortYear + (shortYear < 69 ? 2000 : 1900));
  const [month, day] = [fields.get("m") ?? 1, fields.get("d") ?? 1];
  const isOut = (code: string, most: number): boolean => (fields.get(code) ?? 0) > most;
  // `%m` matches months only, and so on: what is left over no longer fits the format.
  const isMonth = month >= 1 && month <= 12 && day >= 1 && day <= 31 && year >= 1;
  if (!isMonth || isOut("H", 23) || isOut("M", 59) || isOut("S", 61)) throw mismatch(text, format);
  if (isOut("S", 59)) return unknown("a leap second");
  if (day > daysInMonth(year, month)) throw valueError("day is out of range for month");
  return datetimeOf(
    [year, month, day],
    [fields.get("H") ?? 0, fields.get("M") ?? 0, fields.get("S") ?? 0, fields.get("f") ?? 0],
  );
}

function mismatch(text: string, format: string): PythonError {
  return valueError(`time data ${repr(text)} does not match format ${repr(format)}`);
}

function datetimeModule(now: Moment | Unknown): HostObject {
  const makeDatetime = (call: HostCall): Value =>
    datetimeOf(
      dateFields(call),
      clockFields(call, 3),
      zoneArgument(call.kwargs.get("tzinfo") ?? call.args[7]),
    );
  const datetime = hostObject(
    "type",
    {
      now: hostFunction("now", ({ args, kwargs }) =>
        inZone(now, args[0] === undefined ? kwargs.get("tz") : args[0]),
      ),
      today: hostFunction("today", () => inZone(now, undefined)),
      utcnow: hostFunction("utcnow", () => inZone(now, undefined)),
      strptime: hostFunction("strptime", parseDatetime),
      fromisoformat: hostFunction("fromisoformat", ({ args }) => isoMoment(args[0] ?? null)),
      combine: hostFunction("combine", ({ args }) => combine(args[0] ?? null, args[1] ?? null)),
      ...unmade("fromtimestamp", "utcfromtimestamp", "fromordinal", "fromisocalendar"),
    },
    { call: makeDatetime },
  );
  const date = hostObject(
    "type",
    {
      today: hostFunction("today", () => (now.kind === "unknown" ? now : datePart(now))),
      fromisoformat: hostFunction("fromisoformat", ({ args }) => {
        const moment = isoMoment(args[0] ?? null);
        return isKind(moment, "moment") ? datePart(moment) : moment;
      }),
      ...unmade("fromtimestamp", "fromordinal", "fromisocalendar"),
    },
    { call: (call) => ({ ...datetimeOf(dateFields(call)), type: "date" }) },
  );
  const time = hostObject(
    "type",
    {},
    {
      call: (call) => ({ ...datetimeOf([1, 1, 1], clockFields(call, 0)), type: "time" }),
    },
  );
  return hostObject("module", {
    datetime,
    date,
    time,
    timedelta: hostObject("type", {}, { call: timedelta }),
    timezone: hostObject("type", { utc: utcZone() }),
    tzinfo: unknown("datetime.tzinfo"),
  });
}

/** Functions that Python has and whose result is left unknown. */
function unmade(...names: readonly string[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    names.map((name) => [name, hostFunction(name, () => unknown(`${name}()`))]),
  );
}

function combine(day: Value, clock: Value): Value {
  if (!isKind(day, "moment") || !isKind(clock, "moment")) {
    throw typeError("combine() argument 1 must be datetime.date");
  }
  return { ...clock, type: "datetime", micros: datePart(day).micros + clock.micros };
}

function utcZone(): Moment {
  return { kind: "moment", type: "timezone", micros: 0n, zone: UTC };
}

/** A zone that was not met before is as dear as this many steps. */
const ZONE_STEPS = 500;

function pytzModule(): HostObject {
  return hostObject("module", {
    utc: utcZone(),
    UTC: utcZone(),
    timezone: hostFunction("timezone", ({ args, machine }) => {
      machine.step(ZONE_STEPS);
      const name = textOf(args[0] ?? null) ?? "";
      if (name.toUpperCase() === "UTC") return utcZone();
      const zone = timeZone(name);
      if (zone !== undefined) return zone;
      throw new PythonError("UnknownTimeZoneError", repr(name));
    }),
  });
}

type Choose = (pool: readonly Value[], count: number) => Iterable<Value[]>;

function* permutations(pool: readonly Value[], count: number): Iterable<Value[]> {
  if (count === 0) yield [];
  else {
    for (let index = 0; index < pool.length; index++) {
      const rest = [...pool.slice(0, index), ...pool.slice(index + 1)];
      for (const tail of permutations(rest, count - 1)) yield [pool[index]!, ...tail];
    }
  }
}

function* combinations(pool: readonly Value[], count: number): Iterable<Value[]> {
  if (count === 0) yield [];
  else {
    for (let index = 0; index < pool.length; index++) {
      for (const tail of combinations(pool.slice(index + 1), count - 1)) {
        yield [pool[index]!, ...tail];
      }
    }
  }
}

function* product(pools: readonly (readonly Value[])[]): Iterable<Value[]> {
  const [first, ...rest] = pools;
  if (first === undefined) yield [];
  else for (const item of first) for (const tail of product(rest)) yield [item, ...tail];
}

function* counted(call: HostCall, rows: Iterable<Value[]>): Iterable<Value> {
  for (const row of rows) {
    call.machine.step(1 + row.length);
    call.machine.allocate(row.length);
    yield tuple(row);
  }
}

function* chained(call: HostCall, sources: Iterable<Value>): Iterable<Value> {
  for (const source of sources) {
    for (const item of iterate(source)) {
      call.machine.step();
      yield item;
    }
  }
}

function* limited(items: Iterable<Value>, start: number, stop: number): Iterable<Value> {
  let index = 0;
  for (const item of items) {
    if (index >= stop) return;
    if (index++ >= start) yield item;
  }
}

function itertoolsModule(): HostObject {
  const choosing = (name: string, choose: Choose) =>
    hostFunction(name, (call) => {
      const pool = [...iterate(call.args[0] ?? null)];
      const asked = call.args[1] === undefined ? call.kwargs.get("r") : call.args[1];
      const count = Number(integerOf(orElse(asked, () => BigInt(pool.length))) ?? 0n);
      if (count > pool.length) return generator([], name);
      return generator(counted(call, choose(pool, count)), name);
    });
  const chain = hostObject(
    "type",
    {
      from_iterable: hostFunction("from_iterable", (call) =>
        generator(chained(call, iterate(call.args[0] ?? null)), "chain"),
      ),
    },
    { call: (call) => generator(chained(call, call.args), "chain") },
  );
  return hostObject(
    "module",
    {
      chain,
      permutations: choosing("permutations", permutations),
      combinations: choosing("combinations", combinations),
      product: hostFunction("product", (call) => {
        const times = Number(integerOf(call.kwargs.get("repeat") ?? 1n) ?? 1n);
        const pools = call.args.map((value) => [...iterate(value)]);
        const repeated = Array.from({ length: Math.min(times, 20) }, () => pools).flat();
        return generator(counted(call, product(repeated)), "product");
      }),
      islice: hostFunction("islice", ({ args }) => {
        const [items = null, first = null, second] = args;
        const start = second === undefined ? 0 : Number(integerOf(first) ?? 0n);
        const stop = Number(integerOf(second === undefined ? first : second) ?? 1_000_000n);
        return generator(limited(iterate(items), start, stop), "islice");
      }),
    },
    { attribute: (name) => unknown(`modules.itertools.${name}`) },
  );
}
