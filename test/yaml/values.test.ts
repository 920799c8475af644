import { describe, expect, it } from "vitest";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { CASES } from "./cases";
import { reprOf } from "./reprOf";

for (const group of new Set(CASES.map((one) => one.group))) {
  describe(group, () => {
    const rows = CASES.filter((one) => one.group === group);
    it.each(rows.map(({ text, expected }) => [text, expected]))("%j is %s", (text, expected) => {
      const { value, problems } = parseYaml(text);
      expect(problems.length > 0 ? "refused" : reprOf(value)).toBe(expected);
    });
  });
}
