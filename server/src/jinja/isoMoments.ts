/** `fromisoformat` of Python's dates: what every Python from 3.9 on reads, and what each refuses. */
import { PythonError } from "./errors";
import { datetimeOf, daysInMonth, UTC } from "./moments";
import { repr } from "./print";
import { isUnknown, textOf, unknown, type Value } from "./values";

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|\+00:00)?)?$/;
/** Forms that Python reads since 3.11 only. */
const NEWER =
  /^\d{4}-?(?:\d\d-?\d\d|W\d\d(?:-?\d)?)(?:.\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?)?(?:Z|[+-]\d\d(?::?\d\d){0,2})?$/s;

/** The moment that a text stands for; Unknown where that hangs on Python's release. */
export function isoMoment(value: Value): Value {
  if (isUnknown(value)) return value;
  const text = textOf(value) ?? "";
  const match = ISO.exec(text);
  if (match === null) {
    if (NEWER.test(text)) return unknown(`fromisoformat(${repr(value)})`);
    throw refusal(`Invalid isoformat string: ${repr(value)}`);
  }
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? "0"));
  if (year < 1) throw refusal(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw refusal("month must be in 1..12");
  if (day < 1 || day > daysInMonth(year, month)) throw refusal("day is out of range for month");
  if (hour > 23) throw refusal("hour must be in 0..23");
  if (minute > 59) throw refusal("minute must be in 0..59");
  if (second > 59) throw refusal("second must be in 0..59");
  const micros = Number((match[7] ?? "0").padEnd(6, "0"));
  const zone = match[8] === undefined ? undefined : UTC;
  return datetimeOf([year, month, day], [hour, minute, second, micros], zone);
}

function refusal(message: string): PythonError {
  return new PythonError("ValueError", message);
}
