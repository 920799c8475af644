/** Dates from texts: what Python's `fromisoformat` and `strptime` read and refuse. */
import { describe, expect, it } from "vitest";
import { pythonModules } from "../../server/src/jinja/pythonModules";
import { evaluateExpression } from "../../server/src/jinja/render";
import { unknown } from "../../server/src/jinja/values";

/** The text of an expression of `modules.datetime`, its error, or `unknown`. */
function textOf(expression: string): string {
  const modules = pythonModules(unknown("the clock"));
  const lookup = (name: string) => (name === "modules" ? modules : undefined);
  const { value, error, unknown: notes } = evaluateExpression(`${expression} | string`, { lookup });
  if (error !== undefined) return error.message;
  return notes.length > 0 || typeof value !== "string" ? "unknown" : value;
}

describe("fromisoformat", () => {
  const date = (text: string) => textOf(`modules.datetime.date.fromisoformat('${text}')`);
  const moment = (text: string) => textOf(`modules.datetime.datetime.fromisoformat('${text}')`);

  it("reads dates and times", () => {
    expect(date("2024-02-29")).toBe("2024-02-29");
    expect(moment("2024-01-02T03:04:05")).toBe("2024-01-02 03:04:05");
  });
  it("refuses what is out of range", () => {
    expect(date("2024-13-01")).toBe("month must be in 1..12");
    expect(date("2023-02-29")).toBe("day is out of range for month");
    expect(moment("2024-01-02 24:00:00")).toBe("hour must be in 0..23");
    expect(date("01.02.2024")).toBe("Invalid isoformat string: '01.02.2024'");
  });
  it("leaves to Python's release what only newer ones read", () => {
    for (const text of ["20240102", "2024-W01-1", "2024-01-02T03:04:05+02:00"]) {
      expect(moment(text), text).toBe("unknown");
    }
  });
});

describe("strptime", () => {
  const parsed = (text: string, format: string) =>
    textOf(`modules.datetime.datetime.strptime('${text}', '${format}')`);

  it("reads what fits its format", () =>
    expect(parsed("31.01.2024", "%d.%m.%Y")).toBe("2024-01-31 00:00:00"));
  it("refuses what does not", () => {
    const message = "time data '2024-13-01' does not match format '%Y-%m-%d'";
    expect(parsed("2024-13-01", "%Y-%m-%d")).toBe(message);
    expect(parsed("2023-02-30", "%Y-%m-%d")).toBe("day is out of range for month");
  });
});
