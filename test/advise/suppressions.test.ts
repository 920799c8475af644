import { expect, test } from "vitest";
import { mergeRuleLevels, parseRuleSettings } from "../../server/src/advise/ruleSettings";
import { findSuppressions } from "../../server/src/advise/suppressions";
import { applyEdits } from "../support/applyEdits";

/** `code@lines` of each suppression, and the text without them. */
function checkSuppressions(text: string, expected: string, without: string): void {
  const found = findSuppressions("models/a.sql", text);
  expect(found.map(({ code, lines }) => `${code}@${lines.join(",")}`).join(" ")).toBe(expected);
  expect(found.map(({ code, span }) => text.slice(span.start, span.end) === code)).not.toContain(
    false,
  );
  const first = found[0];
  expect(first ? applyEdits(text, [first.removal]) : text).toBe(without);
}

test("comments of every language count on their line and the next", () => {
  checkSuppressions("-- heddle: ignore unknown-ref\nselect 1", "unknown-ref@0,1", "select 1");
  checkSuppressions(
    "+threads: 1  # heddle: ignore threads-exceed-capacity\nb: 2",
    "threads-exceed-capacity@0,1",
    "+threads: 1\nb: 2",
  );
  checkSuppressions("a\n{# heddle: ignore serial-chain #}\nb", "serial-chain@1,2", "a\nb");
  checkSuppressions("/* heddle: ignore serial-chain */ select 1", "serial-chain@0", " select 1");
  checkSuppressions("a {#- heddle: ignore serial-chain -#} b", "serial-chain@0", "a b");
});

test("several rules, and comments stacked above one line", () => {
  checkSuppressions(
    "-- heddle: ignore a-b, c-d\n-- heddle: ignore e-f\nselect 1",
    "a-b@0,1,2 c-d@0,1,2 e-f@1,2",
    "-- heddle: ignore c-d\n-- heddle: ignore e-f\nselect 1",
  );
});

test("what is no suppression", () => {
  checkSuppressions("select 'heddle: ignore x'", "", "select 'heddle: ignore x'");
  checkSuppressions("-- heddle: ignore", "", "-- heddle: ignore");
});

test("heddle.yml sets severities, the settings have the last word", () => {
  const text =
    "rules:\n  serial-chain: off\n  unknown-ref: warning\n  nope: error\n  yaml-syntax: loud\n";
  const { value, problems } = parseRuleSettings(text);
  expect([...value]).toEqual([
    ["serial-chain", "off"],
    ["unknown-ref", "warning"],
  ]);
  expect(
    problems.map(({ code, message, span }) => [code, message, text.slice(span.start, span.end)]),
  ).toEqual([
    ["invalid-rule-settings", "No rule is named nope; docs/rules lists them.", "nope"],
    [
      "invalid-rule-settings",
      "A severity is one of error, warning, information, hint, off.",
      "loud",
    ],
  ]);
  expect(mergeRuleLevels(value, { "serial-chain": "hint" }).get("serial-chain")).toBe("hint");
});

test("a broken or odd heddle.yml is reported, not thrown", () => {
  expect(parseRuleSettings("rules: [").problems[0]?.code).toBe("yaml-syntax");
  expect(parseRuleSettings("rules: 3").problems[0]?.code).toBe("invalid-rule-settings");
  expect(parseRuleSettings("").problems).toEqual([]);
  expect(parseRuleSettings("[1]").problems).toEqual([]);
});
