/**
 * Macros in the manner of packages, called in dbt's Jinja environment with generated arguments and
 * recorded (`test/oracle/jinja/macros.py`): the same values, log lines and errors here.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { callInStub, type Recorded } from "../oracle/jinja/callInStub";

const recorded = JSON.parse(readFileSync("test/data/jinja/macro-calls.json", "utf8")) as Recorded;
const names = [...new Set(recorded.calls.map(({ macro }) => macro))];

const plain = (text: string | undefined): string => (text ?? "").replaceAll("dbt_macro__", "");

describe("macros called with anything", () => {
  test.each(names)("%s", (name) => {
    const calls = recorded.calls.filter(({ macro }) => macro === name);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      const { value, error, logs } = callInStub(recorded, call);
      const ours =
        error === undefined
          ? { value, logs }
          : { raises: error.pythonClass, message: plain(error.message) };
      const theirs =
        call.raises === undefined
          ? { value: call.value, logs: call.logs }
          : { raises: call.raises, message: plain(call.message) };
      expect({ args: call.args, kwargs: call.kwargs, ...ours }).toEqual({
        args: call.args,
        kwargs: call.kwargs,
        ...theirs,
      });
    }
  });
});
