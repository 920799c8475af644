/**
 * Hostile templates: none may reach anything of the host or end the process. Each probe is rendered
 * with default budgets; it may print, raise or run out of budget.
 */
import { describe, expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { fromJson } from "../../server/src/jinja/json";
import { datetimeOf } from "../../server/src/jinja/moments";
import { pythonModules } from "../../server/src/jinja/pythonModules";
import { type Rendering, renderTemplate } from "../../server/src/jinja/render";
import { parseTemplate } from "../../server/src/jinja/template";
import { hostFunction, hostObject } from "../../server/src/jinja/values";
import { DENIALS, ESCAPES, HOLDERS, MEMBERS } from "./safetyProbes";

const context = contextOf({
  d: fromJson({ a: 1 }),
  l: fromJson([1, 2, 3]),
  s: "text",
  n: 7n,
  f: hostFunction("f", () => "called"),
  o: hostObject("target", { name: "dev" }),
  modules: pythonModules(datetimeOf([2024, 3, 6])),
});

function render(template: string): Rendering {
  return renderTemplate(parseTemplate(template), context, { clock: () => performance.now() });
}

/** Anything of JS that must never show. */
const LEAKS = /native code|\[object|=>|function\s*\(|process|globalThis|Symbol\(/;

describe("escape probes", () => {
  test("no member of a JS object is reachable", () => {
    for (const holder of HOLDERS) {
      for (const member of MEMBERS) {
        for (const access of [
          `${holder}.${member}`,
          `${holder}['${member}']`,
          `${holder}|attr('${member}')`,
          `[${holder}]|map(attribute='${member}')|list`,
        ]) {
          const { text, error } = render(`{{ ${access} }}`);
          expect(`${text}${error?.message ?? ""}`, access).not.toMatch(LEAKS);
          expect(error?.pythonClass, access).not.toBe("InternalError");
          expect(render(`{{ ${access}('return process')() }}`).error, access).toBeDefined();
        }
      }
    }
  });

  for (const probe of ESCAPES) {
    test(probe, () => {
      const { text, error } = render(probe);
      expect(`${text}${error?.message ?? ""}`).not.toMatch(/\[native code|\[object|=>|pid/);
      expect(error?.pythonClass).not.toBe("InternalError");
      expect(Reflect.has(Object.prototype, "polluted")).toBe(false);
      expect(Reflect.has(Array.prototype, "polluted")).toBe(false);
    });
  }
});

// Time and memory are measured by test/oracle/jinja/denials.ts, in processes of their own.
describe("denial of service probes", () => {
  for (const [name, template] of DENIALS) {
    test(name, { timeout: 120_000 }, () => {
      expect(render(template).error?.pythonClass).not.toBe("InternalError");
    });
  }
});

test("there are at least 60 probes of each kind", () => {
  expect(DENIALS.length).toBeGreaterThan(60);
  expect(HOLDERS.length * MEMBERS.length).toBeGreaterThan(60);
});
