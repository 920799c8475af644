/**
 * `modules` of dbt's templates: dates and times run on the given clock, `re` and `pytz` stay
 * unknown where they would need Python's own implementation. Source: dbt-core 1.11
 * `context/base.py` (`get_context_modules`).
 */
import { iterate } from "../../jinja/iterate";
import { datetimeOf, fieldsOf, UTC, utcMoment } from "../../jinja/moments";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isKind,
  isUnknown,
  type Moment,
  textOf,
  tuple,
  unknown,
  type Value,
} from "../../jinja/values";

/** The `modules` object. `atMs` is the clock; without one, everything that asks it is unknown. */
export function modules(atMs: number | undefined): Value {
  return hostObject("dict", {
    datetime: datetimeModule(atMs),
    pytz: pytzModule(),
    re: opaque("modules.re"),
    itertools: itertoolsModule(),
  });
}

/** An object of which nothing is known but that it exists. */
function opaque(path: string): Value {
  return hostObject(
    "module",
    {},
    {
      attribute: (name) => hostFunction(name, () => unknown(`${path}.${name}`)),
    },
  );
}

function naive(moment: Moment): Moment {
  return { ...moment, zone: undefined };
}

function datetimeModule(atMs: number | undefined): Value {
  const now = (zone?: Value): Value => {
    if (atMs === undefined) return unknown("the clock");
    const utc = utcMoment(atMs);
    if (zone === undefined || zone === null) return naive(utc);
    const known = isKind(zone, "moment") ? zone.zone : undefined;
    if (known === undefined) return unknown("a time zone");
    return { ...utc, micros: utc.micros + known.offset, zone: known };
  };
  const today = (): Value => {
    const moment = now();
    return isKind(moment, "moment") ? dateOf(moment) : moment;
  };
  const datetime = hostObject(
    "type",
    {
      now: hostFunction("now", (call) => now(call.args[0] ?? call.kwargs.get("tz"))),
      utcnow: hostFunction("utcnow", () => now()),
      today: hostFunction("today", () => now()),
      strptime: hostFunction("strptime", (call) => parseTime(call)),
      fromisoformat: hostFunction("fromisoformat", (call) => parseIso(call)),
      combine: hostFunction("combine", () => unknown("datetime.combine")),
    },
    { call: (call) => build(call, "datetime") },
  );
  const date = hostObject(
    "type",
    {
      today: hostFunction("today", today),
      fromisoformat: hostFunction("fromisoformat", (call) => {
        const moment = parseIso(call);
        return isKind(moment, "moment") ? dateOf(moment) : moment;
      }),
    },
    { call: (call) => build(call, "date") },
  );
  return hostObject("module", {
    datetime,
    date,
    timedelta: hostFunction("timedelta", timedelta),
    timezone: hostObject("type", {
      utc: { kind: "moment", type: "timezone", micros: 0n, zone: UTC },
    }),
    time: hostFunction("time", () => unknown("datetime.time")),
  });
}

function dateOf(moment: Moment): Moment {
  const { year, month, day } = fieldsOf(moment);
  return { ...datetimeOf([year, month, day]), type: "date" };
}

function numbersOf(call: HostCall, names: readonly string[]): number[] | undefined {
  const numbers: number[] = [];
  for (const [index, name] of names.entries()) {
    const value = call.args[index] ?? call.kwargs.get(name) ?? 0n;
    if (typeof value !== "bigint" && typeof value !== "number") return undefined;
    numbers.push(Number(value));
  }
  return numbers;
}

function build(call: HostCall, type: "date" | "datetime"): Value {
  const fields = numbersOf(call, [
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "microsecond",
  ]);
  if (fields === undefined) return unknown(`a ${type}`);
  const [year = 1, month = 1, day = 1, ...clock] = fields;
  const moment = datetimeOf([year, month, day], clock);
  return type === "date" ? { ...moment, type } : moment;
}

function timedelta(call: HostCall): Value {
  const parts = numbersOf(call, [
    "days",
    "seconds",
    "microseconds",
    "milliseconds",
    "minutes",
    "hours",
    "weeks",
  ]);
  if (parts === undefined) return unknown("a timedelta");
  const [days = 0, seconds = 0, micros = 0, millis = 0, minutes = 0, hours = 0, weeks = 0] = parts;
  const total =
    ((weeks * 7 + days) * 86_400 + hours * 3_600 + minutes * 60 + seconds) * 1e6 +
    millis * 1e3 +
    micros;
  return { kind: "moment", type: "timedelta", micros: BigInt(Math.round(total)), zone: undefined };
}

function parseIso(call: HostCall): Value {
  const value = call.args[0] ?? null;
  const text = textOf(value);
  const match =
    text === undefined
      ? null
      : /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(text);
  if (match === null) return isUnknown(value) ? value : unknown("fromisoformat");
  return momentOf(match);
}

function momentOf(match: RegExpExecArray): Value {
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  return datetimeOf(
    [year, month, day],
    [hour, minute, second, Number((match[7] ?? "").padEnd(6, "0"))],
  );
}

const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  m: "(?<m>\\d{1,2})",
  d: "(?<d>\\d{1,2})",
  H: "(?<H>\\d{1,2})",
  M: "(?<M>\\d{1,2})",
  S: "(?<S>\\d{1,2})",
  f: "(?<f>\\d{1,6})",
};

/** `strptime` for the numeric directives; every other format is unknown. */
function parseTime(call: HostCall): Value {
  const text = textOf(call.args[0] ?? null);
  const format = textOf(call.args[1] ?? null);
  if (text === undefined || format === undefined) return unknown("strptime");
  let pattern = "^";
  const seen = new Set<string>();
  for (let i = 0; i < format.length; i++) {
    const letter = format[i]!;
    if (letter !== "%") {
      pattern += letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      continue;
    }
    const directive = format[++i] ?? "";
    if (!Object.hasOwn(DIRECTIVES, directive) || seen.has(directive)) return unknown("strptime");
    seen.add(directive);
    pattern += DIRECTIVES[directive];
  }
  const groups = new RegExp(`${pattern}$`).exec(text)?.groups;
  if (groups === undefined) return unknown("strptime");
  const part = (name: string, fallback: number): number => Number(groups[name] ?? fallback);
  return datetimeOf(
    [part("Y", 1900), part("m", 1), part("d", 1)],
    [part("H", 0), part("M", 0), part("S", 0), Number((groups["f"] ?? "").padEnd(6, "0"))],
  );
}

function pytzModule(): Value {
  const utc: Value = { kind: "moment", type: "timezone", micros: 0n, zone: UTC };
  return hostObject("module", {
    utc,
    UTC: utc,
    timezone: hostFunction("timezone", (call) => {
      const name = textOf(call.args[0] ?? null);
      return name === "UTC" || name === "utc" ? utc : unknown(`the time zone ${name ?? ""}`);
    }),
  });
}

function itertoolsModule(): Value {
  return hostObject(
    "module",
    {
      chain: hostFunction("chain", (call) => call.args.flatMap((list) => [...iterate(list)])),
      product: hostFunction("product", (call) => {
        let rows: Value[][] = [[]];
        for (const list of call.args) {
          const items = [...iterate(list)];
          call.machine.step(rows.length * items.length);
          rows = rows.flatMap((row) => items.map((item) => [...row, item]));
        }
        return rows.map((row) => tuple(row));
      }),
    },
    { attribute: (name) => hostFunction(name, () => unknown(`modules.itertools.${name}`)) },
  );
}
