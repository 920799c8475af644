/** Native rendering against dbt-common's own, on the cases that `test/oracle/jinja/native.py` made. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { fromJson, type JsonValue } from "../../server/src/jinja/json";
import { renderNative } from "../../server/src/jinja/native";
import { repr, str } from "../../server/src/jinja/print";
import { parseTemplate } from "../../server/src/jinja/template";
import { hostFunction } from "../../server/src/jinja/values";

interface NativeCase {
  readonly template: string;
  readonly expected?: string;
  readonly raises?: string;
}

const { vars, cases } = JSON.parse(readFileSync("test/data/jinja/native-cases.json", "utf8")) as {
  vars: Record<string, JsonValue>;
  cases: NativeCase[];
};

const context = contextOf({
  v: hostFunction("v", ({ args, kwargs }) => {
    const name = str(args[0] ?? "");
    if (Object.hasOwn(vars, name)) return fromJson(vars[name] ?? null);
    return args[1] ?? kwargs.get("default") ?? null;
  }),
});

for (const { template, expected, raises } of cases) {
  test(JSON.stringify(template), () => {
    const { value, error } = renderNative(parseTemplate(template), context);
    const ours = error === undefined ? repr(value ?? null) : error.pythonClass;
    expect(ours).toBe(expected ?? raises);
  });
}
