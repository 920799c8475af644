/**
 * Selections that real `dbt ls` (dbt-core 1.11.16) has answered, recorded by
 * `test/oracle/select/compareLs.ts`: three projects, random and hand-picked command lines.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../../server/src/dbt/artifacts/manifest";
import type { Json } from "../../server/src/dbt/project";
import { projectFromManifest } from "./projectFromManifest";
import { selectLikeLs } from "./selectLikeLs";

interface Recording {
  readonly selectors: Json;
  readonly files: readonly string[];
  readonly manifest: object;
  readonly ids: readonly string[];
  readonly cases: readonly (readonly [readonly string[], readonly number[] | null])[];
}

describe.each(["zoo", "torture", "ecommerce"])("%s", (name) => {
  const file = join(__dirname, "..", "data", "dbt-select", `${name}.json`);
  const recording: Recording = JSON.parse(readFileSync(file, "utf8"));
  const { manifest } = parseManifest(JSON.stringify(recording.manifest), "manifest.json");
  const project = projectFromManifest(manifest!, recording.files);

  test("every recorded selection means the same nodes", () => {
    const differing = recording.cases.flatMap(([words, answer]) => {
      const expected = answer === null ? null : answer.map((index) => recording.ids[index]!);
      const got = selectLikeLs(project, words, recording.selectors);
      return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ words, expected, got }];
    });
    expect(differing).toEqual([]);
    expect(recording.cases.length).toBeGreaterThanOrEqual(200);
  });
});
