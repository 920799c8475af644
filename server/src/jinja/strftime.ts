/** `strftime` in the C locale. */
import { dateText, fieldsOf, isLeapYear, offsetText, two } from "./moments";
import type { Moment } from "./values";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `moment.strftime(format)`; codes that Python does not know stay as they are. */
export function strftime(moment: Moment, format: string): string {
  const fields = fieldsOf(moment);
  const { year, month, day, hour, minute, second, microsecond, weekday, dayOfYear } = fields;
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const iso = isoWeek(year, dayOfYear, weekday);
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  const dayName = DAYS[weekday] ?? "";
  const monthName = MONTHS[month - 1] ?? "";
  const codes: Readonly<Record<string, () => string>> = {
    a: () => dayName.slice(0, 3),
    A: () => dayName,
    b: () => monthName.slice(0, 3),
    h: () => monthName.slice(0, 3),
    B: () => monthName,
    c: () =>
      `${dayName.slice(0, 3)} ${monthName.slice(0, 3)} ${String(day).padStart(2)} ${clock} ${year}`,
    C: () => two(Math.floor(year / 100)),
    d: () => two(day),
    D: () => `${two(month)}/${two(day)}/${two(year % 100)}`,
    e: () => String(day).padStart(2),
    f: () => String(microsecond).padStart(6, "0"),
    F: () => dateText(fields),
    g: () => two(iso.year % 100),
    G: () => String(iso.year),
    H: () => two(hour),
    I: () => two(hour12),
    j: () => String(dayOfYear).padStart(3, "0"),
    k: () => String(hour).padStart(2),
    l: () => String(hour12).padStart(2),
    m: () => two(month),
    M: () => two(minute),
    n: () => "\n",
    p: () => (hour < 12 ? "AM" : "PM"),
    r: () => `${two(hour12)}:${two(minute)}:${two(second)} ${hour < 12 ? "AM" : "PM"}`,
    R: () => `${two(hour)}:${two(minute)}`,
    S: () => two(second),
    t: () => "\t",
    T: () => clock,
    u: () => String(weekday + 1),
    U: () => two(Math.floor((dayOfYear + 6 - ((weekday + 1) % 7)) / 7)),
    V: () => two(iso.week),
    w: () => String((weekday + 1) % 7),
    W: () => two(Math.floor((dayOfYear + 6 - weekday) / 7)),
    x: () => `${two(month)}/${two(day)}/${two(year % 100)}`,
    X: () => clock,
    y: () => two(year % 100),
    Y: () => String(year),
    z: () => offsetText(moment.zone, ""),
    Z: () => moment.zone?.name ?? "",
    "%": () => "%",
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, code: string) =>
    Object.hasOwn(codes, code) ? (codes[code]?.() ?? whole) : whole,
  );
}

/** ISO year and week of a day. */
export function isoWeek(
  year: number,
  dayOfYear: number,
  weekday: number,
): { readonly year: number; readonly week: number } {
  const week = Math.floor((dayOfYear - weekday + 9) / 7);
  if (week < 1) return { year: year - 1, week: weeksOf(year - 1, weekday - dayOfYear) };
  const days = isLeapYear(year) ? 366 : 365;
  if (week === 53 && days - dayOfYear < 3 - weekday) return { year: year + 1, week: 1 };
  return { year, week };
}

/** Weeks of `year`, given the weekday of its last day as `offset` counts it. */
function weeksOf(year: number, offset: number): number {
  const lastWeekday = ((offset % 7) + 7) % 7;
  return lastWeekday === 3 || (lastWeekday === 4 && isLeapYear(year)) ? 53 : 52;
}
