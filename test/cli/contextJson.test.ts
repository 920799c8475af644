import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOfJson } from "../../server/src/ide/answers/contextJson";
import { toJson } from "../../server/src/jinja/json";
import { repr } from "../../server/src/jinja/print";

/** `expected` is what Python prints for `repr(json.loads(text))`. */
function checkJson(text: string, expected: string): void {
  const { value, problem } = valueOfJson(text);
  expect(problem).toBeUndefined();
  expect(repr(value ?? null)).toBe(expected);
}

describe("JSON as Python reads it", () => {
  it("tells ints from floats", () => {
    checkJson(
      '{"a": 4, "b": 4.0, "c": 1e3, "d": -0.0}',
      "{'a': 4, 'b': 4.0, 'c': 1000.0, 'd': -0.0}",
    );
    checkJson("123456789012345678901234567890", "123456789012345678901234567890");
  });

  it("leaves digits in strings and keys alone", () => {
    checkJson(
      String.raw`{"1.0": "4.0 \" 5.0", "": ["", "\u00e9\n"]}`,
      String.raw`{'1.0': '4.0 " 5.0', '': ['', 'é\n']}`,
    );
    checkJson('{"__proto__": 1}', "{'__proto__': 1}");
  });

  it("says what is no JSON", () => {
    expect(valueOfJson("{a: 1}").problem).toMatch(/JSON/);
    expect(valueOfJson("").problem).toBeDefined();
  });

  it("comes back as it went in", () => {
    const isSafe = (text: string) =>
      (text.match(/-?\d{16,}/g) ?? []).every((digits) => Number.isSafeInteger(Number(digits)));
    const data = fc.jsonValue().filter((value) => isSafe(JSON.stringify(value)));
    fc.assert(
      fc.property(data, (value) => {
        const text = JSON.stringify(value);
        const read = valueOfJson(text).value ?? null;
        expect(JSON.stringify(toJson(read))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});
